package dataplane

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cdk8s-istio/conformance/dataplane/rig"
	"cdk8s-istio/conformance/manifest"
)

func fileOf(t *testing.T, text string) (*File, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "cases.json")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return ReadFile(path, "test")
}

func TestAFileThatCannotBeRightIsRefused(t *testing.T) {
	step := func(more string) string {
		return `{"pattern": "P", "promises": [{"promise": "it holds", "without": {"Secret a/b": null}, "requests": [` + more + `]}]}`
	}
	for text, want := range map[string]string{
		`{}`:                              `say the "pattern" that promises`,
		`{"pattern": "P", "promise": []}`: `unknown field "promise"`,
		`{"pattern": "P", "promises": [{"promise": "it holds", "requests": []}]}`:                            `promise "it holds": it proves nothing without a negative twin`,
		step(`{"request": "GET http://a:80/", "expect": {"status": 200}}`):                                   `it proves nothing without a negative twin`,
		step(`{"request": "get a", "expect": {"status": 200}, "twin": {"status": 403}}`):                     `write "GET http://host:port/path"`,
		step(`{"request": "CONNECT tcp://a", "expect": {"by": "b"}, "twin": {"by": "c"}}`):                   `say the port`,
		step(`{"request": "GET tcp://a:80", "expect": {"by": "b"}, "twin": {"by": "c"}}`):                    `CONNECT goes with tcp://`,
		step(`{"request": "GET http://a:80/", "expect": {}, "twin": {"status": 403}}`):                       `say what is expected`,
		step(`{"request": "GET http://a:80/", "expect": {"kind": "denied"}, "twin": {"status": 403}}`):       `kind "denied": one of answered`,
		step(`{"request": "GET http://a:80/", "expect": {"share": {"b": 10}}, "twin": {"status": 403}}`):     `a share needs "times" of 100 or more`,
		step(`{"request": "GET http://a:80/", "expect": {"hits": [3, 1]}, "twin": {"status": 403}}`):         `write a number, or the least and the most`,
		`{"pattern": "P", "workloads": {"shop/a": {"ports": {"http": 80}}}}`:                                 `write "80:8080" and say the target port in the app`,
		`{"pattern": "P", "workloads": {"shop/a": {"ports": {"http": "high"}}}}`:                             `write 8080, or "80:8080"`,
		`{"pattern": "P", "workloads": {"shop/a": {"ports": {"http": 8080}}},` + "\n" + `"mesh": {"a": 1},,`: `line 2`,
	} {
		if _, err := fileOf(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\ngives %v\nwant %s", text, err, want)
		}
	}
}

func objectsOf(t *testing.T, text string) []manifest.Object {
	t.Helper()
	objects, errs := manifest.Read("test", []byte(text))
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	return objects
}

const twoObjects = `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: shop}
spec: {mtls: {mode: STRICT}}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: deny, namespace: shop}
spec: {action: ALLOW}
`

func TestATwinLacksWhatItSays(t *testing.T) {
	objects := objectsOf(t, twoObjects)
	for changes, want := range map[string]string{
		`{"AuthorizationPolicy shop/deny": null}`:                                                           `[{"mtls":{"mode":"STRICT"}}] `,
		`{"PeerAuthentication shop/default": {"spec": {"mtls": {"mode": "DISABLE"}}}}`:                      `[{"mtls":{"mode":"DISABLE"}},{"action":"ALLOW"}] `,
		`{"PeerAuthentication shop/default": [{"op": "remove", "path": "/spec/mtls/mode"}]}`:                `[{"mtls":{}},{"action":"ALLOW"}] `,
		`{"MeshConfig": {"outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"}}}`:                              `[{"mtls":{"mode":"STRICT"}},{"action":"ALLOW"}] {"outboundTrafficPolicy":{"mode":"REGISTRY_ONLY"}}`,
		`{"PeerAuthentication shop/other": null}`:                                                           `PeerAuthentication shop/other: the app has no such object; it has PeerAuthentication shop/default, AuthorizationPolicy shop/deny`,
		`{"PeerAuthentication shop/default": {"spec": {"mtls": {"mode": "STRICT"}}}}`:                       `PeerAuthentication shop/default: the patch changes nothing`,
		`{"PeerAuthentication shop/default": [{"op": "remove", "path": "/spec/selector"}]}`:                 `PeerAuthentication shop/default: error in remove for path: '/spec/selector'`,
		`{"PeerAuthentication shop/default": [{"op": "replace", "path": "/spec/mtls/mode", "value": "x"}]}`: `[{"mtls":{"mode":"x"}},{"action":"ALLOW"}] `,
	} {
		var read map[string]json.RawMessage
		if err := json.Unmarshal([]byte(changes), &read); err != nil {
			t.Fatal(err)
		}
		got := ""
		changed, mesh, err := change(read, objects, nil)
		if err != nil {
			got = err.Error()
		} else {
			var specs []any
			for _, o := range changed {
				specs = append(specs, o.Object["spec"])
			}
			text, _ := json.Marshal(specs)
			got = string(text) + " " + string(mesh)
		}
		if !strings.HasPrefix(got, want) {
			t.Errorf("%s gives %s, want %s", changes, got, want)
		}
	}
	if text, _ := json.Marshal(objects); !strings.Contains(string(text), "STRICT") {
		t.Error("the app itself was changed")
	}
}

func TestBoundsHoldAllButOneOfAHundredThousandRuns(t *testing.T) {
	for _, c := range []struct {
		n           int
		rate        float64
		least, most int
	}{{400, 0.1, 16, 69}, {400, 0.9, 331, 384}, {400, 0, 0, 0}, {400, 1, 400, 400}, {100, 0.5, 28, 72}} {
		least, most := bounds(c.n, c.rate)
		if least != c.least || most != c.most {
			t.Errorf("%d of rate %g: %d to %d, want %d to %d", c.n, c.rate, least, most, c.least, c.most)
		}
		outside := 0.0
		for k := range c.n + 1 {
			if k < least || k > most {
				outside += binomial(c.n, k, c.rate)
			}
		}
		if outside > outsideOfBound {
			t.Errorf("%d of rate %g: %g of the runs end outside", c.n, c.rate, outside)
		}
	}
}

func TestWhatIsNotAsExpectedIsSaid(t *testing.T) {
	headers := func(pairs ...string) map[string][]string { return map[string][]string{pairs[0]: {pairs[1]}} }
	outcome := rig.Outcome{
		Answers: []rig.Answer{
			{Kind: rig.Answered, Status: 200, By: "shop/web-v1", Headers: headers("X-A", "1"), Body: "hello", Took: time.Second, Certificate: "a.example", Grpc: "0"},
			{Kind: rig.Refused, Detail: "EOF"},
		},
		Seen: func() []rig.Seen {
			return []rig.Seen{{By: "shop/web-v1", Method: "GET", Path: "/a", Host: "web", Headers: headers("X-B", "of mine")}}
		},
	}
	for expected, want := range map[string]string{
		`{"kind": "answered"}`: "refused (EOF), want answered",
		`{"status": 403}`:      "answered by shop/web-v1 with 200, want status 403; refused (EOF), want answered",
		`{"by": "shop/api"}`:   "answered by shop/web-v1 with 200, want an answer of shop/api; refused (EOF), want answered",
		`{"hits": 2}`:          "1 arrived at all servers, want 2",
		`{"hits": {"shop/web": 1, "shop/api": [1, 2]}}`:                                 "0 arrived at shop/api, want 1 to 2",
		`{"counts": {"200": 1, "refused": 1, "shop/web": 2}}`:                           "1 of 2 with shop/web, want 2",
		`{"seen": {"path": "/b", "headers": {"x-b": "~of", "x-c": null, "x-d": "*"}}}`:  `shop/web-v1 saw the path "/a", want "/b"; no header x-d that shop/web-v1 saw, want *`,
		`{"seen": {"at": "shop/api"}}`:                                                  "nothing arrived",
		`{"seen": {"headers": {"x-b": null}}}`:                                          "header x-b that shop/web-v1 saw: of mine, want none",
		`{"took": {"from": "1100ms", "to": "2s"}}`:                                      "it took 1s, want 1.1s to 2s; it took 0s, want 1.1s to 2s",
		`{"hits": {"shop/web": 1}, "seen": {"method": "GET", "headers": {"x-b": "*"}}}`: "",
	} {
		e := &Expectation{}
		if err := json.Unmarshal([]byte(expected), e); err != nil {
			t.Fatal(err)
		}
		if err := e.check(2); err != nil {
			t.Fatal(expected, err)
		}
		if got := strings.Join(e.differences(outcome), "; "); got != want {
			t.Errorf("%s says %q, want %q", expected, got, want)
		}
	}
}
