import { IConstruct } from 'constructs';
import { limitingHosts } from './policy-place';
import { PolicyTargetConfig } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { requireSome } from '../core/require';
import { AccessCondition } from '../resources/access-condition';
import { MeshPort } from '../resources/mesh-port';
import { ValuePattern } from '../resources/value-pattern';

/** Where a rule about requests is for requests only. Elsewhere Istio drops what it asks, and it would be for every connection. */
export interface RequestScope {
  readonly ports?: number[];
  readonly notPorts?: number[];
  readonly conditions: AccessCondition[];
}

/** What keeps a rule about requests from connections: the ports of HTTP, or at a gateway all that are not known to be others. */
export function requestScope(where: IConstruct, target: PolicyTargetConfig, said?: MeshPort[]): RequestScope {
  const ports = said ? numbersOf(where, target, said) : target.httpPorts;
  if (ports?.length === 0) throw new UsageError(where, 'its target has no HTTP port', 'leave it out, or describe the port with MeshPort.http, http2 or grpc');
  if (ports) return { ports, conditions: [] };
  const { gateway, otherPorts, otherServerNames } = target;
  if (!gateway) {
    throw new UsageError(where, 'which ports of its target carry HTTP is not known, and every other port would be closed',
      'pass ports, with the numbers of the Services and of the pods: [MeshPort.http(80, { targetPort: 8080 })]');
  }
  const others = otherServerNames?.length ? [AccessCondition.not(AccessCondition.serverName(...otherServerNames.map(serverName)))] : [];
  return { notPorts: otherPorts?.length ? otherPorts : undefined, conditions: others };
}

/** A waypoint is called at the port of the Service, pods at their own. */
function numbersOf(where: IConstruct, { targetRef }: PolicyTargetConfig, said: MeshPort[]): number[] {
  requireSome(where, 'ports', said);
  const other = said.find(port => !port._isHttp);
  if (other) throw new UsageError(where, `ports has ${other.name}, which is no HTTP port`, 'leave it out, or describe it with MeshPort.http, http2 or grpc');
  return said.map(port => targetRef ? port.port : port.targetPort);
}

function serverName(name: string): ValuePattern {
  return name.startsWith('*') ? ValuePattern.suffix(name.slice(1)) : ValuePattern.exact(name);
}

/** The hosts that a rule that refuses is limited to. */
export function refusableHosts(where: IConstruct, target: PolicyTargetConfig): string[] | undefined {
  const hosts = limitingHosts(target);
  const wildcard = hosts?.find(host => host.startsWith('*'));
  if (wildcard === undefined) return hosts;
  throw new UsageError(where, `its target has the host ${quoted(wildcard)}, and a request gets around a rule for that by a port in its authority, as in "x${wildcard.slice(1)}:443"`,
    'name the hosts one by one, or pass the gateway as the target');
}
