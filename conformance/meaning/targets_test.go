package meaning

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"istio.io/istio/pkg/log"

	"cdk8s-istio/conformance/manifest"
)

func TestMain(m *testing.M) {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
	os.Exit(m.Run())
}

func folders() Folders {
	return Folders{
		Targets:  "../targets",
		Fixtures: "../fixtures",
		Corpus:   filepath.Join(cmp.Or(os.Getenv("CONFORMANCE_SHARED"), "../../../shared"), "corpus"),
		Written:  filepath.Join(cmp.Or(os.Getenv("CONFORMANCE_EXAMPLES"), "../../dist/examples"), "targets"),
	}
}

func targets(t *testing.T) []Target {
	t.Helper()
	all, err := folders().LoadTargets()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func asWritten(objects []manifest.Object) []manifest.Object { return objects }

func compare(t *testing.T, target Target, state State, change func([]manifest.Object) []manifest.Object) []Difference {
	t.Helper()
	original, err := folders().Original(t, target, state)
	if err != nil {
		t.Fatal(err)
	}
	rebuilt, err := folders().Rebuilt(t, target, state, change)
	if err != nil {
		t.Fatal(err)
	}
	found, asked, err := Compare(original, rebuilt)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(t.Output(), "%d requests, %d differences\n", asked, len(found))
	return found
}

func TestOriginalAndRebuiltMeanTheSame(t *testing.T) {
	for _, target := range targets(t) {
		for _, state := range target.States {
			t.Run(target.Name+"/"+state.Name, func(t *testing.T) {
				listed := slices.Concat(target.Differences, state.Differences)
				for _, problem := range Review(compare(t, target, state, asWritten), listed) {
					fmt.Fprintln(t.Output(), problem)
					t.Fail()
				}
			})
		}
	}
}
