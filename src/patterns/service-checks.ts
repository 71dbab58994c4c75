import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { describedHosts } from '../core/described';
import { pathOf, UsageError } from '../core/errors';
import { addNotices, Notice } from '../core/notices';
import { requireSome } from '../core/require';
import { meshScopeOf } from '../core/scopes';
import { MeshPort } from '../resources/mesh-port';

interface Hub extends Construct {
  readonly host: string;
}

const NONE: Hub[] = [];

export function checkPorts(where: Construct, ports: MeshPort[]): void {
  requireSome(where, 'ports', ports);
  ports.forEach((port, i) => {
    const twin = ports.slice(0, i).find(other => other.port === port.port || other.name === port.name);
    if (twin) throw new UsageError(where, `port ${port.port} "${port.name}" repeats port ${twin.port} "${twin.name}"`, 'give each port a number and a name of its own');
  });
}

/**
 * A host has one owner: its VirtualService and DestinationRule are written once. Within a chart a second one is refused; charts may go to
 * different clusters, so across charts it is reported at synthesis.
 */
export function claimHost(hub: Hub): void {
  const hubs = describedHosts<Hub>(hub);
  const others = hubs.get(hub.host) ?? NONE;
  const twin = others.find(other => Chart.of(other) === Chart.of(hub));
  if (twin) throw new UsageError(hub, `${hub.host} is described already, by [${pathOf(twin)}]`, 'describe a service once, and pass the construct to those who need it');
  hubs.set(hub.host, others.length ? [...others, hub] : [hub]);
  if (others.length) addNotices(hub, () => duplicateHost(hub, others));
}

function duplicateHost(hub: Hub, others: Hub[]): Notice[] {
  const twin = others.find(other => meshScopeOf(other) === meshScopeOf(hub));
  if (!twin) return [];
  return [{
    rule: 'mesh-service/duplicate-host',
    severity: 'error',
    problem: `${hub.host} is described by [${pathOf(twin)}] as well`,
    why: 'of two VirtualServices for one host the mesh uses the older one only, and what the other says is lost',
    fix: 'describe it once, or, where the charts go to different clusters, call Mesh.of(chart).configure({}) for each of them',
    and: [twin],
  }];
}
