package dataplane

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cdk8s-istio/conformance/dataplane/rig"
)

// Log is a number of lines in the access log of a proxy, with what is in each. A field that is "*" has any value, and "~text"
// one that holds the text.
type Log struct {
	Of     string            `json:"of"`
	Lines  Range             `json:"lines"`
	Fields map[string]string `json:"fields"`
}

func (l *Log) compare(d *differences, all []rig.Logged) {
	lines := 0
	for _, logged := range all {
		if !isOf(logged.By, l.Of) {
			continue
		}
		lines++
		for _, name := range slices.Sorted(maps.Keys(l.Fields)) {
			got, wanted := fmt.Sprint(logged.Fields[name]), l.Fields[name]
			if logged.Fields[name] == nil || !fits(got, wanted) {
				d.add("%s logged the %s %s, want %s", logged.By, name, got, wanted)
			}
		}
	}
	if !l.Lines.holds(lines) {
		d.add("%d lines in the log of %s, want %s", lines, l.Of, l.Lines)
	}
}

func fits(got, wanted string) bool {
	part, isPart := strings.CutPrefix(wanted, "~")
	return wanted == "*" || got == wanted || isPart && strings.Contains(got, part)
}
