package adversary

import (
	"fmt"
	"slices"
	"strings"
)

// Report is the page about a run in which nothing got through. It stays the same until attempts, constructs or controls change.
func Report(cells []Cell, istio, envoy string) string {
	constructs, kinds, attempts := []string{}, []string{}, 0
	at := map[[2]string]Cell{}
	for _, f := range fortresses {
		constructs = append(constructs, f.Construct)
	}
	var known []Cell
	for _, cell := range cells {
		if cell.Known != "" {
			known = append(known, cell)
			continue
		}
		if !slices.Contains(kinds, cell.Kind) {
			kinds = append(kinds, cell.Kind)
		}
		at[[2]string{cell.Kind, cell.Construct}] = cell
		attempts += cell.Attempts
	}
	var text strings.Builder
	fmt.Fprintf(&text, head, istio, envoy, attempts, len(kinds), len(constructs))
	letters, notes := lettersOf(cells), settingsOf(cells)
	row(&text, append([]string{"attempts"}, constructs...))
	row(&text, slices.Repeat([]string{"---"}, len(constructs)+1))
	for _, kind := range kinds {
		parts := []string{kind}
		for _, construct := range constructs {
			parts = append(parts, inCell(at[[2]string{kind, construct}], letters, notes))
		}
		row(&text, parts)
	}
	text.WriteString("\n## Controls\n\nThe app, with a protection taken away or changed:\n\n")
	for _, control := range sortedKeys(letters) {
		fmt.Fprintf(&text, "- **%s**: %s\n", letters[control], control)
	}
	text.WriteString("\n")
	for i, setting := range notes {
		fmt.Fprintf(&text, "%s With a setting of the mesh that is off by default: %s.\n", strings.Repeat(`\*`, i+1), setting)
	}
	text.WriteString("\n## What gets through\n\nA proxy does not see these as some servers do. The pages of the constructs say so, and every run looks whether it is still true.\n\n")
	for _, cell := range known {
		fmt.Fprintf(&text, "- %s: %s.\n", cell.Construct, cell.Known)
	}
	return text.String()
}

const head = `# What attackers tried

Written by ` + "`npm run dataplane`" + `: attempts to get into, or out of, five apps whose manifests went through the control plane of Istio
(%s) into real Envoy proxies (%s). [How it is
done](../conformance/dataplane/adversary/README.md).

**%d attempts of %d kinds at %d constructs: none got through.** A letter is a number of different attempts, all refused, and names the control: the
same app with a protection taken away, where the same attempts did get through.

`

func row(text *strings.Builder, parts []string) {
	text.WriteString("| " + strings.Join(parts, " | ") + " |\n")
}

func inCell(cell Cell, letters map[string]string, notes []string) string {
	if cell.Attempts == 0 {
		return ""
	}
	text := fmt.Sprintf("%d %s", cell.Attempts, letters[cell.Control])
	if at := slices.Index(notes, cell.Setting); at >= 0 {
		text += " " + strings.Repeat(`\*`, at+1)
	}
	return text
}

func lettersOf(cells []Cell) map[string]string {
	letters := map[string]string{}
	for _, cell := range cells {
		if cell.Control != "" {
			letters[cell.Control] = ""
		}
	}
	for i, control := range sortedKeys(letters) {
		letters[control] = string(rune('A' + i))
	}
	return letters
}

// settingsOf are settings of the mesh that are part of what protects.
func settingsOf(cells []Cell) []string {
	settings := map[string]bool{}
	for _, cell := range cells {
		if cell.Setting != "" {
			settings[cell.Setting] = true
		}
	}
	return sortedKeys(settings)
}

// Figures are the numbers of a run, one line for each kind and construct.
func Figures(cells []Cell) string {
	var text strings.Builder
	for _, cell := range cells {
		fmt.Fprintf(&text, "%s | %s | %d attempts, %d in | %s: %d in\n", cell.Kind, cell.Construct, cell.Attempts, cell.In, cell.Control, cell.ControlIn)
	}
	return text.String()
}
