import { meshOf } from '../rules/broken';

function policy(name: string, namespace: string, spec = '', kind = 'AuthorizationPolicy'): string {
  return `kind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { ${spec} }\n`;
}

const WORKLOADS = `
kind: Pod
metadata: { name: reviews, namespace: shop, labels: { app: reviews } }
spec: {}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: istio }
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: way, namespace: shop }
spec: { gatewayClassName: istio-waypoint }
`;

const SELECTING = [
  policy('root', 'istio-system'), policy('root-reviews', 'istio-system', 'selector: { matchLabels: { app: reviews } }'),
  policy('own', 'shop'), policy('empty', 'shop', 'selector: {}'), policy('reviews', 'shop', 'selector: { matchLabels: { app: reviews } }'),
  policy('ratings', 'shop', 'selector: { matchLabels: { app: ratings } }'), policy('both', 'shop', 'selector: { matchLabels: { app: reviews, version: v1 } }'),
  policy('edge', 'shop', 'selector: { matchLabels: { gateway.networking.k8s.io/gateway-name: edge } }'), policy('other', 'bookinfo'),
];

function ref(kind: string, name: string, group = 'gateway.networking.k8s.io'): string {
  return `targetRefs: [{ group: "${group}", kind: ${kind}, name: ${name} }]`;
}

const TARGETING = [
  policy('to-edge', 'shop', ref('Gateway', 'edge')), policy('to-edge-single', 'shop', 'targetRef: { group: gateway.networking.k8s.io, kind: Gateway, name: edge }'),
  policy('to-way', 'shop', ref('Gateway', 'way')), policy('to-class', 'istio-system', ref('GatewayClass', 'istio-waypoint')),
  policy('to-class-here', 'shop', ref('GatewayClass', 'istio-waypoint')), policy('to-service', 'shop', ref('Service', 'reviews', '')),
  policy('to-edge-elsewhere', 'bookinfo', ref('Gateway', 'edge')),
];

function inForce(name: string, policies: string[]): string[] {
  const { workloads, policies: all } = meshOf([WORKLOADS, ...policies].join('---\n'));
  return all.authorization(workloads.all.find(({ object }) => object.name === name)!).map(object => object.name).sort();
}

test('P1, P2: a workload has the policies of the root namespace and of its own that select it, and none with a target', () => {
  expect(inForce('reviews', [...SELECTING, ...TARGETING])).toEqual(['empty', 'own', 'reviews', 'root', 'root-reviews']);
});

test('P3: a gateway of the Gateway API has those that target it besides', () => {
  expect(inForce('edge', [...SELECTING, ...TARGETING])).toEqual(['edge', 'empty', 'own', 'root', 'to-edge', 'to-edge-single']);
});

test('P4: a waypoint has only those that target it or its class', () => {
  expect(inForce('way', [...SELECTING, ...TARGETING])).toEqual(['to-class', 'to-way']);
});

test('P4: what targets a service is found by the service', () => {
  const { policies } = meshOf(TARGETING.join('---\n'));
  expect(policies.targeting('AuthorizationPolicy', '', 'Service', 'shop', 'reviews').map(({ name }) => name)).toEqual(['to-service']);
  expect(policies.targeting('AuthorizationPolicy', '', 'Service', 'bookinfo', 'reviews')).toEqual([]);
});

test('P5: RequestAuthentication is attached in the same way', () => {
  const { workloads, policies } = meshOf([WORKLOADS, policy('a', 'shop', '', 'RequestAuthentication'), policy('b', 'bookinfo', '', 'RequestAuthentication')].join('---\n'));
  expect(policies.requestAuthentication(workloads.in('shop')[0]).map(({ name }) => name)).toEqual(['a']);
});

test('8.8: PeerAuthentication has three levels, and one with a selector in the root namespace is on none', () => {
  const peer = (name: string, namespace: string, spec = '') => policy(name, namespace, spec, 'PeerAuthentication');
  const selector = 'selector: { matchLabels: { app: reviews } }';
  const { policies } = meshOf([peer('mesh', 'istio-system'), peer('root', 'istio-system', selector), peer('own', 'shop'), peer('reviews', 'shop', selector)].join('---\n'));
  const names = (namespace: string) => Object.values(policies.peerOf(namespace, { app: 'reviews' })).map(list => list.map(({ name }: { name: string }) => name));
  expect(names('shop')).toEqual([['reviews'], ['own'], ['mesh']]);
  expect(names('istio-system')).toEqual([[], [], ['mesh']]);
});
