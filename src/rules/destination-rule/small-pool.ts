import { expandHost, homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { mapOf, textOf } from '../../model/read';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

/** Workloads whose number of pods somebody else sets, as `namespace/kind/name`. */
const scaled = perMesh((mesh: Mesh) => {
  const scalers = [...mesh.ofKind('autoscaling', 'HorizontalPodAutoscaler'), ...mesh.ofKind('keda.sh', 'ScaledObject')];
  return new Set(scalers.map(object => `${homeOf(object)}/${textOf(mapOf(object.spec.scaleTargetRef).kind) || 'Deployment'}/${textOf(mapOf(object.spec.scaleTargetRef).name)}`));
});

export const smallPool: Rule = {
  id: 'destination-rule/small-pool',
  severity: 'warning',
  sometimes: { severity: 'advice', where: 'there is one pod' },
  summary: 'outlier detection can take out no pod of a service with few of them',
  why: 'Envoy takes out at most maxEjectionPercent of the pods, 10 where nothing is said, and not even one where that is less than one pod',
  sameAs: [],
  bad: `
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Deployment
metadata: { name: reviews }
spec: { replicas: 3, selector: { matchLabels: { app: reviews } }, template: { metadata: { labels: { app: reviews } }, spec: { containers: [{ name: reviews, image: reviews }] } } }
---
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } } }
`,
  good: `
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 9080 }] }
---
kind: Deployment
metadata: { name: reviews }
spec: { replicas: 3, selector: { matchLabels: { app: reviews } }, template: { metadata: { labels: { app: reviews } }, spec: { containers: [{ name: reviews, image: reviews }] } } }
---
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 50 } } }
`,
  * check(mesh) {
    for (const { object, field, value } of blocksOf(mesh, 'outlierDetection')) {
      const percent = value.maxEjectionPercent || 10;
      const pods = podsOf(mesh, object);
      if (pods === undefined || pods < 1 || pods * percent >= 100) continue;
      yield {
        at: object,
        // Who runs one pod today may run more tomorrow.
        severity: pods === 1 ? 'advice' : undefined,
        field: value.maxEjectionPercent ? `${field}.maxEjectionPercent` : field,
        problem: `${percent} % of ${pods} pod${pods === 1 ? '' : 's'} is less than one, so none is ever taken out`,
        fix: pods === 1 ? 'leave out the outlier detection, or run more pods' : `set maxEjectionPercent to ${Math.ceil(100 / pods)} or more`,
      };
    }
  },
};

/** Pods of a service, where all are known and nobody else changes their number. */
function podsOf(mesh: Mesh, rule: MeshObject): number | undefined {
  const host = expandHost(textOf(rule.spec.host), homeOf(rule));
  const [service, ...more] = host.startsWith('*') ? [] : mesh.services.byHost(host);
  if (!service?.kubernetes || more.length > 0) return undefined;
  const counts = mesh.workloads.of(service).map(({ object, replicas }) => scaled(mesh).has(`${homeOf(object)}/${object.kind}/${object.name}`) ? undefined : replicas);
  return counts.length === 0 || counts.includes(undefined) ? undefined : counts.reduce<number>((sum, count) => sum + count!, 0);
}
