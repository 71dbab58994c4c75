import { gatewaysWith, haveOwnPorts, Reached, reachOf, selectedBy, selectsPods } from './policy-reach';
import { homeOf } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { selectorOf } from '../model/policies';
import { isTcp } from '../model/protocol';

/** The pods that a policy selects, where all of them are known, have sidecars, and none has a port that may carry HTTP. Else nothing. */
export function withoutHttp(mesh: Mesh, object: MeshObject): Reached[] {
  const namespace = homeOf(object);
  if (namespace === mesh.settings.rootNamespace || !selectsPods(object) || !mesh.workloads.knownIn(namespace)) return [];
  const pods = reachOf(mesh, object);
  // What is selected besides may be a gateway, which has ports by what Gateways say.
  if (pods.length < selectedBy(mesh, object).length || gatewaysWith(mesh, selectorOf(object)).length > 0) return [];
  return pods.every(each => hasTcpOnly(each) && !haveOwnPorts(mesh, each)) ? pods : [];
}

/** Of a port that no Service declares, the sidecar finds out what it carries. */
function hasTcpOnly({ workload, ports }: Reached): boolean {
  const served = new Set(ports.map(({ number }) => number));
  const said = workload?.ports ?? [];
  return said.length > 0 && said.every(({ number }) => served.has(number)) && ports.every(({ number, port }) => number !== undefined && isTcp(port.protocol));
}
