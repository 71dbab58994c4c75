import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { VirtualServiceView } from '../model/virtual-services';

/** A host of a service, as an object of Istio's names it. */
export interface NamedHost {
  readonly object: MeshObject;
  readonly field: string;
  readonly written: string;
  /** In full. */
  readonly host: string;
  /** What is said of it: requests for it are routed, requests are routed to it, or how it is called. */
  readonly role: 'routed' | 'destination' | 'policy';
  /** The VirtualService that names it. */
  readonly view?: VirtualServiceView;
}

/** The hosts that VirtualServices and DestinationRules name, where they are written in some way. */
export function * namedHosts(mesh: Mesh, isSo: (written: string) => boolean): Iterable<NamedHost> {
  for (const view of mesh.virtualServices.all) {
    for (const { written, host, field } of view.hosts) if (isSo(written)) yield { object: view.object, field, written, host, role: 'routed', view };
  }
  for (const { from, view, field, written, host } of mesh.targets()) {
    if (isSo(written)) yield { object: from, field: `${field}.host`, written, host, role: 'destination', view };
  }
  for (const { object, written, host } of mesh.destinationRules.all) {
    if (isSo(written)) yield { object, field: 'spec.host', written, host, role: 'policy' };
  }
}
