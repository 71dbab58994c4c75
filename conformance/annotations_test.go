package conformance

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"istio.io/api/annotation"
)

var listedAnnotation = regexp.MustCompile(`(?m)^  '([^']+)': \{ on: '([^']*)'(, deprecated: true)? \},$`)

// The rules about annotations read a list of their own, since nothing of Istio's can be read at synthesis.
func TestAnnotationsAreThoseOfIstio(t *testing.T) {
	text, err := os.ReadFile("../src/rules/istio-annotations.ts")
	if err != nil {
		t.Fatal(err)
	}
	ours := []string{}
	for _, match := range listedAnnotation.FindAllStringSubmatch(string(text), -1) {
		ours = append(ours, line(match[1], strings.Fields(match[2]), match[3] != ""))
	}
	istios := []string{}
	for _, each := range annotation.AllResourceAnnotations() {
		kinds := []string{}
		for _, kind := range each.Resources {
			kinds = append(kinds, kind.String())
		}
		istios = append(istios, line(each.Name, kinds, each.Deprecated))
	}
	slices.Sort(ours)
	slices.Sort(istios)
	if !slices.Equal(ours, istios) {
		t.Errorf("listed are\n%s\nand Istio has\n%s", strings.Join(ours, "\n"), strings.Join(istios, "\n"))
	}
}

func line(name string, kinds []string, deprecated bool) string {
	if deprecated {
		name += " (deprecated)"
	}
	return name + ": " + strings.Join(kinds, " ")
}
