package conformance

import (
	"slices"
	"strings"
	"testing"

	"cdk8s-istio/conformance/manifest"
)

func manifestApp(t *testing.T, text string) manifest.App {
	t.Helper()
	return manifest.App{ID: "snapshots/selftest", Files: []string{write(t, "app.yaml", text)}}
}

// configuration alone, as a snapshot of a few constructs has it
const onlyConfigures = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: edge}
spec:
  selector: {app: own-gateway}
  servers: [{port: {number: 8443, name: https, protocol: HTTPS}, hosts: ["*"], tls: {mode: SIMPLE, credentialName: cert}}]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart.shop.svc.cluster.local, shop.example.com]
  gateways: [edge/edge, mesh]
  http: [{route: [{destination: {host: cart.shop.svc.cluster.local, port: {number: 8080}, subset: v2}}], mirrors: [{destination: {host: log.ops.svc.cluster.local}}]}]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec: {host: cart.shop.svc.cluster.local, subsets: [{name: v2, labels: {version: v2}}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: pay, namespace: bank}
spec: {selector: {matchLabels: {app: pay}}, rules: [{from: [{source: {namespaces: [shop, "prod-*"]}}]}]}
---
{apiVersion: security.istio.io/v1, kind: AuthorizationPolicy, metadata: {name: none, namespace: vault}, spec: {}}
`

func TestSurroundingsAreAssumedForAnAppThatOnlyConfigures(t *testing.T) {
	findings, tally, err := oracle.Ask(manifestApp(t, onlyConfigures))
	if err != nil || len(findings) > 0 || tally.Assumed != 1 {
		t.Error(findings, tally, err)
	}
}

func TestWhatIsAssumedHidesNoMistakeOfTheAppItself(t *testing.T) {
	for change, message := range map[string]string{
		"edge/edge => edge/other":                       `gateway not found: "edge/other"`,
		"subset: v2 => subset: v3":                      "cart.shop.svc.cluster.local+v3",
		"log.ops.svc.cluster.local => log.example.com":  `mirror host not found: "log.example.com"`,
		"kind: DestinationRule => kind: DestinationRul": "no CRD for",
	} {
		old, replacement, _ := strings.Cut(change, " => ")
		findings := ask(t, "snapshots/selftest", strings.ReplaceAll(onlyConfigures, old, replacement), "")
		if !has(findings, "IST0101", message) && !has(findings, "crd", message) {
			t.Errorf("%s: %v", change, findings)
		}
	}
}

// What is in view is all there is of its kind; a fixture is in view.
func TestNothingIsAssumedBesideAServiceAndAWorkload(t *testing.T) {
	const service = `{apiVersion: v1, kind: Service, metadata: {name: log, namespace: ops}, spec: {ports: [{name: http, port: 80}]}}`
	const workload = `{apiVersion: v1, kind: Pod, metadata: {name: log, namespace: ops}, spec: {containers: [{name: istio-proxy, image: x}]}}`
	hosts := []string{`host not found: "cart.shop.svc.cluster.local"`}
	selectors := []string{"selector not found", "No matching workloads"}
	others := []string{`namespace not found: "shop"`}
	for _, c := range []struct {
		fixtures       string
		found, assumed []string
	}{
		{service, hosts, slices.Concat(selectors, others)},
		{workload, selectors, slices.Concat(hosts, others)},
		{service + "\n---\n" + workload, slices.Concat(hosts, selectors, others), nil},
	} {
		findings := ask(t, "snapshots/selftest", onlyConfigures, c.fixtures)
		for _, message := range c.found {
			if !has(findings, "IST", message) {
				t.Errorf("beside %s: no %q in %v", c.fixtures, message, findings)
			}
		}
		for _, message := range c.assumed {
			if has(findings, "IST", message) {
				t.Errorf("beside %s: %q", c.fixtures, message)
			}
		}
	}
}

func TestAFixtureCanHoldAGeneratedCertificate(t *testing.T) {
	const secret = `{apiVersion: v1, kind: Secret, metadata: {name: shop-cert, namespace: istio-system}, stringData: {HERE}}`
	gateway, _, _ := strings.Cut(credential, "---")
	if findings := ask(t, "examples/a", shop+gateway, strings.Replace(secret, "HERE", "generate: certificate", 1)); len(findings) > 0 {
		t.Error(findings)
	}
	dummy := strings.Replace(secret, "HERE", "tls.crt: dummy, tls.key: dummy", 1)
	if findings := ask(t, "examples/a", shop+gateway, dummy); !has(findings, "IST0161", "invalid") {
		t.Error("a dummy certificate passes", findings)
	}
}

// A sidecar joins as the injector decides, so a policy in a namespace outside the mesh is found to select nothing.
func TestPodsJoinTheMeshAsTheirNamespaceSays(t *testing.T) {
	for label, joins := range map[string]bool{
		"istio-injection: enabled": true, "istio.io/rev: stable": true, "istio.io/dataplane-mode: ambient": true,
		"istio-injection: disabled": false, "team: shop": false,
	} {
		text := strings.Replace(shop, "istio-injection: enabled", label, 1) + strings.ReplaceAll(policy, "HERE", "cart")
		if missed := has(ask(t, "examples/a", text, ""), "IST0127", ""); missed == joins {
			t.Errorf("%s: %v", label, !missed)
		}
	}
}
