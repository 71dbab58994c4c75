// Package report says what was found and what of it was reviewed.
package report

import (
	"fmt"
	"strings"
)

// Level is how bad a finding is. A warning that was not reviewed fails as an error does.
type Level int

const (
	Warning Level = iota
	Error
)

// Finding is one thing that one stage says about one object.
type Finding struct {
	App     string // examples/bookinfo
	Object  string // Kind namespace/name
	Code    string // read, crd, kubernetes, webhook, analyze or an analyzer's IST code
	Level   Level
	Message string
}

func (f Finding) String() string {
	return fmt.Sprintf("%s %s [%s] %s", f.App, f.Object, f.Code, f.Message)
}

// Reviewable tells whether somebody may decide that the finding is no defect. What an API server or the
// webhook refuses can never be deployed, and IST0106 repeats the webhook.
func (f Finding) Reviewable() bool {
	if f.Code == "webhook" {
		return f.Level == Warning
	}
	return strings.HasPrefix(f.Code, "IST") && f.Code != "IST0106"
}

// Distinct puts every message on one line and drops what was said before: a finding that several analyzers
// repeat word for word, and the schema analyzer's repetition of the webhook.
func Distinct(findings []Finding) []Finding {
	seen := map[Finding]bool{}
	var kept []Finding
	for _, f := range findings {
		f.Message = strings.Join(strings.Fields(f.Message), " ")
		if !seen[f] && !repeatsWebhook(f, kept) {
			kept = append(kept, f)
		}
		seen[f] = true
	}
	return kept
}

func repeatsWebhook(f Finding, before []Finding) bool {
	if f.Code != "IST0106" && f.Code != "IST0133" && f.Code != "IST0130" { // 0130: an error of the webhook in other words
		return false
	}
	for _, b := range before {
		if b.Code == "webhook" && b.Object == f.Object && strings.Contains(strings.ToLower(f.Message), strings.ToLower(b.Message)) {
			return true
		}
	}
	return false
}
