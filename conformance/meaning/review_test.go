package meaning

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var (
	slower = Difference{Place: "calls to a:80", Aspect: "timeout", Original: "1s", Rebuilt: "2s", Requests: []string{"x calls GET http://a:80/", "y calls GET http://a:80/"}}
	listed = Entry{Difference: slower, Request: slower.Requests[1], Requests: 2, Reason: "tries fit into it"}
)

func with(change func(*Entry)) []Entry {
	e := listed
	change(&e)
	return []Entry{e}
}

func TestAListedDifferenceIsAccepted(t *testing.T) {
	if problems := Review([]Difference{slower}, []Entry{listed}); len(problems) > 0 {
		t.Error(problems)
	}
}

func TestAReviewFails(t *testing.T) {
	for name, c := range map[string]struct {
		found  []Difference
		listed []Entry
		says   string
	}{
		"over a difference that is not listed":      {[]Difference{slower}, nil, "is not listed"},
		"over an entry that does not occur":         {nil, []Entry{listed}, "does not occur"},
		"over an entry without a reason":            {[]Difference{slower}, with(func(e *Entry) { e.Reason = "" }), "needs a reason"},
		"over another answer":                       {[]Difference{slower}, with(func(e *Entry) { e.Rebuilt = "3s" }), "does not occur"},
		"over more requests than were looked at":    {[]Difference{slower}, with(func(e *Entry) { e.Requests = 1 }), "2 requests show"},
		"over a request that does not show it":      {[]Difference{slower}, with(func(e *Entry) { e.Request = "z" }), "does not show"},
		"over an entry that another one makes idle": {[]Difference{slower}, []Entry{listed, listed}, "listed twice"},
	} {
		t.Run(name, func(t *testing.T) {
			if problems := Review(c.found, c.listed); !slices.ContainsFunc(problems, func(p string) bool { return strings.Contains(p, c.says) }) {
				t.Errorf("%q", problems)
			}
		})
	}
}

// The list of originals is not ours; a target that leaves one out would be easier to rebuild.
func TestEveryOriginalIsCompared(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(folders().Corpus, "TARGETS.md"))
	if err != nil {
		t.Fatal(err)
	}
	byNumber := map[string]Target{}
	for _, target := range targets(t) {
		number, _, _ := strings.Cut(target.Name, "-")
		byNumber[strings.ToUpper(number)] = target
	}
	for _, section := range strings.Split(string(text), "\n## ")[1:] {
		number, _, _ := strings.Cut(section, " ")
		target, found := byNumber[number]
		if !found {
			t.Errorf("%s is not compared", number)
			continue
		}
		delete(byNumber, number)
		if wanted, used := originals(section), target.files(); !slices.Equal(wanted, used) {
			t.Errorf("%s compares\n%s\nand not\n%s", target.Name, strings.Join(used, "\n"), strings.Join(wanted, "\n"))
		}
	}
	for number := range byNumber {
		t.Errorf("%s is no target", number)
	}
}

// docs/targets.md says how much shorter the rebuilt ones are; the originals are counted here, where they are at hand.
func TestThePageTellsTheLinesOfTheOriginals(t *testing.T) {
	page, err := os.ReadFile("../../docs/targets.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range targets(t) {
		files, lines := target.files(), 0
		for _, file := range files {
			text, err := os.ReadFile(filepath.Join(folders().Corpus, file))
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(text)) {
				line = strings.TrimSpace(line)
				if line != "" && !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "---") {
					lines++
				}
			}
		}
		row := fmt.Sprintf("| [%s](../examples/targets/%s/main.ts) | %d | %d |", target.Name, target.Name, len(files), lines)
		if !strings.Contains(string(page), row) {
			t.Errorf("the page does not say %s", row)
		}
	}
}

func originals(section string) []string {
	var files []string
	for line := range strings.Lines(section) {
		if file, listed := strings.CutPrefix(strings.TrimSpace(line), "- "); listed {
			files = append(files, file)
		}
	}
	slices.Sort(files)
	return files
}

func (t Target) files() []string {
	var files []string
	for _, state := range t.States {
		files = append(files, state.Files...)
	}
	slices.Sort(files)
	return slices.Compact(files)
}
