import { Construct } from 'constructs';
import { ClaimRule } from './claim-rule';
import { Conflict, Statement } from './conflicts';
import { JwtProtectionProps } from './jwt-protection';
import { limitingHosts, overlap, sameHost } from './policy-place';
import { Topic } from './statement-index';
import { PolicyTargetConfig } from '../core/bindings';
import { pathOf, quoted, UsageError } from '../core/errors';
import { requireSome } from '../core/require';
import { JwtIssuer } from '../resources/jwt-issuer';
import { PathPattern } from '../resources/path-pattern';

/** What a protection says, for comparing it with others. */
export interface JwtStatement extends Statement {
  readonly target: () => PolicyTargetConfig;
  readonly issuers: JwtIssuer[];
  /** Paths that need a token, as Istio writes them. */
  readonly asked: string[];
  /** Those of them that need none. */
  readonly exempt: string[];
}

const EVERY_PATH = ['/*'];

/** Where a protection asks for tokens. */
export function askedFor({ optional, claimRules = [], paths, exceptPaths }: JwtProtectionProps): Pick<JwtStatement, 'asked' | 'exempt'> {
  const written = (patterns?: PathPattern[]) => patterns?.flatMap(pattern => pattern._render());
  const asked = optional ? claimRules.flatMap(rule => written(rule.paths) ?? EVERY_PATH) : written(paths) ?? EVERY_PATH;
  return { asked, exempt: written(exceptPaths) ?? [] };
}

/** What can contradict others: the keys of an issuer, and whose tokens some hosts are asked for. Both within a namespace, as policies are. */
export function topicsOf(target: PolicyTargetConfig, issuers: JwtIssuer[]): Topic[] {
  const { namespace } = target;
  const rules = issuers.map(issuer => issuer._render());
  const keys = rules.flatMap((rule): Topic[] => rule.issuer === undefined ? [] : [{ of: [`${namespace} issuer ${rule.issuer}`], what: keysOf(rule) }]);
  const hosts = limitingHosts(target)?.map(host => `${namespace} host ${host}`);
  const [some, every] = [`${namespace} some hosts`, `${namespace} every host`];
  const asked = hosts ? { of: [...hosts, some], against: [...hosts, every] } : { of: [every], against: [every, some] };
  return [...keys, { ...asked, what: namesOf(issuers) }];
}

/** What cannot be right whatever the target. */
export function requireSense(where: Construct, props: JwtProtectionProps): void {
  const { claims, claimRules, issuers, paths, exceptPaths, optional } = props;
  const said = claims ? 'claims' : claimRules && 'claimRules';
  if (said && issuers.length === 0) throw new UsageError(where, `${said} is said, and no issuer whose tokens have claims`, 'give issuers, for example [JwtIssuer.of("https://idp.example.com")]');
  Object.entries({ issuers, claims, claimRules, paths, exceptPaths }).forEach(([prop, list]) => list && requireSome(where, prop, list));
  claimRules?.forEach((rule, i) => requireRule(where, `claimRules[${i}]`, rule));
  if (!optional) return;
  if (claims) throw new UsageError(where, 'claims is said with optional: true, so that nothing would ask for them', 'leave optional out, use claimRules, or ask for claims in allowFrom');
  const idle = paths ? 'paths' : !claimRules && exceptPaths && 'exceptPaths';
  if (idle) throw new UsageError(where, `${idle} is said with optional: true, so that no path needs a token`, 'leave one of them out');
}

function requireRule(where: Construct, prop: string, { claims, paths, methods }: ClaimRule): void {
  Object.entries({ claims, paths, methods }).forEach(([field, list]) => list && requireSome(where, `${field} of ${prop}`, list));
  if (!paths && !methods) throw new UsageError(where, `${prop} has neither paths nor methods, so that it is for every request`, 'say claims instead, or give it paths or methods');
  if (methods?.includes('OPTIONS')) throw new UsageError(where, `${prop} has the method "OPTIONS", whose preflights have no token`, 'leave it out');
}

/** An issuer that is known by name, once. */
export function requireNamedIssuers(where: Construct, issuers: JwtIssuer[], asked: boolean): void {
  const names = issuers.map(issuer => issuer._render().issuer);
  if (asked && names.includes(undefined)) {
    throw new UsageError(where, 'an issuer is JwtIssuer.anyIssuer, so that it cannot be told whether a request had a token of it', 'name it with JwtIssuer.of or JwtIssuer.inline, or say optional: true');
  }
  const twice = names.find((name, i) => name !== undefined && names.indexOf(name) < i);
  if (twice !== undefined) throw new UsageError(where, `the issuer ${quoted(twice)} is given twice`, 'give it once, with all its audiences and locations');
}

/** Why two protections cannot both be. */
export function jwtConflict(said: JwtStatement, other: JwtStatement): Conflict | undefined {
  if (!overlap(said.target(), other.target())) return undefined;
  const by = pathOf(other.owner);
  const forged = said.issuers.map(issuer => issuer._render()).find(mine => other.issuers.map(issuer => issuer._render())
    .some(theirs => mine.issuer !== undefined && mine.issuer === theirs.issuer && keysOf(mine) !== keysOf(theirs)));
  if (forged) {
    return {
      fact: `the issuer ${quoted(forged.issuer)} has other keys at [${by}], for the same workloads`,
      why: 'Istio joins the RequestAuthentications of a workload, and takes a token that is signed with any of the keys',
      fix: 'use one JwtIssuer for both',
    };
  }
  if (!sameHost(said.target(), other.target()) || !meetSomewhere(said, other)) return undefined;
  const [mine, theirs] = [namesOf(said.issuers), namesOf(other.issuers)];
  if (mine === theirs) return undefined;
  return {
    fact: `[${by}] asks the same requests for a token of ${theirs}, and this for one of ${mine}`,
    why: 'each of them refuses the tokens that only the other one takes',
    fix: 'use one JwtProtection with all issuers, or give both paths of their own',
  };
}

/** Whether both ask for the token of some path, for sure. */
function meetSomewhere(said: JwtStatement, other: JwtStatement): boolean {
  const exempt = [...said.exempt, ...other.exempt];
  const pairs = said.asked.flatMap(mine => other.asked.flatMap(theirs => [[mine, theirs], [theirs, mine]]));
  return pairs.some(([path, wider]) => within(path, wider) && !exempt.some(each => within(path, each)));
}

function within(path: string, wider: string): boolean {
  if (path === wider || EVERY_PATH.includes(wider)) return true;
  const [first, last] = [wider.startsWith('*'), wider.endsWith('*')];
  if (last) return path.startsWith(wider.slice(0, -1));
  return first && !path.endsWith('*') && path.endsWith(wider.slice(1));
}

function keysOf({ jwksUri, jwks }: { jwksUri?: string; jwks?: string }): string {
  return JSON.stringify([jwksUri, jwks]);
}

function namesOf(issuers: JwtIssuer[]): string {
  return issuers.map(issuer => issuer._render().issuer ?? 'any issuer').sort().join(' or ');
}
