package meaning

import (
	"strings"
	"testing"

	"cdk8s-istio/conformance/manifest"
)

// town is the cluster of the tests below: a shop behind a gateway, a bank, and a way out.
const town = `
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
---
{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: {app: cart}, ports: [{name: http, port: 80, targetPort: 8080}, {name: tcp, port: 6379}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: edge, namespace: gateways}, spec: {selector: {app: edge}, ports: [{name: http, port: 80, targetPort: 8080}, {name: https, port: 443, targetPort: 8443}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: egress, namespace: gateways}, spec: {selector: {app: egress}, ports: [{name: tls, port: 443, targetPort: 8443}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: desk, namespace: office}, spec: {ports: [{name: http, port: 80}]}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart-v1, namespace: shop}, spec: {template: {metadata: {labels: {app: cart, version: v1}}, spec: {serviceAccountName: cart, containers: []}}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: cart-v2, namespace: shop}, spec: {template: {metadata: {labels: {app: cart, version: v2}}, spec: {serviceAccountName: cart, containers: []}}}}
---
{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}, spec: {template: {metadata: {labels: {app: web}}, spec: {serviceAccountName: web, containers: []}}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: edge, namespace: gateways}
spec: {template: {metadata: {labels: {app: edge}, annotations: {inject.istio.io/templates: gateway}}, spec: {containers: []}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: egress, namespace: gateways}
spec: {template: {metadata: {labels: {app: egress}, annotations: {inject.istio.io/templates: gateway}}, spec: {containers: []}}}
---
`

const townMesh = `
extensionProviders: [{name: login, envoyExtAuthzHttp: {service: cart.shop.svc.cluster.local, port: 80}}]
`

// plan is what the mistakes of the table are made in.
const plan = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: cart, namespace: shop}
spec:
  hosts: [cart.shop.svc.cluster.local]
  http:
  - match: [{uri: {prefix: /old/}}]
    rewrite: {uri: /new/}
    route: [{destination: {host: cart.shop.svc.cluster.local, subset: v1}, headers: {request: {set: {x-old: "1"}}}}]
  - match: [{headers: {x-user: {exact: jason}}, uri: {exact: /slow}}]
    fault: {delay: {fixedDelay: 5s, percentage: {value: 50}}}
    route: [{destination: {host: cart.shop.svc.cluster.local, subset: v2}}]
  - match: [{uri: {exact: /moved}}]
    redirect: {uri: /here, redirectCode: 302}
  - timeout: 3s
    retries: {attempts: 2, perTryTimeout: 1s, retryOn: 5xx}
    mirrors: [{destination: {host: cart.shop.svc.cluster.local, subset: v2}, percentage: {value: 10}}]
    route:
    - {destination: {host: cart.shop.svc.cluster.local, subset: v1}, weight: 90}
    - {destination: {host: cart.shop.svc.cluster.local, subset: v2}, weight: 10}
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec:
  host: cart.shop.svc.cluster.local
  trafficPolicy: {outlierDetection: {consecutive5xxErrors: 3}, connectionPool: {tcp: {maxConnections: 7}}, loadBalancer: {simple: RANDOM}}
  subsets: [{name: v1, labels: {version: v1}}, {name: v2, labels: {version: v2}}]
---
{apiVersion: security.istio.io/v1, kind: PeerAuthentication, metadata: {name: default, namespace: shop}, spec: {mtls: {mode: STRICT}}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  rules:
  - from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}]
    to: [{operation: {methods: [GET], paths: [/items/*], ports: ["8080"]}}]
  - from: [{source: {namespaces: [gateways]}}]
    when: [{key: "request.auth.claims[role]", values: [buyer]}]
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: {name: cart, namespace: shop}
spec: {selector: {matchLabels: {app: cart}}, jwtRules: [{issuer: https://issuer, jwksUri: https://issuer/keys, outputClaimToHeaders: [{header: x-role, claim: role}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: login, namespace: gateways}
spec: {selector: {matchLabels: {app: edge}}, action: CUSTOM, provider: {name: login}, rules: [{to: [{operation: {paths: [/private/*]}}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: office, namespace: gateways}
spec: {selector: {matchLabels: {app: edge}}, action: DENY, rules: [{from: [{source: {remoteIpBlocks: [192.0.2.0/24]}}]}]}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: edge, namespace: gateways}
spec:
  selector: {app: edge}
  servers:
  - {port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com], tls: {httpsRedirect: true}}
  - {port: {number: 443, name: https, protocol: HTTPS}, hosts: [shop.example.com], tls: {mode: SIMPLE, credentialName: shop-cert}}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: front, namespace: shop}
spec:
  hosts: [shop.example.com]
  gateways: [gateways/edge]
  http:
  - corsPolicy: {allowOrigins: [{exact: https://friend.example.com}]}
    route: [{destination: {host: cart.shop.svc.cluster.local, port: {number: 80}}}]
---
{apiVersion: networking.istio.io/v1, kind: Sidecar, metadata: {name: web, namespace: shop}, spec: {workloadSelector: {labels: {app: web}}, egress: [{hosts: [shop/*, gateways/*]}]}}
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: bank, namespace: shop}
spec:
  hosts: [bank.example.com]
  location: MESH_EXTERNAL
  resolution: DNS
  ports: [{number: 80, name: http, protocol: HTTP, targetPort: 443}, {number: 443, name: tls, protocol: TLS}]
---
{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: bank, namespace: shop}, spec: {host: bank.example.com, trafficPolicy: {portLevelSettings: [{port: {number: 80}, tls: {mode: SIMPLE, sni: bank.example.com}}]}}}
---
{apiVersion: networking.istio.io/v1, kind: DestinationRule, metadata: {name: egress, namespace: shop}, spec: {host: egress.gateways.svc.cluster.local, trafficPolicy: {tls: {mode: ISTIO_MUTUAL, sni: bank.example.com}}}}
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: {name: egress, namespace: gateways}
spec: {selector: {app: egress}, servers: [{port: {number: 443, name: https, protocol: HTTPS}, hosts: [bank.example.com], tls: {mode: ISTIO_MUTUAL}}]}
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: bank, namespace: shop}
spec:
  hosts: [bank.example.com]
  gateways: [mesh, gateways/egress]
  http:
  - {match: [{gateways: [mesh], port: 80}], route: [{destination: {host: egress.gateways.svc.cluster.local, port: {number: 443}}}]}
  - {match: [{gateways: [gateways/egress]}], route: [{destination: {host: bank.example.com, port: {number: 80}}}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: egress, namespace: gateways}
spec: {selector: {matchLabels: {app: egress}}, rules: [{from: [{source: {principals: [cluster.local/ns/shop/sa/web]}}], when: [{key: connection.sni, values: [bank.example.com]}]}]}
`

func inTown(t *testing.T, text string) *World {
	t.Helper()
	objects, errs := manifest.Read("town", []byte(town+text))
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	w, err := NewWorld(t, townMesh, objects)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func differences(t *testing.T, original *World, rebuilt string) []Difference {
	t.Helper()
	found, asked, err := Compare(original, inTown(t, rebuilt))
	if err != nil || asked < 1000 {
		t.Fatal(asked, err)
	}
	return found
}

func TestTheSamePlanMeansTheSame(t *testing.T) {
	original := inTown(t, plan)
	for _, difference := range differences(t, original, plan) {
		t.Error(difference.entry())
	}
}

func TestWhatOnlyLooksDifferentMeansTheSame(t *testing.T) {
	text := strings.NewReplacer(
		"subset: v1", "subset: one", "name: v1, labels", "name: one, labels", // names of subsets
		"weight: 90", "weight: 900", "weight: 10}", "weight: 100}",
		"name: front", "name: shopfront",
		"hosts: [cart.shop.svc.cluster.local]", "hosts: [cart]",
		"methods: [GET], paths: [/items/*]", "paths: [/items/*], methods: [GET]",
	).Replace(plan)
	original := inTown(t, plan)
	for _, difference := range differences(t, original, text) {
		t.Error(difference.entry())
	}
}

func TestEveryMistakeIsSeen(t *testing.T) {
	original := inTown(t, plan)
	for name, c := range map[string]struct{ from, to, place, aspect string }{
		"another weight":             {"weight: 90", "weight: 80", "calls to cart.shop.svc.cluster.local:80", "destination"},
		"another path":               {"prefix: /old/", "prefix: /old", "calls to cart.shop.svc.cluster.local:80", "path arriving"},
		"another rewrite":            {"uri: /new/", "uri: /newer/", "calls to cart.shop.svc.cluster.local:80", "path arriving"},
		"another header":             {"exact: jason", "exact: joan", "calls to cart.shop.svc.cluster.local:80", "destination"},
		"a header not set":           {`x-old: "1"`, `x-old: "2"`, "calls to cart.shop.svc.cluster.local:80", "headers"},
		"another delay":              {"fixedDelay: 5s", "fixedDelay: 6s", "calls to cart.shop.svc.cluster.local:80", "fault"},
		"another redirect":           {"redirectCode: 302", "redirectCode: 301", "calls to cart.shop.svc.cluster.local:80", "outcome"},
		"another timeout":            {"timeout: 3s", "timeout: 4s", "calls to cart.shop.svc.cluster.local:80", "timeout"},
		"another retry":              {"attempts: 2", "attempts: 3", "calls to cart.shop.svc.cluster.local:80", "retries"},
		"fewer copies":               {"percentage: {value: 10}", "percentage: {value: 9}", "calls to cart.shop.svc.cluster.local:80", "mirror"},
		"another subset":             {"labels: {version: v2}}]", "labels: {version: v1}}]", "calls to cart.shop.svc.cluster.local:80", "destination"},
		"another ejection":           {"consecutive5xxErrors: 3", "consecutive5xxErrors: 4", "calls to cart.shop.svc.cluster.local:80", "ejection"},
		"another limit":              {"maxConnections: 7", "maxConnections: 8", "calls to cart.shop.svc.cluster.local:80", "limits"},
		"another load balancing":     {"simple: RANDOM", "simple: ROUND_ROBIN", "calls to cart.shop.svc.cluster.local:6379", "load balancing"},
		"plaintext between services": {"loadBalancer: {simple: RANDOM}}", "loadBalancer: {simple: RANDOM}, tls: {mode: DISABLE}}", "calls to cart.shop.svc.cluster.local:80", "tls"},
		"PERMISSIVE for STRICT":      {"mode: STRICT", "mode: PERMISSIVE", "access to shop/web:9999", "outcome"},
		"another caller":             {"principals: [cluster.local/ns/shop/sa/web]}}]\n    to", "principals: [cluster.local/ns/shop/sa/cart]}}]\n    to", "access to shop/cart:8080", "outcome"},
		"another method":             {"methods: [GET]", "methods: [PUT]", "access to shop/cart:8080", "outcome"},
		"a wider path":               {"paths: [/items/*]", "paths: [/items*]", "access to shop/cart:8080", "outcome"},
		"another port":               {`ports: ["8080"]`, `ports: ["6379"]`, "access to shop/cart:8080", "outcome"},
		"another claim":              {"values: [buyer]", "values: [seller]", "access to shop/cart:8080", "outcome"},
		"another issuer":             {"issuer: https://issuer,", "issuer: https://other,", "access to shop/cart:8080", "outcome"},
		"other keys":                 {"https://issuer/keys", "https://issuer/other", "access to shop/cart:8080", "token"},
		"a claim in another header":  {"header: x-role", "header: x-roles", "access to shop/cart:8080", "token"},
		"an authorizer not asked":    {"paths: [/private/*]", "paths: [/privately/*]", "through gateways/edge:8443", "outcome"},
		"another address":            {"192.0.2.0/24", "192.0.3.0/24", "through gateways/edge:8443", "outcome"},
		"no redirect to HTTPS":       {", tls: {httpsRedirect: true}", "", "through gateways/edge:8080", "outcome"},
		"another certificate":        {"shop-cert", "other-cert", "through gateways/edge:8443", "certificate"},
		"another host at the edge":   {"  hosts: [shop.example.com]", "  hosts: [shop.example.org]", "through gateways/edge:8443", "outcome"},
		"another CORS origin":        {"https://friend", "https://foe", "through gateways/edge:8443", "cors"},
		"a wider view":               {"hosts: [shop/*, gateways/*]", `hosts: ["./cart.shop.svc.cluster.local"]`, "calls to bank.example.com:80", "destination"},
		"TLS to another name":        {"mode: SIMPLE, sni: bank", "mode: SIMPLE, sni: tank", "calls to bank.example.com:80", "then tls"},
		"no TLS to a partner":        {"tls: {mode: SIMPLE, sni: bank.example.com}", "tls: {mode: DISABLE}", "calls to bank.example.com:80", "then tls"},
		"past the egress gateway":    {"route: [{destination: {host: egress.gateways.svc.cluster.local, port: {number: 443}}}]", "route: [{destination: {host: bank.example.com, port: {number: 80}}}]", "calls to bank.example.com:80", "destination"},
		"others at the egress":       {"principals: [cluster.local/ns/shop/sa/web]}}], when", "principals: [cluster.local/ns/shop/sa/cart]}}], when", "calls to bank.example.com:80", "destination"},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Count(plan, c.from) != 1 && name != "another host at the edge" {
				t.Fatalf("%q is %d times in the plan", c.from, strings.Count(plan, c.from))
			}
			for _, d := range differences(t, original, strings.Replace(plan, c.from, c.to, 1)) {
				if d.Place == c.place && d.Aspect == c.aspect {
					return
				}
				t.Log(d.entry())
			}
			t.Errorf("no difference of %s at %s", c.aspect, c.place)
		})
	}
}

func TestEveryObjectThatIsLostIsSeen(t *testing.T) {
	original := inTown(t, plan)
	objects := strings.Split(plan, "---\n")
	for i, object := range objects {
		rest := append(append([]string{}, objects[:i]...), objects[i+1:]...)
		if len(differences(t, original, strings.Join(rest, "---\n"))) == 0 {
			t.Errorf("nobody notices without\n%s", object)
		}
	}
}
