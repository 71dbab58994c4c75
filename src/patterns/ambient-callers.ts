import { Construct } from 'constructs';
import { missingWaypoint } from './waypoint-notices';
import { waypointOf } from './waypoints';
import { ICaller, IMeshNamespace } from '../core/bindings';
import { addNotices, Notice } from '../core/notices';
import { TlsOrigination } from '../resources/tls-origination';

/** Who calls something outside the mesh, and where its objects are said to be. */
export interface Calling {
  readonly callers?: ICaller[];
  readonly namespace?: IMeshNamespace;
}

/** What is said about the way to a host outside the mesh, and has to be done by a proxy that sees more than connections. */
export interface SaidAboutWay extends Calling {
  readonly host: string;
  readonly tls: TlsOrigination;
  readonly timeout?: unknown;
  readonly retries?: unknown;
  readonly limits?: unknown;
}

/** The ambient namespace that a caller is in, as far as that is known. */
export function ambientNamespaceOf(caller: ICaller): IMeshNamespace | undefined {
  // Gateways are proxies of their own, wherever they are.
  if ('gatewayName' in caller) return undefined;
  const { namespace = caller } = caller as { namespace?: object };
  const { dataPlane } = namespace as Partial<IMeshNamespace>;
  return dataPlane?._isAmbient ? namespace as IMeshNamespace : undefined;
}

/** Whether no sidecar sees the objects for these callers. Gateways may: they take no connections that are not for them. */
export function isForAmbientOnly({ callers = [], namespace }: Calling): boolean {
  const others = callers.filter(caller => !('gatewayName' in caller));
  return others.length > 0 && others.every(caller => ambientNamespaceOf(caller)) && (!namespace || namespace.dataPlane._isAmbient);
}

/**
 * Reports what node proxies would pass by. A waypoint of the namespace where the ServiceEntry is takes requests for it, and one may still come.
 * @param home namespace of the objects
 */
export function reportPassedBy(owner: Construct, home: IMeshNamespace, way: SaidAboutWay): void {
  const { tls, timeout, retries, limits, callers, namespace } = way;
  const done = { 'TLS of the proxy': tls._originator === 'proxy' || undefined, timeout, retries, limits };
  const said = Object.entries(done).filter(([, value]) => value !== undefined).map(([name]) => name);
  const [ambient] = callers ? callers.flatMap(caller => ambientNamespaceOf(caller) ?? []) : [namespace].filter(each => each?.dataPlane._isAmbient);
  if (!ambient || said.length === 0) return;
  addNotices(owner, () => waypointOf(owner, home.namespaceName) ? [] : [passedBy(said, way.host, ambient, home)]);
}

function passedBy(said: string[], host: string, ambient: IMeshNamespace, home: IMeshNamespace): Notice {
  const [at, of] = [home.namespaceName, ambient.namespaceName];
  const found = missingWaypoint(said.join(', '), host, ambient);
  return {
    ...found,
    problem: at === of ? found.problem : `${said.join(', ')} is said about ${host}, for callers in the ambient namespace ${of}, and its ServiceEntry is in ${at}, which has no waypoint`,
    why: 'node proxies pass connections on to what is outside the mesh as they come; only a waypoint in the namespace of the ServiceEntry does more',
    fix: `${at === of ? '' : `pass namespace ${of}, and `}add new Waypoint(…, { namespace }) for ${of}, use DataPlane.sidecar(), or leave it out, with TlsOrigination.byApplication() or none()`,
  };
}
