package dataplane

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cdk8s-istio/conformance/dataplane/rig"
)

// Proof is the page that a run writes: what is promised, what was seen, and what was seen without what protects.
// Figures that differ from run to run are given as the bounds that they were held to, so that the page stays the same
// until a promise changes; observed.json has the figures themselves.
type Proof struct {
	Files   []*File
	Pages   string            // folder with the pages of the patterns
	Unshown map[string]string // patterns that have no case, with the reason
	Istio   string            // its version
	Envoy   string
}

const head = `# What was seen under real traffic

Written by ` + "`npm run dataplane`" + `: every promise was kept by the app as it is written, and broken by its twin, the same app without the one thing that
protects. Manifests of the apps went through the control plane of Istio (%s) into real Envoy proxies (%s), and real
requests through those. [How it is done](../conformance/dataplane/README.md). [What attackers tried](adversary.md) is on a page of its own.

A share is right when the count lies between the bounds in which all but 1 of 100,000 fair runs end (%s). Times are bounds too.
`

// Text is the page.
func (p *Proof) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, head, p.Istio, p.Envoy, confidence)
	sections := map[string][]string{}
	for _, file := range p.Files {
		for _, promise := range file.Promises {
			sections[promise.Pattern] = append(sections[promise.Pattern], promise.section(file))
		}
		for _, sentence := range slices.Sorted(maps.Keys(file.Unshown)) {
			sections[file.Pattern] = append(sections[file.Pattern], fmt.Sprintf("\nNot shown: %s, because %s.\n", sentence, file.Unshown[sentence]))
		}
	}
	pages := p.pages()
	b.WriteString(p.summary())
	for _, pattern := range slices.Sorted(maps.Keys(sections)) {
		title := pattern
		if page, known := pages[pattern]; known {
			title = fmt.Sprintf("[%s](patterns/%s)", pattern, page)
		}
		fmt.Fprintf(&b, "\n## %s\n%s", title, strings.Join(sections[pattern], ""))
	}
	b.WriteString(p.rest(sections, pages))
	return b.String()
}

// summary counts by pattern.
func (p *Proof) summary() string {
	type tally struct{ promises, requests, twins int }
	counts := map[string]*tally{}
	all := &tally{}
	for _, file := range p.Files {
		for _, promise := range file.Promises {
			if counts[promise.Pattern] == nil {
				counts[promise.Pattern] = &tally{}
			}
			for _, t := range []*tally{counts[promise.Pattern], all} {
				t.promises++
				for _, request := range promise.Requests {
					times := max(request.Times, 1)
					t.requests += times
					if request.Twin != nil {
						t.twins += times
					}
				}
			}
		}
	}
	var b strings.Builder
	b.WriteString("\n| pattern | promises | requests | requests in twins |\n|---|---|---|---|\n")
	for _, pattern := range slices.Sorted(maps.Keys(counts)) {
		t := counts[pattern]
		fmt.Fprintf(&b, "| %s | %d | %d | %d |\n", pattern, t.promises, t.requests, t.twins)
	}
	fmt.Fprintf(&b, "| **all** | **%d** | **%d** | **%d** |\n", all.promises, all.requests, all.twins)
	return b.String()
}

// rest lists the patterns without a case.
func (p *Proof) rest(sections map[string][]string, pages map[string]string) string {
	var b strings.Builder
	for _, pattern := range slices.Sorted(maps.Keys(pages)) {
		if sections[pattern] == nil {
			reason := p.Unshown[pattern]
			if reason == "" {
				reason = "no case yet"
			}
			fmt.Fprintf(&b, "| [%s](patterns/%s) | %s |\n", pattern, pages[pattern], reason)
		}
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n## Patterns without a case\n\n| pattern | why |\n|---|---|\n" + b.String()
}

// pages finds the page of each pattern by its title.
func (p *Proof) pages() map[string]string {
	found := map[string]string{}
	files, _ := filepath.Glob(filepath.Join(p.Pages, "*.md")) // the pattern is well formed
	for _, file := range files {
		text, err := os.ReadFile(file)
		title, _, _ := bytes.Cut(bytes.TrimPrefix(text, []byte("# ")), []byte("\n"))
		if err == nil {
			found[strings.Trim(string(title), "`")] = filepath.Base(file)
		}
	}
	return found
}

func (p *Promise) section(file *File) string {
	var b strings.Builder
	sentence := strings.ToUpper(p.Promise[:1]) + p.Promise[1:]
	if file.app != "" {
		sentence = fmt.Sprintf("%s ([app](%s))", sentence, file.app)
	}
	after := ""
	if len(p.After) > 0 {
		after = fmt.Sprintf(" Both as somebody else has changed %s.", strings.Join(withoutTold(p.After), ", "))
	}
	fmt.Fprintf(&b, "\n### %s\n\nThe twin is without %s.%s\n\n| request | seen | twin |\n|---|---|---|\n", sentence, strings.Join(withoutTold(p.Without), ", "), after)
	for i := range p.Requests {
		request := &p.Requests[i]
		twin := ""
		if request.Twin != nil {
			twin = request.Twin.told(request.Times)
		}
		fmt.Fprintf(&b, "| %s | %s | %s |\n", inCell(request.told()), inCell(request.Expect.told(request.Times)), inCell(twin))
	}
	return b.String()
}

func inCell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// figure is what observed.json has of a step.
type figure struct {
	Promise, Request string
	Twin             bool
	Answers          map[string]int // by kind, status and who answered
	Arrived          map[string]int
	FastestMs        int64
	SlowestMs        int64
}

func figureOf(promise *Promise, request *Request, twin bool, outcome rig.Outcome) figure {
	f := figure{Promise: promise.Promise, Request: request.Request.Request, Twin: twin, Answers: map[string]int{}, Arrived: map[string]int{}}
	for i, answer := range outcome.Answers {
		f.Answers[strings.TrimSpace(fmt.Sprintf("%s %d %s", answer.Kind, answer.Status, answer.By))]++
		took := answer.Took.Milliseconds()
		f.SlowestMs = max(f.SlowestMs, took)
		if i == 0 || took < f.FastestMs {
			f.FastestMs = took
		}
	}
	for _, seen := range outcome.Seen() {
		f.Arrived[seen.By]++
	}
	return f
}
