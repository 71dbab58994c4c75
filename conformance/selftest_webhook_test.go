package conformance

import "testing"

const weights = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart.shop.svc.cluster.local]
  http:
  - route:
    - {destination: {host: cart.shop.svc.cluster.local, port: {number: 80}, subset: v1}, weight: HERE}
    - {destination: {host: cart.shop.svc.cluster.local, port: {number: 80}}, weight: 0}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec: {host: cart.shop.svc.cluster.local, subsets: [{name: v1, labels: {version: v1}}]}
`

const denyOnTCP = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: cart, namespace: shop}
spec: {selector: {matchLabels: {app: cart}}, action: DENY, rules: [{to: [{operation: {HERE}}]}]}
`

func TestWebhookStageCatches(t *testing.T) {
	catches(t, []mistake{
		{
			name: "weights that are all zero", manifest: weights,
			bad: `0`, good: `100`,
			code: "webhook", message: "total destination weight = 0", silent: "crd",
		},
		{
			name: "a regular expression that RE2 refuses", manifest: cartRoute,
			bad: `match: [{uri: {regex: "/(?!x"}}]`, good: `match: [{uri: {regex: "/x.*"}}]`,
			code: "webhook", message: "invalid or unsupported Perl syntax", silent: "crd",
		},
		{
			name: "a value that does not decode", manifest: cartRule,
			bad: `trafficPolicy: {loadBalancer: {simple: FASTEST}}`, good: `trafficPolicy: {loadBalancer: {simple: RANDOM}}`,
			code: "webhook", message: "cannot decode",
		},
		{
			name: "what is only warned about", manifest: denyOnTCP,
			bad: `methods: [GET]`, good: `ports: ["80"]`,
			code: "webhook", message: "TCP", silent: "crd",
		},
		{
			name: "a key beside spec", manifest: `
{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: p, namespace: shop}, HERE: {mtls: {mode: STRICT}}}`,
			bad: `specs`, good: `spec`,
			code: "webhook", message: `unknown field "specs"`,
		},
	})
}
