package conformance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cdk8s-istio/conformance/manifest"
	"cdk8s-istio/conformance/report"
)

// mistake is a manifest with a hole, HERE. Filled with bad, one stage must find it; filled with good, no stage
// may say anything, so that a stage that finds fault with everything does not pass for one that works.
type mistake struct {
	name     string
	manifest string
	bad      string
	good     string
	code     string // the stage that must find it
	message  string // a part of what it says
	silent   string // a stage that is known not to notice, if that matters
}

// shop is what the manifests of the tables stand on, so that they are checked in full and nothing is assumed.
const shop = `
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
---
{apiVersion: v1, kind: Service, metadata: {name: cart, namespace: shop}, spec: {selector: {app: cart}, ports: [{name: http, port: 80}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cart, namespace: shop}
spec:
  selector: {matchLabels: {app: cart}}
  template: {metadata: {labels: {app: cart, version: v1}}, spec: {containers: [{name: cart, image: cart}]}}
---
`

func catches(t *testing.T, mistakes []mistake) {
	for _, m := range mistakes {
		t.Run(m.name, func(t *testing.T) {
			if !strings.Contains(m.manifest, "HERE") {
				t.Fatal("no HERE in the manifest")
			}
			broken, sound := strings.ReplaceAll(m.manifest, "HERE", m.bad), strings.ReplaceAll(m.manifest, "HERE", m.good)
			findings := ask(t, "examples/selftest", shop+broken, "")
			if !has(findings, m.code, m.message) {
				t.Errorf("no [%s] %q in %v", m.code, m.message, findings)
			}
			if m.silent != "" && has(findings, m.silent, "") {
				t.Errorf("[%s] notices after all: %v", m.silent, findings)
			}
			for _, f := range ask(t, "examples/selftest", shop+sound, "") {
				t.Errorf("the sound form is refused: %s", f)
			}
		})
	}
}

// ask puts manifests given as text to the oracle.
func ask(t *testing.T, id, manifests, fixtures string) []report.Finding {
	t.Helper()
	app := manifest.App{ID: id, Files: []string{write(t, "app.yaml", manifests)}}
	if fixtures != "" {
		app.Fixtures = write(t, "fixtures.yaml", fixtures)
	}
	findings, _, err := oracle.Ask(app)
	if err != nil {
		t.Fatal(err)
	}
	return findings
}

func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// has takes the beginning of a code.
func has(findings []report.Finding, code, message string) bool {
	for _, f := range findings {
		if strings.HasPrefix(f.Code, code) && strings.Contains(f.Message, message) {
			return true
		}
	}
	return false
}
