package meaning

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sigs.k8s.io/yaml"

	"cdk8s-istio/conformance/manifest"
)

// Target is a real configuration that was rebuilt with our patterns.
type Target struct {
	Name      string            `json:"-"`
	Namespace string            `json:"namespace"` // of originals that name none
	Replace   map[string]string `json:"replace"`   // placeholders in the originals
	Mesh      map[string]any    `json:"mesh"`      // mesh configuration, of both sides
	States    []State           `json:"states"`

	Differences []Entry `json:"differences"` // that every state shows
}

// State is a set of originals that are in force together. Samples come as files that replace each other; what is
// rebuilt is one application, and is compared with each of its states.
type State struct {
	Name        string            `json:"name"`
	Files       []string          `json:"files"` // in the corpus, in the order in which they are applied
	Namespaces  map[string]string `json:"namespaces"`
	Rebuilt     string            `json:"rebuilt"` // part of what was rebuilt, where that is several clusters
	Differences []Entry           `json:"differences"`
}

// Entry is a difference that somebody looked at, with a request that shows it.
type Entry struct {
	Difference
	Request  string `json:"request"`
	Requests int    `json:"requests"`
	Reason   string `json:"reason"`
}

// Folders says where the material is.
type Folders struct{ Targets, Corpus, Written, Fixtures string }

// LoadTargets reads every target.
func (f Folders) LoadTargets() ([]Target, error) {
	files, err := filepath.Glob(filepath.Join(f.Targets, "*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no targets in %s: %v", f.Targets, err)
	}
	var targets []Target
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		target := Target{Name: strings.TrimSuffix(filepath.Base(file), ".yaml")}
		if err := yaml.UnmarshalStrict(text, &target); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		targets = append(targets, target)
	}
	return targets, nil
}

// Original starts the side that was found.
func (f Folders) Original(t *testing.T, target Target, state State) (*World, error) {
	objects, err := f.surroundings(target, state)
	if err != nil {
		return nil, err
	}
	for _, name := range state.Files {
		text, err := os.ReadFile(filepath.Join(f.Corpus, name))
		if err != nil {
			return nil, err
		}
		for placeholder, value := range target.Replace {
			text = []byte(strings.ReplaceAll(string(text), placeholder, value))
		}
		read, errs := manifest.ReadIn(target.namespaceOf(state, name), name, text)
		if len(errs) > 0 {
			return nil, errs[0]
		}
		objects = append(objects, slices.DeleteFunc(read, runs)...)
	}
	return target.world(t, objects)
}

// runs tells objects that are there whoever configures the mesh: those of the surroundings stand for them.
func runs(o manifest.Object) bool { return o.GetKind() == "Service" }

func (t Target) namespaceOf(state State, file string) string {
	if namespace, given := state.Namespaces[file]; given {
		return namespace
	}
	return t.Namespace
}

// Rebuilt starts the side that we wrote, as the objects say or as change makes of them.
func (f Folders) Rebuilt(t *testing.T, target Target, state State, change func([]manifest.Object) []manifest.Object) (*World, error) {
	objects, err := f.surroundings(target, state)
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(f.Written, target.Name, state.Rebuilt)
	files, err := filepath.Glob(filepath.Join(folder, "*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no manifests in %s (%v); `npm run demo` in the root of the project writes them", folder, err)
	}
	var own []manifest.Object
	for _, file := range files {
		read, errs := manifest.ReadFile(file)
		if len(errs) > 0 {
			return nil, errs[0]
		}
		own = append(own, read...)
	}
	return target.world(t, slices.Concat(objects, change(own)))
}

// surroundings are the Services and workloads that both sides configure.
func (f Folders) surroundings(target Target, state State) ([]manifest.Object, error) {
	id := path.Join("examples", "targets", target.Name, state.Rebuilt)
	objects, errs := manifest.ReadFile(manifest.FixturesOf(f.Fixtures, id))
	if len(errs) > 0 {
		return nil, errs[0]
	}
	return objects, nil
}

func (t Target) world(tt *testing.T, objects []manifest.Object) (*World, error) {
	mesh, err := yaml.Marshal(t.Mesh)
	if err != nil {
		return nil, err
	}
	return NewWorld(tt, string(mesh), objects)
}
