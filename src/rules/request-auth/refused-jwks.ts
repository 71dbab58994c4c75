import { serviceHost } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { textOf } from '../../model/read';
import { Service } from '../../model/services';
import { targetOf, Workload } from '../../model/workloads';
import { isPastSidecar } from '../excluded-ports';
import { jwtRules } from '../jwt-parts';
import { perMesh } from '../per-mesh';
import { Rule } from '../rule';

/** In a cluster DNS completes a name with the domain. */
const ADDRESS = /^(https?):\/\/([^./:?#]+)\.([^./:?#]+)(?:\.svc(?:\.cluster\.local)?)?\.?(?::(\d+))?(?:[/?#]|$)/i;
const REMOTE = 'PILOT_JWT_ENABLE_REMOTE_JWKS';

export const refusedJwks: Rule = {
  id: 'request-auth/refused-jwks',
  severity: 'warning',
  summary: 'keys come from pods of the mesh that refuse istiod',
  why: 'istiod fetches the keys itself, and has no proxy: a port that takes only mutual TLS refuses it, and then every token of the issuer is refused with HTTP 401',
  sameAs: [],
  bad: `
kind: PeerAuthentication
spec: { mtls: { mode: STRICT } }
---
kind: Service
metadata: { name: idp }
spec: { selector: { app: idp }, ports: [{ name: http, port: 8080 }] }
---
kind: Pod
metadata: { name: idp, labels: { app: idp, version: v1, sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: app }] }
---
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: shop, jwksUri: "http://idp.default.svc.cluster.local:8080/keys" }] }
`,
  good: `
kind: PeerAuthentication
spec: { selector: { matchLabels: { app: idp } }, mtls: { mode: STRICT }, portLevelMtls: { "8080": { mode: PERMISSIVE } } }
---
kind: Service
metadata: { name: idp }
spec: { selector: { app: idp }, ports: [{ name: http, port: 8080 }] }
---
kind: Pod
metadata: { name: idp, labels: { app: idp, version: v1, sidecar.istio.io/inject: "true" } }
spec: { containers: [{ name: app }] }
---
kind: RequestAuthentication
spec: { selector: { matchLabels: { app: reviews } }, jwtRules: [{ issuer: shop, jwksUri: "http://idp.default.svc.cluster.local:8080/keys" }] }
`,
  * check(mesh) {
    for (const { object, field, value: { jwks, jwksUri } } of jwtRules(mesh)) {
      const server = jwks ? undefined : refusing(mesh, textOf(jwksUri));
      if (!server || proxiesFetch(mesh)) continue;
      yield {
        at: object,
        field: `${field}.jwksUri`,
        and: [{ object: server.from, field: `${server.said} is STRICT` }],
        problem: `istiod fetches the keys from port ${server.port} of ${server.service.host}, which takes only mutual TLS`,
        fix: `set the mode of port ${server.port} of its pods to PERMISSIVE (portLevelMtls), write the keys as jwks, or let proxies fetch them, with ${REMOTE} at istiod`,
      };
    }
  },
};

/** Where the keys come from, if all pods there are known to take only mutual TLS. */
function refusing(mesh: Mesh, uri: string) {
  const [, scheme, name, namespace, written] = ADDRESS.exec(uri) ?? [];
  if (name === undefined) return undefined;
  const number = Number(written ?? (scheme.toLowerCase() === 'https' ? 443 : 80));
  for (const service of mesh.services.byHost(serviceHost(name, namespace))) {
    const port = service.ports.find(each => each.number === number);
    const pods = service.kubernetes && port ? mesh.workloads.of(service) : [];
    const refused = pods.map(pod => refusedBy(mesh, service, pod, targetOf(port!, pod.ports)));
    if (refused.length > 0 && refused.every(each => each !== undefined)) return refused[0];
  }
  return undefined;
}

function refusedBy(mesh: Mesh, service: Service, pod: Workload, port: number | undefined) {
  if (port === undefined || (pod.proxy !== 'sidecar' && pod.proxy !== 'ambient') || isPastSidecar(pod, port)) return undefined;
  const { mode, from: [from], field: said } = mesh.mtls.server(pod, port);
  return mode === 'STRICT' && from ? { service, port, from, said } : undefined;
}

/** Whoever installs Istio may let the proxies fetch keys. */
const proxiesFetch = perMesh((mesh: Mesh) => [
  ...mesh.ofKind('install.istio.io', 'IstioOperator'), ...mesh.ofKind('sailoperator.io', 'Istio'), ...mesh.ofKind('apps', 'Deployment').filter(({ name }) => name.startsWith('istiod')),
].some(({ spec }) => JSON.stringify(spec ?? null).includes(REMOTE)));
