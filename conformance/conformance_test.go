package conformance

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"cdk8s-istio/conformance/manifest"
	"cdk8s-istio/conformance/report"
)

const fixtures = "fixtures"

// source is a folder that another task of the project writes.
type source struct {
	variable, folder, madeBy string
	find                     func(dir, fixtures string) ([]manifest.App, error)
}

var (
	examples  = source{"CONFORMANCE_EXAMPLES", "../dist/examples", "npm run demo", manifest.Examples}
	snapshots = source{"CONFORMANCE_SNAPSHOTS", "../dist/snapshots", "npm test", manifest.Snapshots}
)

func (s source) apps(t *testing.T) []manifest.App {
	t.Helper()
	dir := cmp.Or(os.Getenv(s.variable), s.folder)
	apps, err := s.find(dir, fixtures)
	if err != nil || len(apps) == 0 {
		t.Fatalf("no manifests in %s (%v); `%s` in the root of the project writes them, %s names another folder", dir, err, s.madeBy, s.variable)
	}
	return apps
}

func TestExamples(t *testing.T)  { askAbout(t, examples) }
func TestSnapshots(t *testing.T) { askAbout(t, snapshots) }

func askAbout(t *testing.T, s source) {
	entries := reviewed(t)
	for _, app := range s.apps(t) {
		t.Run(app.ID, func(t *testing.T) {
			findings, tally, err := oracle.Ask(app)
			if err != nil {
				t.Fatal(err)
			}
			review := report.Apply(findings, entriesFor(app.ID, entries))
			tally.Open, tally.Accepted = len(review.Open), len(review.Accepted)
			total.Add(tally)
			say(t, review)
		})
	}
}

// say writes to Output and not with Error, which would put a file name before the finding.
func say(t *testing.T, review report.Review) {
	for _, finding := range review.Open {
		fmt.Fprintln(t.Output(), finding)
		t.Fail()
	}
	for _, problem := range review.Problems {
		fmt.Fprintln(t.Output(), problem)
		t.Fail()
	}
	for _, finding := range review.Accepted {
		fmt.Fprintln(t.Output(), finding, "(reviewed)")
	}
}

func reviewed(t *testing.T) []report.Entry {
	t.Helper()
	entries, err := report.LoadReviewed("reviewed.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

func entriesFor(app string, entries []report.Entry) []report.Entry {
	return slices.DeleteFunc(slices.Clone(entries), func(e report.Entry) bool { return e.App != app })
}

// An entry or a fixture for an app that is gone (or misspelt) is never looked at by the tests above.
func TestEveryReviewedEntryAndFixtureHasItsApp(t *testing.T) {
	known, used := map[string]bool{}, map[string]bool{}
	for _, app := range append(examples.apps(t), snapshots.apps(t)...) {
		known[app.ID] = true
		used[filepath.ToSlash(app.Fixtures)] = true
	}
	for _, entry := range reviewed(t) {
		if !known[entry.App] {
			t.Errorf("%s: there is no such app", entry)
		}
	}
	ids, err := manifest.FixtureIDs(fixtures)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range ids {
		if !used[fixtures+"/"+id+".yaml"] {
			t.Errorf("fixtures/%s.yaml: there is no such app", id)
		}
	}
}
