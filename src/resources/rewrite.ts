import { VirtualServiceSpecHttpRewrite } from '../../imports/networking.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requireHost, requireRe2 } from '../core/require';
import { Match } from '../traffic/match';
import { PathCondition } from '../traffic/path';
import { PathRewrite, quoteRe2 } from '../traffic/rewrite';

type PathChange =
  | { readonly kind: 'none' }
  | { readonly kind: 'prefix'; readonly to: string }
  | { readonly kind: 'whole'; readonly path: string }
  | { readonly kind: 'regex'; readonly match: string; readonly rewrite: string }
  | { readonly kind: 'resolved'; readonly written: VirtualServiceSpecHttpRewrite };

/**
 * How path and host change on their way to the service. Routes are never matched again afterwards.
 * @see https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
 */
export class Rewrite {
  /** Takes the matched prefix away: `/api/a` becomes `/a`, `/api` becomes `/`. The route must match a path prefix. */
  public static stripPrefix(): Rewrite {
    return new Rewrite({ kind: 'prefix', to: '' });
  }

  /**
   * Replaces the matched prefix, whole segments: with `/v2`, `/api/a` becomes `/v2/a`. The route must match a path prefix.
   * @param prefix path that replaces the matched prefix
   */
  public static prefix(prefix: string): Rewrite {
    requirePath('Rewrite.prefix', prefix);
    return new Rewrite({ kind: 'prefix', to: prefix.replace(/\/+$/, '') });
  }

  /**
   * Replaces the whole path.
   * @param path new path
   */
  public static path(path: string): Rewrite {
    requirePath('Rewrite.path', path);
    return new Rewrite({ kind: 'whole', path });
  }

  /**
   * Replaces what an expression finds in the path.
   * @param re2 RE2 expression that is searched in the path; every place it is found is replaced
   * @param substitution what to put there, with `\1` for groups
   */
  public static regex(re2: string, substitution: string): Rewrite {
    requireRe2('Rewrite.regex', re2);
    if (!substitution) throw new UsageError('Rewrite.regex', 'the substitution is empty', 'Istio needs one; use a group, for example "\\1"');
    return new Rewrite({ kind: 'regex', match: re2, rewrite: substitution });
  }

  /**
   * Replaces the host, and leaves the path.
   * @param host host that the service sees
   */
  public static authority(host: string): Rewrite {
    return new Rewrite({ kind: 'none' }).withAuthority(host);
  }

  private constructor(private readonly change: PathChange, private readonly host?: string) {}

  /**
   * The same, and replaces the host too.
   * @param host host that the service sees
   */
  public withAuthority(host: string): Rewrite {
    requireHost('Rewrite.withAuthority', 'host', host);
    return new Rewrite(this.change, host);
  }

  /**
   * What happens to paths that hold the path of a route.
   * @internal
   */
  public _pathRewrite(path: PathCondition | undefined): PathRewrite {
    switch (this.change.kind) {
      case 'prefix': return { kind: 'prefix', from: matchedPrefix(path, this.change.to), to: this.change.to };
      case 'resolved': return { kind: 'none' };
      default: return this.change;
    }
  }

  /**
   * The same for requests that hold a path, whatever else the routes match that it is written in.
   * @internal
   */
  public _resolved(path: PathCondition | undefined): Rewrite {
    return new Rewrite({ kind: 'resolved', written: this.writtenFor(path) });
  }

  /**
   * What to write for a route with these matches. Always the form that is right for every block of the route: Istio replaces the
   * matched text of a prefix match, but the whole path of an exact or regular one.
   * @internal
   */
  public _written(matches: Match[]): VirtualServiceSpecHttpRewrite {
    const forms = new Set((matches.length ? matches : [undefined]).map(match => JSON.stringify(this.writtenFor(match?.path))));
    if (forms.size > 1) {
      throw new UsageError('Rewrite', 'the matches of the route have different path prefixes', 'write a route for each of them');
    }
    return JSON.parse([...forms][0]);
  }

  private writtenFor(path: PathCondition | undefined): VirtualServiceSpecHttpRewrite {
    const authority = this.host && { authority: this.host };
    const { change } = this;
    switch (change.kind) {
      case 'none': return { ...authority };
      case 'resolved': return change.written;
      case 'regex': return { uriRegexRewrite: { match: change.match, rewrite: change.rewrite }, ...authority };
      case 'whole': return path?.is === 'exact' ? { uri: change.path, ...authority } : { uriRegexRewrite: { match: '^.*$', rewrite: literal(change.path) }, ...authority };
      case 'prefix': return { uriRegexRewrite: replacement(matchedPrefix(path, change.to), change.to, path?.ignoreCase), ...authority };
    }
  }
}

/** An expression that takes the slash after a stripped prefix as well, so that there is one in front of the rest, and one of `/`. */
function replacement(from: string, to: string, ignoreCase = false) {
  const prefix = ignoreCase ? `(?i:${quoteRe2(from)})` : quoteRe2(from);
  return to === '' ? { match: `^${prefix}/?(.*)$`, rewrite: '/\\1' } : { match: `^${prefix}(.*)$`, rewrite: `${literal(to)}\\1` };
}

function matchedPrefix(path: PathCondition | undefined, to: string): string {
  const prefix = path === undefined ? '' : path.is === 'segments' || (path.is === 'startsWith' && path.value.endsWith('/')) ? path.value.replace(/\/$/, '') : undefined;
  if (prefix === undefined) throw new UsageError('Rewrite', `the route matches ${path!.is} ${quoted(path!.value)}, no path prefix`, 'use PathMatch.prefix for the route, or Rewrite.path');
  if (prefix === '' && to === '') throw new UsageError('Rewrite.stripPrefix', 'the route matches every path', 'leave the rewrite out, or match a prefix');
  return prefix;
}

function requirePath(where: string, path: string): void {
  if (!path.startsWith('/') || /[?#]/.test(path)) throw new UsageError(where, `the path is ${quoted(path)}`, 'start it with "/", and leave out query and fragment');
}

/** Backslashes refer to groups. */
function literal(text: string): string {
  return text.replace(/\\/g, '\\\\');
}
