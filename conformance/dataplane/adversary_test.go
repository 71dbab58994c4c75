package dataplane

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cdk8s-istio/conformance/dataplane/adversary"
	"cdk8s-istio/conformance/dataplane/rig"
)

// adversaryIsMeant tells whether somebody asked for it.
func adversaryIsMeant() bool { return slices.Contains(flag.Args(), "adversary") }

// TestAdversary tries to get in and out. A whole run in which nothing gets through writes docs/adversary.md.
func TestAdversary(t *testing.T) {
	if *casesFlag != "" || len(flag.Args()) > 0 && !adversaryIsMeant() {
		t.Skip("somebody asked for other cases")
	}
	envoy, err := rig.Find()
	if err != nil {
		t.Fatal(err)
	}
	apps := absolute(t, written, "promises")
	for _, app := range adversary.Apps() {
		requireFresh(t, filepath.Join(examples, "promises", app), filepath.Join(apps, app))
	}
	folder := absolute(t, leftover, fmt.Sprintf("run-%d", os.Getpid()))
	cells := adversary.Run(t, envoy, apps, folder)
	if t.Failed() {
		return
	}
	_ = os.Remove(folder) // empty, unless others use it
	version, err := rig.Version(envoy)
	if err != nil {
		t.Fatal(err)
	}
	istio, err := istioVersion("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	for path, text := range map[string]string{
		absolute(t, leftover, "adversary.txt"): adversary.Figures(cells),
		filepath.Join(docs, "adversary.md"):    adversary.Report(cells, istio, version),
	} {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}
