package conformance

import "testing"

func TestReadingCatches(t *testing.T) {
	const account = `{apiVersion: v1, kind: ServiceAccount, metadata: {name: HERE, namespace: shop}}`
	catches(t, []mistake{
		{
			name: "text that is no YAML", manifest: "HERE",
			bad: `{spec: [`, good: `{apiVersion: v1, kind: Namespace, metadata: {name: other}}`,
			code: "read", message: "document 4",
		},
		{
			name: "a key given twice", manifest: `{apiVersion: v1, kind: ServiceAccount, metadata: {name: a, HERE, namespace: shop}}`,
			bad: `name: b`, good: `labels: {app: b}`,
			code: "read", message: `"name" already set`,
		},
		{
			name: "a List, whose items would not be checked", manifest: `{apiVersion: v1, kind: HERE}`,
			bad: `List, items: []`, good: `Namespace, metadata: {name: other}`,
			code: "read", message: "a List is not read",
		},
		{
			name: "two objects of one kind and name", manifest: account + "\n---\n" + `{apiVersion: v1, kind: ServiceAccount, metadata: {name: one, namespace: shop}}`,
			bad: `one`, good: `two`,
			code: "read", message: "a second object",
		},
	})
}

func TestUnknownKindsAreCountedAndNotChecked(t *testing.T) {
	app := manifestApp(t, shop+`{apiVersion: argoproj.io/v1alpha1, kind: AnalysisRun, metadata: {name: a, namespace: shop}, spec: {anything: goes}}`)
	findings, tally, err := oracle.Ask(app)
	if err != nil || len(findings) > 0 {
		t.Fatal(findings, err)
	}
	if n := tally.Unchecked["argoproj.io/v1alpha1 AnalysisRun"]; n != 1 || tally.Documents != 4 || tally.CRD != 0 || tally.Kubernetes != 3 {
		t.Errorf("%+v", tally)
	}
}

func TestAnAppWithoutDocumentsFails(t *testing.T) {
	if _, _, err := oracle.Ask(manifestApp(t, "# nothing here\n---\n")); err == nil {
		t.Error("an empty app passes")
	}
}
