package conformance

import (
	"bufio"
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	// linkedPage is a link into the reference, with a trailing slash in its page as istio.io writes it.
	linkedPage = regexp.MustCompile(`https://istio\.io/latest/docs/reference/config/([\w./-]*)(?:#([\w-]*))?`)
	location   = regexp.MustCompile(`(?m)^location: https://istio\.io/docs/reference/config/(\S+)$`)
	anchor     = regexp.MustCompile(` id="([^"]+)"`)

	// handWritten pages are of istio.io itself; the API module says nothing about their anchors.
	handWritten = map[string]bool{"metrics/": true, "security/conditions/": true}
)

// reference is the anchors of each page that istio.io takes from its API module.
type reference map[string]map[string]bool

func readReference(t *testing.T) reference {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "istio.io/api").Output()
	if err != nil {
		t.Fatal("folder of istio.io/api: ", err)
	}
	pages := reference{}
	eachFile(t, strings.TrimSpace(string(out)), ".pb.html", func(_ string, text []byte) {
		found := location.FindSubmatch(text)
		if found == nil {
			return // not for istio.io
		}
		anchors := map[string]bool{}
		for _, id := range anchor.FindAllSubmatch(text, -1) {
			anchors[string(id[1])] = true
		}
		pages[strings.TrimSuffix(strings.TrimSuffix(string(found[1]), ".html"), "/")+"/"] = anchors
	})
	return pages
}

func eachFile(t *testing.T, dir, suffix string, do func(file string, text []byte)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(file, suffix) {
			return err
		}
		text, err := os.ReadFile(file)
		if err == nil {
			do(file, text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wrongLinks counts the links of a file, and lists those that lead nowhere.
func (r reference) wrongLinks(file string, text []byte) (count int, wrong []string) {
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, len(text)+1)
	for n := 1; lines.Scan(); n++ {
		for _, link := range linkedPage.FindAllStringSubmatch(lines.Text(), -1) {
			count++
			if fault := r.fault(link[1], link[2]); fault != "" {
				wrong = append(wrong, fmt.Sprintf("%s:%d: %s: %s", file, n, link[0], fault))
			}
		}
	}
	return count, wrong
}

func (r reference) fault(page, anchor string) string {
	anchors, known := r[page]
	switch {
	case handWritten[page]:
		return ""
	case !known:
		return "there is no such page"
	case anchor != "" && !anchors[anchor]:
		return "the page has no such anchor"
	}
	return ""
}

func TestLinksLeadToTheReference(t *testing.T) {
	pages := readReference(t)
	for dir, atLeast := range map[string]int{"../src": 400, "../imports": 300} {
		total := 0
		eachFile(t, dir, ".ts", func(file string, text []byte) {
			count, wrong := pages.wrongLinks(file, text)
			total += count
			for _, link := range wrong {
				t.Error(link)
			}
		})
		if total < atLeast {
			t.Errorf("only %d links were read in %s", total, dir)
		}
	}
}

func TestLinksThatLeadNowhereAreFound(t *testing.T) {
	const config = "https://istio.io/latest/docs/reference/config/"
	pages := readReference(t)
	for link, fault := range map[string]string{
		"networking/virtual-service/#HTTPRoute-timeout":  "",
		"networking/virtual-service/":                    "",
		"telemetry/#Telemetry":                           "",
		"annotations/#IoIstioDryRun":                     "",
		"security/conditions/#supported-conditions":      "",
		"networking/virtual-service/#HTTPRoute-timeouts": "the page has no such anchor",
		"networking/virtual-services/#HTTPRoute":         "there is no such page",
		"networking/virtual-service#HTTPRoute":           "there is no such page",
	} {
		var want []string
		if fault != "" {
			want = []string{"a.ts:2: " + config + link + ": " + fault}
		}
		count, wrong := pages.wrongLinks("a.ts", []byte("/**\n * @see "+config+link+"\n */\n"))
		if count != 1 || fmt.Sprint(wrong) != fmt.Sprint(want) {
			t.Errorf("%s: %d links, %q", link, count, wrong)
		}
	}
}
