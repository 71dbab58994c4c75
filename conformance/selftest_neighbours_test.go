package conformance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdk8s-istio/conformance/crdcheck"
)

const rollout = `
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: cart, namespace: shop}
spec:
  workloadRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
  strategy:
    canary:
      canaryService: cart-canary
      stableService: cart
      trafficRouting: {istio: {HERE}}
      steps: [{setWeight: 10}, {pause: {duration: 5m}}]
`

const analysisTemplate = `
apiVersion: argoproj.io/v1alpha1
kind: AnalysisTemplate
metadata: {name: cart, namespace: shop}
spec: {metrics: [{name: success, HERE, provider: {prometheus: {address: "http://prometheus:9090", query: vector(1)}}}]}
`

const canary = `
apiVersion: flagger.app/v1beta1
kind: Canary
metadata: {name: cart, namespace: shop}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: cart}
  service: {port: 80, HERE}
  analysis: {interval: 1m, threshold: 5, maxWeight: 50, stepWeight: 10}
`

const certificate = `
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: shop, namespace: shop}
spec: {secretName: shop-cert, dnsNames: [shop.example.com], HERE}
`

const networkPolicy = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: cart, namespace: shop}
spec: {podSelector: {matchLabels: {app: cart}}, policyTypes: [Ingress], ingress: [{HERE}]}
`

const httpRoute = `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: cart, namespace: shop}
spec:
  parentRefs: [{group: "", kind: Service, name: cart, port: 80}]
  rules: [{backendRefs: [{name: cart, port: 80}], HERE}]
`

func TestObjectsOfNeighboursAreHeldAgainstTheirCRDs(t *testing.T) {
	catches(t, []mistake{
		{
			name: "an unknown field of a Rollout", manifest: rollout,
			bad: `virtualService: {name: cart, route: [primary]}`, good: `virtualService: {name: cart, routes: [primary]}`,
			code: "crd", message: `unknown field "spec.strategy.canary.trafficRouting.istio.virtualService.route"`,
		},
		{
			name: "a field that a Rollout needs", manifest: rollout,
			bad: `destinationRule: {name: cart, stableSubsetName: stable}`, good: `destinationRule: {name: cart, canarySubsetName: canary, stableSubsetName: stable}`,
			code: "crd", message: "canarySubsetName: Required value",
		},
		{
			name: "a value of the wrong type in an AnalysisTemplate", manifest: analysisTemplate,
			bad: `interval: 60`, good: `interval: 60s`,
			code: "crd", message: "spec.metrics[0].interval",
		},
		{
			name: "an unknown version of a kind whose group is known in part", manifest: `{apiVersion: argoproj.io/HERE, kind: AnalysisTemplate, metadata: {name: a, namespace: shop}, spec: {metrics: []}}`,
			bad: `v1beta1`, good: `v1alpha1`,
			code: "crd", message: "no CRD for",
		},
		{
			name: "an unknown field of a Canary", manifest: canary,
			bad: `retry: {attempts: 2}`, good: `retries: {attempts: 2}`,
			code: "crd", message: `unknown field "spec.service.retry"`,
		},
		{
			name: "a value outside an enum of a Canary", manifest: canary,
			bad:  `trafficPolicy: {loadBalancer: {simple: FASTEST}}`,
			good: `trafficPolicy: {loadBalancer: {simple: LEAST_REQUEST}}`,
			code: "crd", message: `Unsupported value: "FASTEST"`,
		},
		{
			name: "a kind that Flagger does not have", manifest: `{apiVersion: flagger.app/v1beta1, kind: HERE, metadata: {name: m, namespace: shop}, spec: {provider: {type: prometheus, address: "http://p"}, query: q}}`,
			bad: `MetricTemplates`, good: `MetricTemplate`,
			code: "crd", message: "no CRD for",
		},
		{
			name: "a field that a Certificate needs", manifest: certificate,
			bad: `duration: 24h`, good: `duration: 24h, issuerRef: {name: ca}`,
			code: "crd", message: "spec.issuerRef: Required value",
		},
		{
			name: "a value outside an enum of a Certificate", manifest: certificate,
			bad:  `issuerRef: {name: ca}, privateKey: {algorithm: rsa}`,
			good: `issuerRef: {name: ca}, privateKey: {algorithm: RSA}`,
			code: "crd", message: "Unsupported value",
		},
		{
			name: "a CEL rule of the Gateway API", manifest: httpRoute,
			bad:  `filters: [{type: RequestRedirect, requestRedirect: {statusCode: 302}}, {type: RequestRedirect, requestRedirect: {statusCode: 301}}]`,
			good: `timeouts: {request: 2s}`,
			code: "crd", message: "RequestRedirect filter cannot be repeated",
		},
	})
}

func TestValuesOfANetworkPolicyAreChecked(t *testing.T) {
	catches(t, []mistake{
		{
			name: "a port out of range", manifest: networkPolicy,
			bad: `ports: [{port: 99999}]`, good: `ports: [{port: 15008, protocol: TCP}]`,
			code: "kubernetes", message: "spec.ingress[0].ports[0].port",
		},
		{
			name: "a protocol of another layer", manifest: networkPolicy,
			bad: `ports: [{port: 80, protocol: HTTP}]`, good: `ports: [{port: http, protocol: TCP}]`,
			code: "kubernetes", message: `Unsupported value: "HTTP"`,
		},
		{
			name: "a range that ends before it begins", manifest: networkPolicy,
			bad: `ports: [{port: 80, endPort: 79}]`, good: `ports: [{port: 80, endPort: 81}]`,
			code: "kubernetes", message: "endPort",
		},
		{
			name: "a peer that is both an address and Pods", manifest: networkPolicy,
			bad:  `from: [{podSelector: {}, ipBlock: {cidr: 10.0.0.0/8}}]`,
			good: `from: [{podSelector: {}, namespaceSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]`,
			code: "kubernetes", message: "either selectors or an ipBlock",
		},
		{
			name: "an address without its length", manifest: networkPolicy,
			bad: `from: [{ipBlock: {cidr: 10.0.0.1}}]`, good: `from: [{ipBlock: {cidr: 10.0.0.1/32}}]`,
			code: "kubernetes", message: "ipBlock.cidr",
		},
		{
			name: "an exception outside of its block", manifest: networkPolicy,
			bad: `from: [{ipBlock: {cidr: 10.0.0.0/8, except: [11.0.0.0/16]}}]`, good: `from: [{ipBlock: {cidr: 10.0.0.0/8}}]`,
			code: "kubernetes", message: "strict subset",
		},
		{
			name: "a label that cannot be", manifest: networkPolicy,
			bad: `from: [{podSelector: {matchLabels: {app: "a b"}}}]`, good: `from: [{podSelector: {matchLabels: {app: a-b}}}]`,
			code: "kubernetes", message: "podSelector",
		},
		{
			name: "a type in another case", manifest: strings.NewReplacer("[Ingress]", "[HERE]", "HERE", "").Replace(networkPolicy),
			bad: `ingress`, good: `Ingress`,
			code: "kubernetes", message: "policyTypes",
		},
	})
}

func TestNothingPassesWithoutTheCRDsOfNeighbours(t *testing.T) {
	if _, err := crdcheck.New(filepath.Join(t.TempDir(), "crds")); err == nil {
		t.Error("a folder that is not there is taken for one without mistakes")
	}
	flagger, err := os.ReadFile(filepath.Join(shared(), "crds", "flagger.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	some := filepath.Dir(write(t, "flagger.yaml", string(flagger)))
	if _, err := crdcheck.New(some); err == nil || !strings.Contains(err.Error(), "no argoproj.io/v1alpha1, Kind=AnalysisTemplate") {
		t.Error(err)
	}
}
