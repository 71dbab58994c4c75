package report

import (
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/yaml"
)

// Entry is a finding that somebody looked at and found right as it is.
type Entry struct {
	App     string `json:"app"`
	Object  string `json:"object"`
	Code    string `json:"code"`
	Message string `json:"message"` // a part of the message
	Reason  string `json:"reason"`
}

func (e Entry) String() string {
	return fmt.Sprintf("reviewed entry for %s %s [%s] %q", e.App, e.Object, e.Code, e.Message)
}

func (e Entry) matches(f Finding) bool {
	return f.Reviewable() && f.App == e.App && f.Object == e.Object && f.Code == e.Code && strings.Contains(f.Message, e.Message)
}

// LoadReviewed reads the list; every field of an entry is required.
func LoadReviewed(path string) ([]Entry, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var entries []Entry
	if err := yaml.UnmarshalStrict(text, &entries); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	for _, e := range entries {
		for _, value := range []string{e.App, e.Object, e.Code, e.Message, e.Reason} {
			if strings.TrimSpace(value) == "" {
				return nil, fmt.Errorf("%s: %s lacks a field", path, e)
			}
		}
	}
	return entries, nil
}

// Review is the findings of an app held against the entries for it.
type Review struct {
	Open     []Finding // not reviewed: these fail
	Accepted []Finding
	Problems []string // entries that do not match exactly one finding of their own: these fail as well
}

// Apply lets each entry accept exactly one finding, so that the list neither outlives what it was written for
// nor hides what came later.
func Apply(findings []Finding, entries []Entry) Review {
	accepted := map[Finding]bool{}
	var review Review
	for _, e := range entries {
		var matched []Finding
		for _, f := range findings {
			if e.matches(f) {
				matched = append(matched, f)
			}
		}
		switch {
		case len(matched) != 1:
			review.Problems = append(review.Problems, fmt.Sprintf("%s matches %d findings that can be reviewed, must match one", e, len(matched)))
		case accepted[matched[0]]:
			review.Problems = append(review.Problems, fmt.Sprintf("%s accepts what another entry accepts", e))
		default:
			accepted[matched[0]] = true
		}
	}
	for _, f := range findings {
		if accepted[f] {
			review.Accepted = append(review.Accepted, f)
		} else {
			review.Open = append(review.Open, f)
		}
	}
	return review
}
