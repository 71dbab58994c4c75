import { tlsMode } from './server-tls';
import { GatewayView, Server } from '../model/gateways';
import { isWildcard } from '../model/hosts';
import { httpMatch, within } from '../model/match/http';
import { apart } from '../model/match/overlaps';
import { blocksOf } from '../model/match/shadows';
import { Mesh } from '../model/mesh';
import { mapOf } from '../model/read';
import { HttpRule } from '../model/virtual-service-rules';
import { VirtualServiceView } from '../model/virtual-services';

/** Rules with more before them are left alone: nobody has them, and all pairs would take long. */
const COMPARED = 200;

/** Where requests come in for which the rules of a VirtualService are used. */
export interface Listener {
  readonly gateway: string;
  /** Nothing where it is not known. */
  readonly port?: number;
  readonly scheme?: string;
  readonly hosts: string[];
  /** As a message names it. */
  readonly text: string;
}

/** Where a redirect leads back to itself. */
export interface Loop {
  readonly listener: Listener;
  readonly host: string;
}

/** A listener and a host on which a redirect surely leads back to itself. */
export function loopOf(mesh: Mesh, view: VirtualServiceView, rule: HttpRule): Loop | undefined {
  const { authority, scheme, uri, prefixRewrite, port, derivePort } = rule.route.redirect;
  // One that changes nothing is refused.
  if (port !== undefined || derivePort !== undefined || !(authority || scheme || uri || prefixRewrite)) return undefined;
  const blocks = rule.blocks.length > 0 ? rule.blocks.map(({ match }) => match) : [{}];
  for (const listener of listenersOf(mesh, view)) {
    // Of the host of another VirtualService its rules may take what comes.
    const host = listener.hosts.find(each => (!authority || each === authority.toLowerCase()) && mesh.virtualServices.at(each).every(other => other === view));
    if (host === undefined || (scheme && scheme !== listener.scheme)) continue;
    if (blocks.some(block => isAskedAgain(block, rule.route.redirect) && leadsBack(view, rule, block, listener))) return { listener, host };
  }
  return undefined;
}

/** What asks for a method or headers may not match a second time. */
function isAskedAgain({ scheme, method, headers, withoutHeaders, queryParams, authority }: any, redirect: any): boolean {
  const lists = [headers, withoutHeaders, ...redirect.uri ? [queryParams] : []];
  return !scheme && !method && lists.every(each => Object.keys(mapOf(each)).length === 0) && (!authority || authority.exact === redirect.authority);
}

function leadsBack({ http }: VirtualServiceView, rule: HttpRule, block: any, { gateway, port }: Listener): boolean {
  const { uri, prefixRewrite, authority } = rule.route.redirect;
  const path = uri ? { exact: uri } : prefixRewrite ? { prefix: prefixRewrite } : undefined;
  const there = { ...(port && { port }), ...(authority && { authority: { exact: authority } }) };
  const own = httpMatch({ ...block, ...there }, [gateway]);
  const again = httpMatch({ ...block, ...there, ...(path && { uri: path, ignoreUriCase: false }) }, [gateway]);
  if (!own || !again || (block.port && block.port !== port) || uri?.includes('?')) return false;
  // A gateway may have rules for some paths of the host in a VirtualService that is written elsewhere.
  if (!within(again, own) || (path && gateway !== 'mesh' && !own.path)) return false;
  const i = http.indexOf(rule);
  if (i > COMPARED) return false;
  const earlier = http.slice(0, i).flatMap(each => blocksOf(each, [gateway])).flatMap(({ match }) => match ?? []);
  // With the same URL all is as it was the first time; a new path may be for an earlier rule.
  return earlier.every(other => path ? apart(again, other) : !within(again, other));
}

/** For hosts under a wildcard there may be other rules, wherever they are written. */
function listenersOf(mesh: Mesh, view: VirtualServiceView): Listener[] {
  const hosts = view.hosts.map(({ host }) => host).filter(host => !isWildcard(host));
  return view.gateways.flatMap(({ key }): Listener[] => {
    if (key === 'mesh') return [{ gateway: key, scheme: 'http', hosts, text: 'on the mesh' }];
    const [gateway] = mesh.gateways.find(key);
    return gateway ? serversOf(mesh, view, gateway, hosts) : [{ gateway: key, hosts, text: `on Gateway ${key}` }];
  });
}

/** Servers that use HTTP rules. Those that redirect by themselves do not. */
function serversOf(mesh: Mesh, { namespace }: VirtualServiceView, gateway: GatewayView, hosts: string[]): Listener[] {
  const served = new Map<Server, string[]>();
  for (const host of hosts) {
    for (const { server, namespace: open } of mesh.gateways.serving(gateway, host)) {
      if ([namespace, '*'].includes(open) && schemeOf(server)) served.set(server, [...served.get(server) ?? [], host]);
    }
  }
  return [...served].map(([server, names]) => ({
    gateway: gateway.key, port: server.port, scheme: schemeOf(server), hosts: names, text: `on port ${server.port} of Gateway ${gateway.key}`,
  }));
}

function schemeOf({ protocol, tls }: Server): string | undefined {
  if (['HTTP', 'HTTP2', 'GRPC'].includes(protocol)) return tls?.httpsRedirect ? undefined : 'http';
  return protocol === 'HTTPS' && !['PASSTHROUGH', 'AUTO_PASSTHROUGH'].includes(tlsMode(tls)) ? 'https' : undefined;
}
