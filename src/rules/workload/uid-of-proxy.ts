import { objectText } from '../../model/object';
import { listOf, mapOf } from '../../model/read';
import { Workload } from '../../model/workloads';
import { Rule } from '../rule';

const PROXY = 1337;
const INJECT = 'sidecar.istio.io/inject';

export const uidOfProxy: Rule = {
  id: 'workload/uid-of-proxy',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'it is not known whether the pod has a sidecar' },
  summary: 'an application runs as user or group 1337, as the sidecar does',
  why: 'traffic of user and group 1337 is not redirected, so that the sidecar can send its own: what an application sends as one of them goes past the sidecar, without mutual TLS and routes',
  sameAs: ['IST0144'],
  bad: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: app, securityContext: { runAsUser: 1337 } }] }
`,
  good: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1, sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: app, securityContext: { runAsUser: 1000 } }] }
`,
  * check(mesh) {
    for (const workload of mesh.workloads.all) {
      if (!mayHaveSidecar(workload)) continue;
      // Where nobody says whether there is a sidecar, there may be none.
      const severity = workload.proxy === 'unknown' ? 'warning' : undefined;
      for (const [who, key] of [['user', 'runAsUser'], ['group', 'runAsGroup']]) {
        for (const field of asProxy(workload, key)) yield { at: workload.object, field, severity, problem: `${objectText(workload.object)} runs an application as ${who} ${PROXY}`, fix: `use any other ${who}` };
      }
    }
  },
};

function mayHaveSidecar({ proxy, labels, annotations }: Workload): boolean {
  return proxy === 'sidecar' || (proxy === 'unknown' && (labels[INJECT] ?? annotations[INJECT]) !== 'false');
}

/** Where the user or group is written, for all containers or for one. */
function * asProxy({ spec, specField }: Workload, key: string): Iterable<string> {
  const containers = listOf(spec.containers).map(mapOf);
  const users = containers.map(({ securityContext }) => mapOf(securityContext)[key]);
  const isApp = (i: number) => containers[i].name !== 'istio-proxy';
  // What a container says is before what the pod says.
  if (mapOf(spec.securityContext)[key] === PROXY && users.some((user, i) => user === undefined && isApp(i))) yield `${specField}.securityContext.${key}`;
  for (const [i, user] of users.entries()) if (user === PROXY && isApp(i)) yield `${specField}.containers[${i}].securityContext.${key}`;
}
