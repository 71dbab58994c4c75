package conformance

import (
	"strings"
	"testing"

	"cdk8s-istio/conformance/report"
)

const twoMissingSubsets = shop + `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: {name: cart, namespace: shop}
spec: {host: cart.shop.svc.cluster.local, subsets: [{name: v2, labels: {version: v2}}, {name: v3, labels: {version: v3}}]}
`

var v2 = report.Entry{App: "examples/a", Object: "DestinationRule shop/cart", Code: "IST0173", Message: "Subset v2", Reason: "no Pods yet"}

func with(e report.Entry, change func(*report.Entry)) report.Entry {
	change(&e)
	return e
}

func TestAnEntryAcceptsOneFinding(t *testing.T) {
	review := report.Apply(ask(t, "examples/a", twoMissingSubsets, ""), []report.Entry{v2})
	if len(review.Open) != 1 || !strings.Contains(review.Open[0].Message, "Subset v3") || len(review.Accepted) != 1 || len(review.Problems) != 0 {
		t.Errorf("%+v", review)
	}
	if got := review.Accepted[0].String(); !strings.HasPrefix(got, "examples/a DestinationRule shop/cart [IST0173] The Subset v2 ") {
		t.Error(got)
	}
}

func TestAnEntryFails(t *testing.T) {
	for name, entries := range map[string][]report.Entry{
		"that matches nothing":                  {with(v2, func(e *report.Entry) { e.Message = "Subset v4" })},
		"that names another object":             {with(v2, func(e *report.Entry) { e.Object = "DestinationRule shop/card" })},
		"that names another code":               {with(v2, func(e *report.Entry) { e.Code = "IST0101" })},
		"that matches two findings":             {with(v2, func(e *report.Entry) { e.Message = "Subset v" })},
		"that accepts what another one accepts": {v2, with(v2, func(e *report.Entry) { e.Message = "v2 defined" })},
	} {
		t.Run(name, func(t *testing.T) {
			if review := report.Apply(ask(t, "examples/a", twoMissingSubsets, ""), entries); len(review.Problems) != 1 {
				t.Errorf("%+v", review)
			}
		})
	}
}

func TestWhatAClusterRefusesCannotBeReviewed(t *testing.T) {
	findings := ask(t, "examples/a", shop+strings.ReplaceAll(cartRule, "HERE", "subsets: [{name: v1}, {name: v1}], bogus: 1"), "")
	for _, code := range []string{"crd", "webhook"} {
		if !has(findings, code, "") {
			t.Fatalf("no [%s] in %v", code, findings)
		}
	}
	for _, f := range findings {
		if f.Code != "IST0173" {
			entry := report.Entry{App: f.App, Object: f.Object, Code: f.Code, Message: f.Message, Reason: "please"}
			if review := report.Apply(findings, []report.Entry{entry}); len(review.Problems) != 1 || len(review.Accepted) != 0 {
				t.Errorf("accepted: %s", f)
			}
		}
	}
}

func TestAnEntryNeedsEveryField(t *testing.T) {
	const entry = "- {app: examples/a, object: Kind a/b, code: IST0101, message: m, reason: r}"
	if entries, err := report.LoadReviewed(write(t, "ok.yaml", entry)); err != nil || len(entries) != 1 {
		t.Fatal(entries, err)
	}
	for name, text := range map[string]string{
		"no reason":     strings.Replace(entry, ", reason: r", "", 1),
		"empty message": strings.Replace(entry, "message: m", `message: ""`, 1),
		"unknown field": strings.Replace(entry, "code:", "codes:", 1),
	} {
		if _, err := report.LoadReviewed(write(t, "bad.yaml", text)); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
