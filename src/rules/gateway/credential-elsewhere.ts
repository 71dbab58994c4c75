import { Server } from '../../model/gateways';
import { groupBy } from '../../model/group-by';
import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject, objectText } from '../../model/object';
import { mapOf, textOf, textsOf } from '../../model/read';
import { gatewayNamespaces } from '../clients';
import { perMesh } from '../per-mesh';
import { Finding, Rule } from '../rule';
import { endsTls } from '../server-tls';

/** Groups whose objects make no Secrets, or are looked at as makers. */
const USERS = /^(|apps|batch|autoscaling|policy|cert-manager\.io|rbac\.authorization\.k8s\.io|.*\.istio\.io|gateway\.networking\.k8s\.io)$/;

/** All texts in objects that may make Secrets, by namespace. */
const mentions = perMesh((mesh: Mesh) => {
  const found = new Map<string, Set<string>>();
  for (const { group, namespace, json } of [...mesh.objects, ...mesh.inventory]) {
    if (USERS.test(group)) continue;
    const texts = found.get(namespace) ?? new Set();
    found.set(namespace, texts);
    for (const text of textsWithin(json)) texts.add(text);
  }
  return found;
});

function * textsWithin(json: unknown): Iterable<string> {
  const left = [json];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value === 'string') yield value;
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) left.push(each ?? '');
  }
}

/** What makes Secrets, by the name of the Secret. */
const makers = perMesh((mesh: Mesh) => {
  const secrets = mesh.ofKind('', 'Secret').map(object => ({ object, name: object.name }));
  const certificates = mesh.ofKind('cert-manager.io', 'Certificate').map(object => ({ object, name: textOf(mapOf(object.spec).secretName) }));
  return groupBy([...secrets, ...certificates], ({ name }) => name);
});

export const credentialElsewhere: Rule = {
  id: 'gateway/credential-elsewhere',
  severity: 'error',
  summary: 'the certificate of a server is in a namespace where its pods are not',
  why: 'a gateway reads the Secret of credentialName from the namespace its pods run in, wherever the Gateway is; without it the server has no certificate, and connections fail',
  sameAs: ['IST0101', 'IST0161'],
  bad: `
kind: Pod
metadata: { name: gateway, namespace: edge, labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
---
kind: Secret
metadata: { name: shop-cert, namespace: shop }
---
kind: Gateway
metadata: { name: shop, namespace: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert } }] }
`,
  good: `
kind: Pod
metadata: { name: gateway, namespace: edge, labels: { istio: ingress }, annotations: { inject.istio.io/templates: gateway } }
---
kind: Secret
metadata: { name: shop-cert, namespace: edge }
---
kind: Gateway
metadata: { name: shop, namespace: shop }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [shop.example.com], tls: { mode: SIMPLE, credentialName: shop-cert } }] }
`,
  * check(mesh) {
    for (const gateway of mesh.gateways.all) {
      const namespaces = gatewayNamespaces(mesh, gateway.key);
      if (namespaces.length === 0) continue;
      for (const server of gateway.servers) yield * ofServer(mesh, server, namespaces);
    }
  },
};

function * ofServer(mesh: Mesh, { gateway, tls, field }: Server, namespaces: string[]): Iterable<Finding> {
  // What passes TLS on reads no certificate, and mutual TLS of the mesh has its own.
  for (const { name, at } of endsTls(tls) ? namesIn(tls) : []) {
    const made = (makers(mesh).get(name) ?? []).map(({ object }) => object);
    // Nobody knows of a Secret that is made elsewhere.
    if (made.length === 0 || made.some(object => namespaces.includes(homeOf(object)) || isCopied(object)) || isMentioned(mesh, name, namespaces)) continue;
    yield {
      at: gateway.object,
      field: `${field}.tls.${at}`,
      and: made.map(object => ({ object })),
      problem: `the pods of the gateway run in ${namespaces.join(', ')}, and ${name} is only in ${placesOf(made)}`,
      fix: `create the Secret or Certificate in namespace ${namespaces[0]}`,
    };
  }
}

function namesIn(tls: any): { name: string; at: string }[] {
  const one = { name: textOf(tls.credentialName), at: 'credentialName' };
  return [one, ...textsOf(tls.credentialNames).map((name, i) => ({ name, at: `credentialNames[${i}]` }))].filter(({ name }) => name !== '');
}

/** Whether something in the namespaces of the pods, or for all namespaces, names the Secret: an ExternalSecret, a policy that copies it. */
function isMentioned(mesh: Mesh, name: string, namespaces: string[]): boolean {
  return ['', ...namespaces].some(namespace => mentions(mesh).get(namespace)?.has(name));
}

/** Reflector, Replicator and kubed copy Secrets into other namespaces; each is told so by an annotation. */
function isCopied({ annotations, spec }: MeshObject): boolean {
  return Object.keys({ ...annotations, ...mapOf(mapOf(mapOf(spec).secretTemplate).annotations) }).some(key => /reflect|replicat|sync/i.test(key));
}

function placesOf(made: MeshObject[]): string {
  return made.map(object => `${homeOf(object)} (${objectText(object)})`).join(', ');
}
