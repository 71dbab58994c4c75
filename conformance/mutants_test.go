package conformance

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"cdk8s-istio/conformance/agreement"
	"cdk8s-istio/conformance/webhook"
)

// excused are differences that somebody looked at: every message of Istio's has the text.
var excused = []struct{ kind, text, reason string }{
	{"EnvoyFilter", "Envoy filter: ", "the webhook decodes patches into Envoy's own types, of which there are thousands"},
	{"", "parsing time", "the API server writes the times of metadata, and nobody else"},
	{"", "status.conditions", "a status that is written is dropped: the CRDs have it as a subresource"},
}

// answer is what Istio says of a mutant: its schema, and the webhook.
type answer struct {
	kind            string
	schema, webhook []string
}

func TestMutantsAreJudgedAsIstioDoes(t *testing.T) {
	file := filepath.Join(cmp.Or(os.Getenv("CONFORMANCE_CHECKED"), "../dist/checked"), "mutants.jsonl")
	mutants, err := agreement.LoadMutants(file)
	if err != nil {
		t.Fatalf("no mutants (%v); `npm run checked` writes them", err)
	}
	var valid, broken, refused int
	for _, mutant := range mutants {
		if isForeign(mutant) {
			continue
		}
		istio := answerOn(mutant)
		judge(t, mutant, istio)
		switch {
		case len(istio.schema) > 0:
			broken++
		case len(istio.webhook) > 0:
			refused++
		default:
			valid++
		}
	}
	t.Logf("%d mutants are valid, %d are not as their schema says, and %d more are refused by the webhook", valid, broken, refused)
	if min(valid, broken, refused) < 300 {
		t.Error("that is too little of one sort to say anything")
	}
}

func judge(t *testing.T, mutant agreement.Mutant, istio answer) {
	if len(istio.schema) > 0 != (len(mutant.Violations) > 0) && !isExcused(istio.kind, istio.schema) {
		t.Errorf("%s\n%s\nits schema says %q, we say %q", mutant.From, mutant.Object, istio.schema, mutant.Violations)
	}
	if len(istio.schema) == 0 && len(istio.webhook) > 0 && len(mutant.Errors) == 0 && !isExcused(istio.kind, istio.webhook) {
		t.Errorf("%s\n%s\nthe webhook says %q, we say nothing", mutant.From, mutant.Object, istio.webhook)
	}
}

// isForeign: what has lost its group is somebody else's, or nobody's, unless its kind still shows whose it was.
func isForeign(mutant agreement.Mutant) bool {
	var object map[string]any
	err := json.Unmarshal([]byte(mutant.Object), &object)
	group, _, _ := strings.Cut(fmt.Sprint(object["apiVersion"]), "/")
	return err == nil && !strings.HasSuffix(group, ".istio.io") && len(mutant.Violations) == 0
}

func isExcused(kind string, messages []string) bool {
	return slices.ContainsFunc(excused, func(e struct{ kind, text, reason string }) bool {
		other := func(message string) bool { return !strings.Contains(message, e.text) }
		return (e.kind == "" || e.kind == kind) && len(messages) > 0 && !slices.ContainsFunc(messages, other)
	})
}

func answerOn(mutant agreement.Mutant) answer {
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON([]byte(mutant.Object)); err != nil {
		return answer{schema: []string{"no kind: " + err.Error()}}
	}
	said := answer{kind: object.GetKind(), webhook: webhook.Check(oracle.crds.Admitted(object)).Errors}
	switch {
	case oracle.crds.Knows(object):
		said.schema = oracle.crds.Check(object)
	case oracle.crds.Misnamed(object) || object.GroupVersionKind().Group == "": // no mutant is of a kind of Kubernetes' own
		said.schema = []string{"no CRD for " + object.GroupVersionKind().String()}
	}
	return said
}
