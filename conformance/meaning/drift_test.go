package meaning

import (
	"slices"
	"strings"
	"testing"

	"cdk8s-istio/conformance/manifest"
)

// drift changes one object of what was rebuilt, or takes it away.
func drift(t *testing.T, name, from, to string) func([]manifest.Object) []manifest.Object {
	return func(objects []manifest.Object) []manifest.Object {
		at := slices.IndexFunc(objects, func(o manifest.Object) bool { return manifest.Name(o) == name })
		if at < 0 {
			t.Fatalf("no %s was rebuilt", name)
		}
		if from == "" {
			return slices.Delete(objects, at, at+1)
		}
		text, err := objects[at].MarshalJSON()
		if err != nil || !strings.Contains(string(text), from) {
			t.Fatalf("no %s in %s (%v)", from, text, err)
		}
		changed, errs := manifest.Read(name, []byte(strings.Replace(string(text), from, to, 1)))
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		objects[at] = changed[0]
		return objects
	}
}

func TestNoTargetDriftsUnseen(t *testing.T) {
	all := targets(t)
	for name, c := range map[string]struct{ target, state, object, from, to string }{
		"a weight":               {"s1-", "", "VirtualService bookinfo/reviews", `"weight":90`, `"weight":80`},
		"a fault":                {"s1-", "", "VirtualService bookinfo/ratings", `"fixedDelay":"7s"`, `"fixedDelay":"8s"`},
		"a path":                 {"s2-", "", "VirtualService kubeflow/front-door-routes", `/oauth2/`, `/oauth/`},
		"a Sidecar":              {"s2-", "", "Sidecar kubeflow/notebook-controller", "", ""},
		"an issuer":              {"s2-", "", "RequestAuthentication istio-system/front-door-tokens", "http://dex.auth", "http://dex.author"},
		"an authorizer":          {"s2-", "", "AuthorizationPolicy istio-system/front-door-login", "", ""},
		"a policy":               {"s3-", "", "AuthorizationPolicy kubeflow/ml-pipeline-allow", "", ""},
		"a caller":               {"s3-", "", "AuthorizationPolicy kubeflow/ml-pipeline-allow", "sa/ml-pipeline-scheduledworkflow", "sa/scheduledworkflow"},
		"a subset":               {"s4-", "", "DestinationRule default/productcatalogservice", `"version":"v2"`, `"version":"v1"`},
		"TLS to the partner":     {"s5-", "", "DestinationRule electronic-shop/www-bookdepository-com", `"mode":"SIMPLE"`, `"mode":"DISABLE"`},
		"PERMISSIVE for STRICT":  {"s6-", "", "PeerAuthentication default/default", "STRICT", "PERMISSIVE"},
		"an allowed host":        {"s6-", "", "ServiceEntry default/boutique-google-apis-wildcards", "", ""},
		"another cluster":        {"s7-", "", "ServiceEntry default/cartservice-default-global", "34.75.176.213", "34.75.176.214"},
		"a mirror":               {"s8-", "a mirror", "VirtualService tutorial/recommendation", `"mirror`, `"mirrored`},
		"the refusal by default": {"s8-", "", "AuthorizationPolicy tutorial/deny-by-default", "", ""},
		"an ejection":            {"s8-", "", "DestinationRule tutorial/recommendation", `"consecutive5xxErrors":1`, `"consecutive5xxErrors":2`},
	} {
		t.Run(name, func(t *testing.T) {
			at := slices.IndexFunc(all, func(target Target) bool { return strings.HasPrefix(target.Name, c.target) })
			target := all[at]
			state := target.States[max(0, slices.IndexFunc(target.States, func(s State) bool { return s.Name == c.state }))]
			found := compare(t, target, state, drift(t, c.object, c.from, c.to))
			if len(Review(found, slices.Concat(target.Differences, state.Differences))) == 0 {
				t.Error("nobody notices")
			}
		})
	}
}
