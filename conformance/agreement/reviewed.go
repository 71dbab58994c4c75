package agreement

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// Reviewed is the list of differences that somebody looked at.
type Reviewed struct {
	// Codes of analyzers that are not told, or not of the same object, with the reason.
	Untold []*Entry `json:"untold"`
	// Rules that are errors here and pass Istio's own checks, with what Istio does at run time.
	Stricter []*Entry `json:"stricter"`
	// Objects that Istio refuses and that pass here, with the reason.
	Missed []*Entry `json:"missed"`
}

// Entry accepts the differences of one code, of all apps or of some.
type Entry struct {
	Code   string   `json:"code"`
	Apps   []string `json:"apps"`    // patterns as for path.Match; all when left out
	Object string   `json:"object"`  // all when left out
	Text   string   `json:"message"` // a part of the message; any when left out
	Beside string   `json:"beside"`  // a part of another message about the object, which says the same; none when left out
	Reason string   `json:"reason"`

	used bool
}

// LoadReviewed reads the list.
func LoadReviewed(file string) (*Reviewed, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	reviewed := &Reviewed{}
	if err := yaml.UnmarshalStrict(text, reviewed); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	for _, entry := range reviewed.all() {
		if entry.Code == "" || strings.TrimSpace(entry.Reason) == "" {
			return nil, fmt.Errorf("%s: an entry needs a code and a reason: %+v", file, *entry)
		}
	}
	return reviewed, nil
}

// Open are the differences that no entry accepts.
func Open(differences []Difference, entries []*Entry) []Difference {
	return slices.DeleteFunc(slices.Clone(differences), func(d Difference) bool {
		accepted := false
		for _, entry := range entries {
			if entry.matches(d) {
				entry.used, accepted = true, true
			}
		}
		return accepted
	})
}

// Unused are entries that no longer accept anything.
func (r *Reviewed) Unused() []Entry {
	var unused []Entry
	for _, entry := range r.all() {
		if !entry.used {
			unused = append(unused, *entry)
		}
	}
	return unused
}

func (r *Reviewed) all() []*Entry { return slices.Concat(r.Untold, r.Stricter, r.Missed) }

func (e *Entry) matches(d Difference) bool {
	return e.Code == d.Code && (e.Object == "" || e.Object == d.Object) && strings.Contains(d.Text, e.Text) && e.isBeside(d) &&
		(len(e.Apps) == 0 || slices.ContainsFunc(e.Apps, func(pattern string) bool {
			matched, _ := path.Match(pattern, d.App)
			return matched || strings.HasPrefix(d.App, pattern+"/")
		}))
}

func (e *Entry) isBeside(d Difference) bool {
	return e.Beside == "" || slices.ContainsFunc(d.Beside, func(other string) bool { return strings.Contains(other, e.Beside) })
}
