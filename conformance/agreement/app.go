// Package agreement holds what this project says of manifests against what Istio says of them.
package agreement

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// App is what was checked together, with what was said of it.
type App struct {
	ID        string     `json:"app"`
	Documents []Document `json:"documents"`
	Findings  []Finding  `json:"findings"` // of all documents together, advice as well
}

// Document is one object, as this project read it.
type Document struct {
	File   string    `json:"file"`
	Object string    `json:"object"` // JSON text: Go would read large numbers of a nested value as floats
	Alone  []Finding `json:"alone"`  // of this document without the others
}

// Finding is what a rule said.
type Finding struct {
	Place
	Rule     string   `json:"rule"`
	Severity string   `json:"severity"`
	Problem  string   `json:"problem"`
	Also     []Place  `json:"also"` // whatever else takes part
	SameAs   []string `json:"sameAs"`
}

// Place is an object that takes part in a finding.
type Place struct {
	Kind      string `json:"kind"`
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
}

func (p Place) String() string {
	if p.Namespace == "" {
		return p.Kind + " " + p.Name
	}
	return p.Kind + " " + p.Namespace + "/" + p.Name
}

// IsError tells whether the finding fails a check.
func (f Finding) IsError() bool { return f.Severity == "error" }

// Load reads a file with one app a line.
func Load(path string) ([]App, error) {
	return lines[App](path)
}

// Decode gives the object as Istio's code takes it, in the namespace that kubectl would put it into.
func (d Document) Decode(fill func(*unstructured.Unstructured)) (*unstructured.Unstructured, error) {
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON([]byte(d.Object)); err != nil {
		return nil, fmt.Errorf("%s: %w", d.File, err)
	}
	fill(object)
	return object, nil
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
