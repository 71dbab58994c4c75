import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ResourceMetadata } from '../core/resource';

/** Port of the tunnel between the proxies of an ambient mesh. */
const HBONE = 15008;

/** A Gateway of the Kubernetes Gateway API that Istio runs a waypoint for. */
export class WaypointObject extends ApiObject {
  public constructor(scope: Construct, id: string, metadata: ResourceMetadata & { readonly namespace: string }) {
    super(scope, id, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata,
      spec: { gatewayClassName: 'istio-waypoint', listeners: [{ name: 'mesh', port: HBONE, protocol: 'HBONE' }] },
    });
  }
}
