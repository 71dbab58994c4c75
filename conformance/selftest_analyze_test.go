package conformance

import "testing"

const routeVia = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: front, namespace: shop}
spec:
  hosts: [shop.example.com]
  gateways: [HERE]
  http: [{route: [{destination: {host: cart.shop.svc.cluster.local, port: {number: 80}}}]}]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {selector: {istio: ingressgateway}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]}
`

const destination = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart.shop.svc.cluster.local]
  http: [{route: [{destination: {HERE}}]}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec: {host: cart.shop.svc.cluster.local, subsets: [{name: v1, labels: {version: v1}}]}
`

const credential = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  selector: {istio: ingressgateway}
  servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: ["*"], tls: {mode: SIMPLE, credentialName: shop-cert}}]
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: shop, namespace: HERE}
spec: {secretName: shop-cert, issuerRef: {name: ca}}
`

const policy = `
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: cart, namespace: shop}
spec: {selector: {matchLabels: {app: HERE}}, rules: [{from: [{source: {namespaces: [istio-system]}}]}]}
`

func TestAnalyzersCatch(t *testing.T) {
	catches(t, []mistake{
		{
			name: "a subset that no DestinationRule defines", manifest: destination,
			bad: `host: cart.shop.svc.cluster.local, subset: v2`, good: `host: cart.shop.svc.cluster.local, subset: v1`,
			code: "IST0101", message: `host+subset in destinationrule not found: "cart.shop.svc.cluster.local+v2"`, silent: "webhook",
		},
		{
			name: "a Service that does not exist", manifest: destination,
			bad: `host: card.shop.svc.cluster.local`, good: `host: cart.shop.svc.cluster.local`,
			code: "IST0101", message: "card.shop.svc.cluster.local",
		},
		{
			name: "a gateway that does not exist", manifest: routeVia,
			bad: `edges`, good: `edge`,
			code: "IST0101", message: `gateway not found: "edges"`,
		},
		{
			name: "a subset without Pods", manifest: cartRule,
			bad: `subsets: [{name: v2, labels: {version: v2}}]`, good: `subsets: [{name: v1, labels: {version: v1}}]`,
			code: "IST0173", message: "Subset v2",
		},
		{
			name: "a selector without Pods", manifest: policy,
			bad: `card`, good: `cart`,
			code: "IST0127", message: "app=card",
		},
		{
			name: "a certificate in another namespace than the gateway's Pods", manifest: credential,
			bad: `shop`, good: `istio-system`,
			code: "IST0101", message: `credentialName not found: "shop-cert"`,
		},
		{
			name: "a defect under the annotation that silences analyzers", manifest: `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop, annotations: {galley.istio.io/analyze-suppress: "*"}}
spec: {host: HERE.shop.svc.cluster.local}`,
			bad: `card`, good: `cart`,
			code: "IST0174", message: "card.shop",
		},
		{
			name: "a document that the analyzers would skip", manifest: cartRoute,
			bad: `timeout: 5 seconds`, good: `timeout: 5s`,
			code: "analyze", message: "skipped by the analyzers",
		},
	})
}
