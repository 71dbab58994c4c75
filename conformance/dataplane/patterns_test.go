package dataplane

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const sources = "../../src"

func TestEveryPatternHasACaseOrAReason(t *testing.T) {
	if *casesFlag != "" {
		t.Skip("somebody asked for other cases")
	}
	patterns, err := patternsOf(sources)
	if err != nil {
		t.Fatal(err)
	}
	if len(patterns) < 30 {
		t.Errorf("only %d patterns are found in %s: %v", len(patterns), sources, patterns)
	}
	pages := (&Proof{Pages: filepath.Join(docs, "patterns")}).pages()
	others := slices.DeleteFunc(slices.Sorted(maps.Keys(pages)), func(title string) bool { return slices.Contains(patterns, title) })
	for _, wrong := range gaps(patterns, others, files(t), unshown(t)) {
		t.Error(wrong)
	}
}

func TestAPatternWithoutCaseAndReasonIsFound(t *testing.T) {
	src := t.TempDir()
	if err := os.Mkdir(filepath.Join(src, "patterns"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"index.ts":                   "export * from './mesh';\nexport * from './patterns/canary-release';\nexport * from './patterns/waypoint';\n",
		"patterns/canary-release.ts": "export class CanaryRelease extends Construct {\n}\nexport class CanaryOptions {\n}\nclass Hidden extends Construct {\n}\n",
		"patterns/waypoint.ts":       "export class Waypoint extends Construct implements ICaller {\n}\n",
		"patterns/inner.ts":          "export class Inner extends Construct {\n}\n",
	} {
		if err := os.WriteFile(filepath.Join(src, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	patterns, err := patternsOf(src)
	if err != nil || !slices.Equal(patterns, []string{"CanaryRelease", "Waypoint"}) {
		t.Fatal(patterns, err)
	}
	canary := []*File{{name: "canary", Promises: []Promise{{Pattern: "CanaryRelease", Promise: "it is shared"}}}}
	typo := []*File{{name: "canary", Promises: []Promise{{Pattern: "Canary", Promise: "it is shared"}}}}
	const none = " has no case; add one (README.md), or say in unshown.json why this rig cannot show it"
	for _, c := range []struct {
		files   []*File
		unshown map[string]string
		want    []string
	}{
		{canary, map[string]string{"Waypoint": "no ztunnel"}, nil},
		{canary, nil, []string{"Waypoint" + none}},
		{canary, map[string]string{"Waypoint": " "}, []string{"Waypoint" + none}},
		{nil, map[string]string{"Waypoint": "no ztunnel"}, []string{"CanaryRelease" + none}},
		{typo, map[string]string{"Waypoint": "no ztunnel"}, []string{`canary: "Canary" promises "it is shared", and is no pattern`, "CanaryRelease" + none}},
		{canary, map[string]string{"Waypoint": "no ztunnel", "WayPoint": "no"}, []string{"unshown.json: WayPoint is no pattern"}},
		{canary, map[string]string{"Waypoint": "no ztunnel", "CanaryRelease": "no"}, []string{"unshown.json: CanaryRelease has cases; take the line away"}},
	} {
		if got := gaps(patterns, nil, c.files, c.unshown); !slices.Equal(got, c.want) {
			t.Errorf("%v gives\n%s\nwant\n%s", c.unshown, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}
