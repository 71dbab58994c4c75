package meaning

import (
	"fmt"
	"slices"

	"sigs.k8s.io/yaml"
)

// Review holds the differences found against those that are listed; every problem fails.
func Review(found []Difference, listed []Entry) (problems []string) {
	taken := map[int]bool{}
	for _, entry := range listed {
		at := slices.IndexFunc(found, entry.explains)
		switch {
		case entry.Reason == "":
			problems = append(problems, fmt.Sprintf("an entry needs a reason:\n%s", entry))
		case at < 0:
			problems = append(problems, fmt.Sprintf("this difference is listed, and does not occur:\n%s", entry))
		case taken[at]:
			problems = append(problems, fmt.Sprintf("this difference is listed twice:\n%s", entry))
		case len(found[at].Requests) != entry.Requests:
			problems = append(problems, fmt.Sprintf("%d requests show this difference:\n%s", len(found[at].Requests), entry))
		case !slices.Contains(found[at].Requests, entry.Request):
			problems = append(problems, fmt.Sprintf("the request does not show this difference, others such as %q do:\n%s", found[at].Requests[0], entry))
		}
		if at >= 0 {
			taken[at] = true
		}
	}
	for i, difference := range found {
		if !taken[i] {
			problems = append(problems, fmt.Sprintf("this difference is not listed:\n%s", difference.entry()))
		}
	}
	return problems
}

func (e Entry) explains(d Difference) bool {
	return e.Place == d.Place && e.Aspect == d.Aspect && e.Original == d.Original && e.Rebuilt == d.Rebuilt
}

// entry is how the difference would be listed.
func (d Difference) entry() Entry {
	return Entry{Difference: d, Request: d.Requests[0], Requests: len(d.Requests)}
}

func (e Entry) String() string {
	text, err := yaml.Marshal([]Entry{e})
	if err != nil {
		return err.Error()
	}
	return string(text)
}
