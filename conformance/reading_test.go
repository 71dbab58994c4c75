package conformance

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"math/big"
	"os"
	"path/filepath"
	"testing"

	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"

	"cdk8s-istio/conformance/agreement"
)

// TestReadsAsGo compares what this project reads from real files with what kubectl and istiod do, document for document.
func TestReadsAsGo(t *testing.T) {
	apps, err := agreement.Load(filepath.Join(cmp.Or(os.Getenv("CONFORMANCE_CHECKED"), "../dist/checked"), "corpus.jsonl"))
	if err != nil || len(apps) == 0 {
		t.Fatalf("nothing was read (%v); `npm run checked` does", err)
	}
	documents := map[string][]any{}
	for _, app := range apps {
		for _, document := range app.Documents {
			documents[document.File] = append(documents[document.File], decoded(t, []byte(document.Object)))
		}
	}
	corpus := filepath.Join(shared(), "corpus")
	for file, ours := range documents {
		t.Run(file, func(t *testing.T) {
			theirs := readByGo(t, filepath.Join(corpus, file))
			if len(ours) != len(theirs) {
				t.Fatalf("%d documents are read here, %d by Go", len(ours), len(theirs))
			}
			for i := range ours {
				if !same(ours[i], theirs[i]) {
					t.Errorf("document %d is read differently:\n%s\nby Go:\n%s", i, text(ours[i]), text(theirs[i]))
				}
			}
		})
	}
	t.Logf("%d files", len(documents))
}

func readByGo(t *testing.T, file string) []any {
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var documents []any
	reader := kubeyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content)))
	for {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return documents
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := yaml.YAMLToJSON(document)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, objectsIn(decoded(t, content))...)
	}
}

// objectsIn leaves out what is no object, and notes of the tests that the corpus is from.
func objectsIn(document any) []any {
	object, isObject := document.(map[string]any)
	version, _ := object["apiVersion"].(string)
	kind, _ := object["kind"].(string)
	if _, isPatch := object["$patch"]; !isObject || version == "" || kind == "" || isPatch {
		return nil
	}
	if items, isList := object["items"].([]any); isList && kind == "List" {
		var objects []any
		for _, item := range items {
			objects = append(objects, objectsIn(item)...)
		}
		return objects
	}
	delete(object, "_err")
	return []any{object}
}

func decoded(t *testing.T, content []byte) any {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

// same compares numbers by what they are, however they are written.
func same(a, b any) bool {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for key, value := range a {
			if other, has := b[key]; !has || !same(value, other) {
				return false
			}
		}
		return true
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return false
		}
		for i := range a {
			if !same(a[i], b[i]) {
				return false
			}
		}
		return true
	case json.Number:
		b, ok := b.(json.Number)
		return ok && rational(a).Cmp(rational(b)) == 0
	}
	return a == b
}

func rational(n json.Number) *big.Rat {
	value, _ := new(big.Rat).SetString(n.String())
	return value
}

func text(value any) string {
	content, _ := json.MarshalIndent(value, "", "  ")
	return string(content)
}
