package manifest

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// ReadFile reads every document of a file. What cannot be read is an error beside what can.
func ReadFile(path string) ([]Object, []error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, []error{err}
	}
	return Read(path, text)
}

// Read is ReadFile for text in memory; the name is for messages.
func Read(name string, text []byte) ([]Object, []error) { return ReadIn("default", name, text) }

// ReadIn is Read as `kubectl -n <namespace>` does it.
func ReadIn(namespace, name string, text []byte) ([]Object, []error) {
	var objects []Object
	var errs []error
	reader := kubeyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(text)))
	for i := 1; ; i++ {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return objects, errs
		}
		if err != nil {
			return objects, append(errs, fmt.Errorf("%s, document %d: %w", name, i, err))
		}
		object, err := decode(namespace, document)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s, document %d: %w", name, i, err))
		} else if object != nil {
			objects = append(objects, object)
		}
	}
}

// decode gives nil for a document that holds nothing but comments.
func decode(namespace string, document []byte) (Object, error) {
	json, err := yaml.YAMLToJSONStrict(document) // strict: a key given twice is an error
	if err != nil || string(json) == "null" {
		return nil, err
	}
	object := &unstructured.Unstructured{}
	if err := object.UnmarshalJSON(json); err != nil {
		return nil, err
	}
	if object.IsList() {
		// Its items would go past the checks of their kinds.
		return nil, errors.New("a List is not read: write its items as documents")
	}
	if object.GetName() == "" {
		return nil, fmt.Errorf("%s without metadata.name", object.GetKind())
	}
	FillNamespace(namespace, object)
	return object, nil
}
