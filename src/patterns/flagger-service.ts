import { MeshService } from './mesh-service';
import { durationText } from '../core/duration';
import { MeshPort } from '../resources/mesh-port';
import { renderTrafficPolicy } from '../resources/traffic-policy-render';

/** `spec.service` of a Canary: all that is said about the service. */
export function flaggerService(service: MeshService): object {
  const { timeout } = service._contributions.find(each => each.timeout) ?? {};
  const { retries } = service._contributions.find(each => each.retries) ?? {};
  const [port] = service.ports.filter(each => each._isHttp);
  return {
    name: service.name,
    ...writtenPort(port),
    portDiscovery: service.ports.length > 1 || undefined,
    // Flagger's VirtualService then has no hosts, and the others delegate to it.
    delegation: service._ways.length > 0 || undefined,
    timeout: timeout && durationText(timeout),
    retries: retries?._render(),
    trafficPolicy: trafficPolicy(service),
  };
}

/** Flagger writes the Service anew, so the name has to tell the protocol, or `appProtocol`. */
function writtenPort({ port, targetPort, name, _protocol }: MeshPort): object {
  const protocol = _protocol.toLowerCase();
  return {
    port,
    portName: name,
    appProtocol: name === protocol || name.startsWith(`${protocol}-`) ? undefined : protocol,
    targetPort: targetPort === port ? undefined : targetPort,
  };
}

function trafficPolicy(service: MeshService): object | undefined {
  const said = service._routing().traffic.policies.policy();
  if (!said) return undefined;
  const { loadBalancer, ...written } = renderTrafficPolicy(service.namespace.namespaceName, said);
  if (!loadBalancer) return written;
  // The CRD asks for one of two, where Istio takes least requests for none.
  const simple = loadBalancer.simple || loadBalancer.consistentHash ? undefined : { simple: 'LEAST_REQUEST' };
  return { ...written, loadBalancer: { ...simple, ...loadBalancer } };
}
