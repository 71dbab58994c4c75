package adversary

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"

	"cdk8s-istio/conformance/dataplane/rig"
	"cdk8s-istio/conformance/manifest"
)

// Fortress is an app that keeps somebody in or out.
type Fortress struct {
	Construct string
	App       string
	Workloads map[string]rig.Workload
	Outside   map[string]rig.Outside
	// Settings of the mesh that some attacks ask for; mesh configurations by name.
	Settings map[string]string
	Controls map[string]Weakening
	// Doors have to be open: requests that are let through, so that what is refused is not refused because nothing works.
	Doors   func(*site) []Attempt
	Attacks func(*site) []Attack
}

// Weakening takes a protection away.
type Weakening struct {
	// Objects are patched by name, as in the twins of cases.json: null takes one away.
	Objects map[string]string
	Mesh    string
	// Envoy changes an object in the configuration of Envoys.
	Envoy func(map[string]any)
}

// site is where attempts are made.
type site struct{ *rig.World }

var fortresses = []*Fortress{namespaceFortress, tokenFortress, ingressFortress, externalFortress, egressFortress}

// Apps are the folders of the apps in examples/promises.
func Apps() []string {
	var apps []string
	for _, f := range fortresses {
		apps = append(apps, f.App)
	}
	return apps
}

func (f *Fortress) settings() []string { return append([]string{""}, sortedKeys(f.Settings)...) }

// inWorld starts the app as it is written, with a setting of the mesh, or with a weakening.
func (f *Fortress) inWorld(t *testing.T, envoy, folder, name string, objects []manifest.Object, use func(*testing.T, *rig.World)) {
	t.Run(cmp.Or(name, "as written"), func(t *testing.T) {
		folder := filepath.Join(folder, strings.NewReplacer("/", ".", " ", "-").Replace(t.Name()))
		t.Cleanup(func() {
			if t.Failed() {
				t.Logf("configurations and logs of the Envoys are in %s", folder)
			} else if err := os.RemoveAll(folder); err != nil {
				t.Error(err)
			}
		})
		weak := f.Controls[name]
		objects, err := weak.apply(objects)
		if err != nil {
			t.Fatal(err)
		}
		setup := rig.Setup{
			Envoy: envoy, Folder: folder, Objects: objects, Workloads: f.Workloads, Outside: f.Outside,
			Mesh: cmp.Or(f.Settings[name], weak.Mesh),
		}
		if weak.Envoy != nil {
			setup.Change = func(configuration map[string]any) { eachObject(configuration, weak.Envoy) }
		}
		w, err := rig.Start(t, setup)
		if err != nil {
			t.Fatal(err)
		}
		use(t, w)
	})
}

func (f *Fortress) requireDoors(t *testing.T, w *rig.World) {
	doors := Attack{Kind: "what is let through", Attempts: f.Doors(&site{World: w})}
	var in []success
	for tries := 0; len(in) != len(doors.Attempts) && tries < 3; tries++ { // on a busy machine
		in = doors.try(t, w)
	}
	for _, door := range doors.Attempts {
		if !slices.ContainsFunc(in, func(s success) bool { return s.attempt.String() == door.String() }) {
			t.Errorf("refused, though it should be let through: %s", door)
		}
	}
}

func (weak Weakening) apply(objects []manifest.Object) ([]manifest.Object, error) {
	changed := slices.Clone(objects)
	for _, name := range sortedKeys(weak.Objects) {
		at := slices.IndexFunc(changed, func(o manifest.Object) bool { return manifest.Name(o) == name })
		if at < 0 {
			return nil, fmt.Errorf("the app has no %s", name)
		}
		change := weak.Objects[name]
		if change == "null" {
			changed = slices.Delete(changed, at, at+1)
			continue
		}
		before, err := changed[at].MarshalJSON()
		if err != nil {
			return nil, err
		}
		after, err := jsonpatch.MergePatch(before, []byte(change))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		made := changed[at].DeepCopy()
		if err := made.UnmarshalJSON(after); err != nil {
			return nil, err
		}
		changed[at] = made
	}
	return changed, nil
}

// anyCertificate has Envoys take every certificate, and none.
func anyCertificate(object map[string]any) {
	if _, is := object["trustedCa"]; is {
		object["trustChainVerification"] = "ACCEPT_UNTRUSTED"
	}
	if _, is := object["requireClientCertificate"]; is {
		object["requireClientCertificate"] = false
	}
}

// tolerate has Envoys take what they refuse whatever manifests say: tunnels, old versions, bodies with two lengths.
func tolerate(object map[string]any) {
	if kind, _ := object["@type"].(string); strings.HasSuffix(kind, ".HttpConnectionManager") {
		object["upgradeConfigs"] = []any{map[string]any{"upgradeType": "CONNECT"}}
		object["httpProtocolOptions"] = map[string]any{"acceptHttp10": true, "allowChunkedLength": true}
	}
	routes, _ := object["routes"].([]any)
	for _, route := range routes {
		action, _ := route.(map[string]any)["route"].(map[string]any)
		if action == nil {
			continue
		}
		tunnel := maps.Clone(action)
		tunnel["upgradeConfigs"] = []any{map[string]any{"upgradeType": "CONNECT", "connectConfig": map[string]any{}}}
		object["routes"] = append([]any{map[string]any{"match": map[string]any{"connectMatcher": map[string]any{}}, "route": tunnel}}, routes...)
		return
	}
}

func eachObject(value any, change func(map[string]any)) {
	switch value := value.(type) {
	case []any:
		for _, each := range value {
			eachObject(each, change)
		}
	case map[string]any:
		change(value)
		for _, each := range value {
			eachObject(each, change)
		}
	}
}

func read(folder string) ([]manifest.Object, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no manifests in %s; `npm run demo` writes those of the examples", folder)
	}
	var objects []manifest.Object
	var errs []error
	for _, file := range files {
		read, wrong := manifest.ReadFile(file)
		objects, errs = append(objects, read...), append(errs, wrong...)
	}
	return objects, errors.Join(errs...)
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // only maps and texts of this package
	}
	return string(text)
}
