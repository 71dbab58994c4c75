package dataplane

import (
	"strings"
	"testing"

	"cdk8s-istio/conformance/dataplane/rig"
)

// serviceOf is the Service web of an app, with a selector and a target port of choice.
func serviceOf(label, target string) string {
	return `
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {` + label + `}, ports: [{name: http, port: 80, ` + target + `}]}
`
}

func TestAServiceThatDoesNotLeadToItsPodsIsNamed(t *testing.T) {
	for _, c := range []struct{ label, target, port, want string }{
		{"name: web", "targetPort: 8080", "80:8080", `Service shop/web selects pods by name=web: say "labels": {"name": "web"} of the workload`},
		{"app: web", "targetPort: 9090", "80:8080", "Service shop/web leads port 80 to port 9090 of its pods, and the workload listens on 8080"},
		{"app: web", "protocol: TCP", "80:8080", "Service shop/web leads port 80 to port 80 of its pods, and the workload listens on 8080"},
		{"app: web", "targetPort: http", "81:8080", "Service shop/web has no port 81, and the workload listens on 8080 for it"},
	} {
		var port rig.Port
		if err := port.UnmarshalJSON([]byte(c.port)); err != nil {
			t.Fatal(err)
		}
		_, err := rig.Start(t, rig.Setup{
			Envoy: "none", Folder: t.TempDir(), Objects: objectsOf(t, serviceOf(c.label, c.target)),
			Workloads: map[string]rig.Workload{"shop/web": {Ports: map[string]rig.Port{"http": port}}},
		})
		if err == nil || err.Error() != c.want {
			t.Errorf("%v gives %v, want %s", c, err, c.want)
		}
	}
}

func TestNobodyArrivesWhomNobodyAnnounced(t *testing.T) {
	w, err := rig.Start(t, rig.Setup{Envoy: "none", Folder: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Run(&rig.Step{Arrive: true}); err == nil || err.Error() != `arrive: no workload says how many of its pods come "later"` {
		t.Error(err)
	}
}

func TestAppsMayBringTheirServices(t *testing.T) {
	file, err := fileOf(t, `{
		"pattern": "Service",
		"workloads": {"shop/web": {"ports": {"http": "80:8080"}, "versions": ["v1", "v2"]}, "shop/cart": {}},
		"promises": [{
			"promise": "v2 answers", "without": {"Service shop/web": [{"op": "remove", "path": "/spec/selector/version"}]},
			"requests": [{"from": "shop/cart", "request": "GET http://web/", "times": 20, "expect": {"by": "shop/web-v2"}, "twin": {"pods": 2}}]
		}]
	}`)
	if err != nil {
		t.Fatal(err)
	}
	setup := rig.Setup{
		Envoy: installed(t), Folder: t.TempDir(), Workloads: file.Workloads, Objects: objectsOf(t, serviceOf("app: web, version: v2", "targetPort: named")),
	}
	w, err := rig.Start(t, setup)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := (&Runner{}).keeps(w, &file.Promises[0]); wrong != nil {
		t.Error(strings.Join(wrong, "\n"))
	}
}
