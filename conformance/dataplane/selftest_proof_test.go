package dataplane

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestTheProofSaysWhatWasHeldToWhat(t *testing.T) {
	file, err := fileOf(t, `{
		"pattern": "Canary",
		"workloads": {"shop/web": {"ports": {"http": 8080}}},
		"unshown": {"it is fast": "this machine is slow"},
		"promises": [{
			"promise": "one in ten is new",
			"without": {"VirtualService shop/web": [{"op": "remove", "path": "/spec/http/0"}], "Sidecar shop/default": {"spec": null}, "PeerAuthentication shop/mode": {"spec": {"mtls": {"mode": "DISABLE"}}}, "Gateway shop/edge": null},
			"requests": [
				{"from": "shop/a", "request": "GET http://web:8080/a|b", "times": 400, "expect": {"status": 200, "share": {"shop/web-v2": 10}}, "twin": {"kind": "refused", "hits": 0}},
				{"request": "GET http://web:8080/", "headers": {"x-a": "1"}, "expect": {"status": 200, "hits": {"shop/web": [1, 2]}}}
			]
		}]
	}`)
	if err != nil {
		t.Fatal(err)
	}
	file.app = "../examples/promises/canary/main.ts"
	pages := t.TempDir()
	for name, text := range map[string]string{"canary.md": "# Canary\n\nText.", "other.md": "# Other\n", "strange.md": "# Strange\n"} {
		if err := os.WriteFile(filepath.Join(pages, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	proof := &Proof{Files: []*File{file}, Pages: pages, Unshown: map[string]string{"Strange": "it is strange"}, Istio: "1.2.3", Envoy: "4.5.6"}
	const want = `
| pattern | promises | requests | requests in twins |
|---|---|---|---|
| Canary | 1 | 401 | 400 |
| **all** | **1** | **401** | **400** |

## [Canary](patterns/canary.md)

### One in ten is new ([app](../examples/promises/canary/main.ts))

The twin is without Gateway shop/edge, ` + "PeerAuthentication shop/mode `spec.mtls.mode`, which is `\"DISABLE\"`, Sidecar shop/default `spec`, VirtualService shop/web `spec.http.0`" + `.

| request | seen | twin |
|---|---|---|
| ` + "`GET http://web:8080/a\\|b`" + ` from shop/a, 400 times | **200**, **10 %** shop/web-v2 (16 to 69 of 400) | **refused**, nothing arrives |
| ` + "`GET http://web:8080/`" + ` x-a: 1 | **200**, **1 to 2** arrive at shop/web |  |

Not shown: it is fast, because this machine is slow.

## Patterns without a case

| pattern | why |
|---|---|
| [Other](patterns/other.md) | no case yet |
| [Strange](patterns/strange.md) | it is strange |
`
	text := proof.Text()
	if !strings.Contains(text, "Istio (1.2.3)") || !strings.Contains(text, "Envoy proxies (4.5.6)") || !strings.HasSuffix(text, want) {
		t.Errorf("%s\nwant at the end%s", text, want)
	}
}

func TestVersionsAreThoseOfTheModule(t *testing.T) {
	if said, err := istioVersion("../go.mod"); err != nil || !strings.Contains(said, "istio.io/istio v") {
		t.Error(said, err)
	}
	if _, err := istioVersion("README.md"); err == nil {
		t.Error("a file without versions gives one")
	}
}

// TestNothingThatIsExpectedIsLeftUnsaid keeps the page up with what cases can say.
func TestNothingThatIsExpectedIsLeftUnsaid(t *testing.T) {
	samples := map[string]string{
		"kind": `"refused"`, "status": `403`, "by": `"shop/web"`, "headers": `{"x-a": "1"}`, "body": `"sorry"`, "grpc": `14`, "certificate": `"a.example"`,
		"took": `{"from": "1s", "to": "2s"}`, "share": `{"shop/web": 10}`, "counts": `{"503": 3}`, "pods": `2`, "hits": `0`, "seen": `{"path": "/a"}`,
		"log": `[{"of": "shop/web", "lines": 1}]`, "threads": `{"shop/web": 4}`,
	}
	for i := range reflect.TypeFor[Expectation]().NumField() {
		field := reflect.TypeFor[Expectation]().Field(i)
		name := field.Tag.Get("json")
		e := &Expectation{}
		if err := json.Unmarshal([]byte(`{"`+name+`": `+samples[name]+`}`), e); err != nil {
			t.Errorf("%s: %v", field.Name, err)
		} else if e.told(400) == "" {
			t.Errorf("%s is left unsaid", field.Name)
		}
	}
}
