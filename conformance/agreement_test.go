package conformance

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"cdk8s-istio/conformance/agreement"
	"cdk8s-istio/conformance/analyze"
	"cdk8s-istio/conformance/manifest"
	"cdk8s-istio/conformance/webhook"
)

// checked are the manifests that this project checked, with what it said: real ones, and the examples of every rule.
var checked = []string{"corpus", "rules", "examples"}

func TestRulesAgreeWithIstio(t *testing.T) {
	reviewed, err := agreement.LoadReviewed("differences.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, set := range checked {
		dir := cmp.Or(os.Getenv("CONFORMANCE_CHECKED"), "../dist/checked")
		apps, err := agreement.Load(filepath.Join(dir, set+".jsonl"))
		if err != nil || len(apps) == 0 {
			t.Fatalf("nothing was checked in %s/%s.jsonl (%v); `npm run checked` writes it", dir, set, err)
		}
		for _, app := range apps {
			t.Run(app.ID, func(t *testing.T) { compare(t, app, reviewed) })
		}
	}
	for _, entry := range reviewed.Unused() {
		t.Errorf("differences.yaml: %s %v %s accepts nothing", entry.Code, entry.Apps, entry.Object)
	}
}

func compare(t *testing.T, app agreement.App, reviewed *agreement.Reviewed) {
	for _, finding := range app.Findings {
		if strings.HasPrefix(finding.Problem, "this rule could not be evaluated") {
			t.Errorf("%s: %s", finding.Rule, finding.Problem)
		}
	}
	refused := map[string]bool{}
	var objects []*unstructured.Unstructured
	var missed []agreement.Difference
	for _, document := range app.Documents {
		object, err := document.Decode(func(o *unstructured.Unstructured) { manifest.FillNamespace("default", o) })
		if err != nil {
			t.Errorf("%s: %v", app.ID, err)
			continue
		}
		verdict := verdictOn(object)
		refused[manifest.Name(object)] = refused[manifest.Name(object)] || len(verdict.Refused) > 0
		missed = append(missed, agreement.Missed(app, document, manifest.Name(object), verdict)...)
		objects = append(objects, object)
	}
	app.Fill(objects)
	messages, err := analyzed(objects)
	if err != nil {
		t.Fatal(err)
	}
	sayAll(t, agreement.Open(missed, reviewed.Missed))
	sayAll(t, agreement.Open(agreement.Untold(app, messages), reviewed.Untold))
	sayAll(t, agreement.Open(agreement.Stricter(app, refused, messages), reviewed.Stricter))
}

func sayAll(t *testing.T, differences []agreement.Difference) {
	for _, difference := range differences {
		fmt.Fprintln(t.Output(), difference)
		t.Fail()
	}
}

func verdictOn(object *unstructured.Unstructured) agreement.Verdict {
	verdict := agreement.Verdict{Refused: webhook.Check(object).Errors}
	switch {
	case oracle.crds.Knows(object):
		verdict.Refused = append(verdict.Refused, oracle.crds.Check(object)...)
	case oracle.crds.Misnamed(object):
		verdict.Refused = append(verdict.Refused, "no CRD for "+object.GroupVersionKind().String())
	}
	return verdict
}

func analyzed(objects []*unstructured.Unstructured) ([]agreement.Message, error) {
	messages, err := analyze.RunAll(objects)
	var told []agreement.Message
	for _, message := range messages {
		told = append(told, agreement.Message(message))
	}
	return told, err
}
