package conformance

import "testing"

const cartRoute = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart.shop.svc.cluster.local]
  http: [{HERE, route: [{destination: {host: cart.shop.svc.cluster.local, port: {number: 80}}}]}]
`

const cartRule = `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec: {host: cart.shop.svc.cluster.local, HERE}
`

const extraService = `
{apiVersion: v1, kind: Service, metadata: {name: extra, namespace: shop}, spec: {HERE}}
`

const waypoint = `
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: w, namespace: shop}, spec: {gatewayClassName: istio-waypoint, listeners: [HERE]}}
`

func TestCRDStageCatches(t *testing.T) {
	catches(t, []mistake{
		{
			name: "an unknown field", manifest: cartRoute,
			bad: `retries: {attempts: 2, retriableStatusCodes: [503]}`, good: `retries: {attempts: 2, retryOn: "503"}`,
			code: "crd", message: `unknown field "spec.http[0].retries.retriableStatusCodes"`, silent: "webhook",
		},
		{
			name: "a value outside an enum", manifest: cartRule,
			bad: `trafficPolicy: {loadBalancer: {simple: FASTEST}}`, good: `trafficPolicy: {loadBalancer: {simple: LEAST_REQUEST}}`,
			code: "crd", message: `Unsupported value: "FASTEST"`,
		},
		{
			name: "a duration that a CEL rule refuses", manifest: cartRule,
			bad:  `trafficPolicy: {connectionPool: {tcp: {connectTimeout: 0s}}}`,
			good: `trafficPolicy: {connectionPool: {tcp: {connectTimeout: 1s}}}`,
			code: "crd", message: "must be a valid duration greater than 1ms",
		},
		{
			name: "two forms of a oneOf", manifest: cartRoute,
			bad: `match: [{uri: {exact: /a, prefix: /a}}]`, good: `match: [{uri: {exact: /a}}]`,
			code: "crd", message: "must validate one and only one schema (oneOf)", silent: "webhook",
		},
		{
			name: "two items of a list map with one key", manifest: waypoint,
			bad:  `{name: mesh, port: 15008, protocol: HBONE}, {name: mesh, port: 15009, protocol: HBONE}`,
			good: `{name: mesh, port: 15008, protocol: HBONE}, {name: more, port: 15009, protocol: HBONE}`,
			code: "crd", message: "Duplicate value",
		},
		{
			name: "a label value that no API server takes", manifest: `
{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: p, namespace: shop, labels: {team: HERE}}, spec: {mtls: {mode: STRICT}}}`,
			bad: `a b`, good: `a-b`,
			code: "crd", message: "metadata.labels",
		},
		{
			name: "a kind that Istio does not have", manifest: `
{apiVersion: security.istio.io/v1, kind: HERE, metadata: {name: p, namespace: shop}, spec: {mtls: {mode: STRICT}}}`,
			bad: `PeerAuthn`, good: `PeerAuthentication`,
			code: "crd", message: "no CRD for",
		},
	})
}

func TestKubernetesKindsAreDecodedStrictly(t *testing.T) {
	catches(t, []mistake{
		{
			name: "an unknown field", manifest: extraService,
			bad: `clusterIp: None`, good: `clusterIP: None`,
			code: "kubernetes", message: `unknown field "spec.clusterIp"`,
		},
		{
			name: "a value of the wrong type", manifest: extraService,
			bad: `ports: [{name: http, port: "eighty"}]`, good: `ports: [{name: http, port: 80}]`,
			code: "kubernetes", message: "cannot unmarshal string",
		},
		{
			name: "a kind that Kubernetes does not have", manifest: `{apiVersion: networking.k8s.io/v1, kind: HERE, metadata: {name: net, namespace: shop}}`,
			bad: `NetworkPolice`, good: `NetworkPolicy`,
			code: "kubernetes", message: "Kubernetes has no",
		},
	})
}
