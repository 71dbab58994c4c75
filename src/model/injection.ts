import { Labels } from './label-index';
import { listOf, mapOf, textsOf } from './read';

/** What stands between a workload and the mesh. */
export type Proxy = 'sidecar' | 'ambient' | 'none' | 'gateway' | 'waypoint' | 'unknown';

/** What decides of the proxy of a pod. */
export interface PodHead {
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly spec: any;
}

const INJECT = 'sidecar.istio.io/inject';
const TEMPLATES = 'inject.istio.io/templates';
const MODE = 'istio.io/dataplane-mode';
const REVISION = 'istio.io/rev';
const INJECTION = 'istio-injection';

/**
 * The proxy of a pod, as far as it is said. Where nothing says it, the installation decides.
 * @param namespace labels of its namespace, where they are known
 */
export function proxyOf(pod: PodHead, namespace: Labels | undefined): Proxy {
  const written = writtenProxy(pod);
  if (written) return written;
  if (mapOf(pod.spec).hostNetwork === true) return 'none';
  const ambient = (pod.labels[MODE] ?? namespace?.[MODE]) === 'ambient';
  const said = pod.labels[INJECT] ?? pod.annotations[INJECT];
  if (said === 'false' || namespace?.[INJECTION] === 'disabled') return ambient ? 'ambient' : withoutSidecar(pod, namespace);
  if (isInjected(pod, namespace)) return 'sidecar';
  return ambient ? 'ambient' : 'unknown';
}

/** A proxy among the containers, or the template for one. */
function writtenProxy({ annotations, spec }: PodHead): Proxy | undefined {
  if ((annotations[TEMPLATES] ?? '').split(',').map(each => each.trim()).includes('gateway')) return 'gateway';
  const args = textsOf(listOf(mapOf(spec).containers).map(mapOf).find(({ name }) => name === 'istio-proxy')?.args);
  if (args[0] !== 'proxy') return undefined;
  return args[1] === 'router' ? 'gateway' : args[1] === 'sidecar' ? 'sidecar' : undefined;
}

/** Who is not injected may still be in an ambient namespace, and whether it is, only the namespace says. */
function withoutSidecar({ labels }: PodHead, namespace: Labels | undefined): Proxy {
  return namespace || labels[MODE] === 'none' ? 'none' : 'unknown';
}

function isInjected({ labels }: PodHead, namespace: Labels | undefined): boolean {
  // The webhook looks at the labels of the pod. It sees an annotation only in a namespace that is injected anyway.
  return labels[INJECT] === 'true' || labels[REVISION] !== undefined || namespace?.[INJECTION] === 'enabled' || namespace?.[REVISION] !== undefined;
}
