// Package dataplane keeps promises of the constructs to account: apps written in TypeScript, Istio's control plane, real
// Envoys and real requests. Cases are data; README.md says how to add one.
package dataplane

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"cdk8s-istio/conformance/dataplane/rig"
	"cdk8s-istio/conformance/manifest"
)

// File is a cases.json: what is promised of an app, and what runs around it.
type File struct {
	// Pattern is the construct that promises.
	Pattern string `json:"pattern"`
	// Manifests is the folder of the app, seen from the file; what `npm run demo` writes for the example where it is empty.
	Manifests string                  `json:"manifests"`
	Mesh      json.RawMessage         `json:"mesh"`
	Workloads map[string]rig.Workload `json:"workloads"`
	Outside   map[string]rig.Outside  `json:"outside"`
	// Without is what promises leave out that do not say it themselves.
	Without map[string]json.RawMessage `json:"without"`
	// Objects are what others write into the cluster: a controller, another team.
	Objects  []unstructured.Unstructured `json:"objects"`
	Promises []Promise                   `json:"promises"`
	// Unshown are promises that this rig cannot show, with the reason.
	Unshown map[string]string `json:"unshown"`

	name string
	app  string // its program, seen from the page with the proof
}

// Promise is one sentence that requests prove, with its negative twin: the app without what protects, where the same
// requests end otherwise.
type Promise struct {
	Promise string `json:"promise"`
	Pattern string `json:"pattern"` // where it is not the one of the file
	// Without changes objects of the app, by "Kind namespace/name": null takes one away, an object is a merge patch, a
	// list is a JSON patch. MeshConfig is the mesh configuration.
	Without map[string]json.RawMessage `json:"without"`
	// After is what somebody else, such as a controller, has changed before: in the form of Without.
	After map[string]json.RawMessage `json:"after"`
	// Alone gives the promise a world of its own, where what came before would change the answers.
	Alone    bool      `json:"alone"`
	Requests []Request `json:"requests"`
}

// Request is a step with what has to come of it.
type Request struct {
	rig.Step
	// Within repeats the step until it ends as expected, for at most so long.
	Within rig.Duration `json:"within"`
	Expect Expectation  `json:"expect"`
	// Twin is what comes of it in the negative twin. A request without it is only sent there.
	Twin *Expectation `json:"twin"`
}

// ReadFile reads and checks a cases.json.
func ReadFile(path, name string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	file := &File{name: name}
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(file); err != nil {
		at := decoder.InputOffset()
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			at = syntax.Offset
		}
		return nil, fmt.Errorf("%s, at or after line %d: %w", path, 1+bytes.Count(text[:at], []byte("\n")), err)
	}
	if err := file.check(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return file, nil
}

func (f *File) check() error {
	if f.Pattern == "" {
		return errors.New(`say the "pattern" that promises`)
	}
	for i := range f.Promises {
		promise := &f.Promises[i]
		promise.Pattern = cmp.Or(promise.Pattern, f.Pattern)
		if promise.Without == nil {
			promise.Without = f.Without
		}
		if err := promise.check(); err != nil {
			return fmt.Errorf("promise %q: %w", promise.Promise, err)
		}
	}
	return nil
}

func (p *Promise) check() error {
	twins := 0
	for i := range p.Requests {
		request := &p.Requests[i]
		if err := request.Parse(); err != nil {
			return err
		}
		for _, expectation := range []*Expectation{&request.Expect, request.Twin} {
			if err := expectation.check(request.Times); err != nil {
				return fmt.Errorf("%s: %w", request.Request.Request, err)
			}
		}
		if request.Twin != nil {
			twins++
		}
	}
	if twins == 0 || len(p.Without) == 0 {
		return errors.New(`it proves nothing without a negative twin: say "without" what, and for a request its "twin"`)
	}
	return nil
}

// objects are those of the app.
func (f *File) objects() ([]manifest.Object, error) {
	files, err := filepath.Glob(filepath.Join(f.Manifests, "*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no manifests in %s; `npm run demo` writes those of the examples", f.Manifests)
	}
	var objects []manifest.Object
	var errs []error
	for _, file := range files {
		read, wrong := manifest.ReadFile(file)
		objects, errs = append(objects, read...), append(errs, wrong...)
	}
	for i := range f.Objects {
		objects = append(objects, &f.Objects[i])
	}
	return objects, errors.Join(errs...)
}

// matches tells whether somebody asked for this file: by a part of its name or of a pattern.
func (f *File) matches(wanted []string) bool {
	names := strings.ToLower(f.name + " " + f.Pattern)
	for _, promise := range f.Promises {
		names += " " + strings.ToLower(promise.Pattern)
	}
	for _, each := range wanted {
		if strings.Contains(names, strings.ToLower(each)) {
			return true
		}
	}
	return len(wanted) == 0
}
