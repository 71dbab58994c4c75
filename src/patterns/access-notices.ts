import { waypointMatter } from './access-needs';
import { AccessState, enforced, Said, tried } from './access-said';
import { missingWaypoint } from './waypoint-notices';
import { IMeshNamespace } from '../core/bindings';
import { Notice } from '../core/notices';

/** What is only known at synthesis about who may reach something. */
export function accessNotices(state: AccessState): Notice[] {
  return [...withoutWaypoint(state), ...inVain(state), ...sidecarCallers(state), ...clientsOfGateways(state)];
}

/** Rules about requests in an ambient namespace where nothing reads requests. */
function withoutWaypoint({ isAmbient, waypoint, isBarePods, allowed, denied, onTrial, subject }: AccessState): Notice[] {
  if (!isAmbient || waypoint || isBarePods) return [];
  const matters = [...allowed, ...denied].map(({ caller, options }) => waypointMatter(options, caller.callerConfig()) ?? (options.dryRun && 'dryRun'));
  const said = matters.find(matter => matter) || (onTrial ? 'dryRun' : undefined);
  return said ? [missingWaypoint(said, subject.name, subject.namespace)] : [];
}

/** A list of callers on trial, where everybody who is not let in is refused anyway. */
function inVain({ refuses, onTrial, allows, allowed, gateways, subject }: AccessState): Notice[] {
  const letsIn = allows && !onTrial;
  const onlyTries = !letsIn && (allows || tried(allowed).length > 0 || (onTrial && gateways.length > 0));
  if (!refuses || !onlyTries || subject.kind === 'gateway') return [];
  return [{
    rule: 'mesh-workload/dry-run-refused',
    severity: 'warning',
    problem: `who may reach ${subject.name} is a dry run, and namespace ${subject.namespace.namespaceName} refuses what no rule allows`,
    why: 'a policy on trial lets nobody in, so that all of them are refused',
    fix: 'enforce the rules, or try them where nothing refuses yet: new SecureNamespace(…, { denyByDefault: false })',
  }];
}

/** A gateway is let in whoever its client is, beside the addresses that were meant to limit that. */
function clientsOfGateways({ gateways, allowed, subject }: AccessState): Notice[] {
  if (gateways.length === 0 || !enforced(allowed).some(namesClients)) return [];
  return [{
    rule: 'mesh-workload/client-ips-behind-gateway',
    severity: 'warning',
    problem: `${subject.name} lets in clients by their address, and a gateway that leads to it is let in whoever its client is`,
    why: 'one of the rules has to match, and to the pods the caller of such a request is the gateway',
    fix: 'say the addresses where the clients arrive, with allowFrom of the IngressRoute or of the gateway',
  }];
}

export function namesClients({ caller }: Said): boolean {
  return (caller.callerConfig().clientIps?.length ?? 0) > 0;
}

/** Sidecars send requests straight to the pods. */
function sidecarCallers({ waypoint, allowed, subject }: AccessState): Notice[] {
  if (!waypoint) return [];
  const names = new Set(enforced(allowed).flatMap(said => sidecarNamespace(said) ?? []));
  return [...names].map(name => ({
    rule: 'waypoint/sidecar-caller' as const,
    severity: 'warning' as const,
    problem: `namespace ${name}, from where ${subject.name} is called, has sidecars, and the pods of ${subject.name} are behind a waypoint`,
    why: 'sidecars send requests straight to the pods, past the waypoint, and the pods take connections from the waypoint only',
    fix: `move the caller to DataPlane.ambient(); where it is there already, say so: MeshNamespace.fromName('${name}', DataPlane.ambient())`,
    and: [waypoint],
  }));
}

function sidecarNamespace({ caller }: Said): string | undefined {
  // Gateways know waypoints.
  if ('gatewayName' in caller) return undefined;
  const { namespace = caller as Partial<IMeshNamespace> } = caller as { namespace?: Partial<IMeshNamespace> };
  return namespace.dataPlane?._isSidecar ? namespace.namespaceName : undefined;
}
