// Package crdcheck answers what an API server would say about a custom resource.
package crdcheck

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"istio.io/istio/manifests"
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	"k8s.io/apimachinery/pkg/runtime/schema"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

// Checker holds the compiled schema of every served version of every CRD. Of the Gateway API there are two
// editions: the one that Istio is built with, and the one that is installed beside it. An object has to suit both.
type Checker struct {
	kinds map[schema.GroupVersionKind][]kind
}

type kind struct {
	namespaced bool
	structural *structuralschema.Structural
	openAPI    validation.SchemaCreateValidator
	cel        *cel.Validator
}

// New loads the CRDs of Istio and of the Gateway API that the pinned modules themselves carry, and those of
// neighbours (Argo Rollouts, Flagger, cert-manager, the Gateway API again) from the files of a folder.
func New(neighbours string) (*Checker, error) {
	c := &Checker{kinds: map[schema.GroupVersionKind][]kind{}}
	if err := c.addNeighbours(neighbours); err != nil {
		return nil, err
	}
	text, err := fs.ReadFile(manifests.FS, "charts/base/files/crd-all.gen.yaml")
	if err != nil {
		return nil, err
	}
	if err := c.add(text); err != nil {
		return nil, fmt.Errorf("CRDs of Istio: %w", err)
	}
	return c, c.addGatewayAPI()
}

func (c *Checker) add(text []byte) error {
	decoder := kubeyaml.NewYAMLOrJSONDecoder(bytes.NewReader(text), 1<<20)
	for {
		var external apiextv1.CustomResourceDefinition
		if err := decoder.Decode(&external); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		if external.Kind != "CustomResourceDefinition" {
			continue
		}
		var crd apiextensions.CustomResourceDefinition
		if err := apiextv1.Convert_v1_CustomResourceDefinition_To_apiextensions_CustomResourceDefinition(&external, &crd, nil); err != nil {
			return err
		}
		if err := c.addVersions(&crd); err != nil {
			return fmt.Errorf("%s: %w", crd.Name, err)
		}
	}
}

func (c *Checker) addVersions(crd *apiextensions.CustomResourceDefinition) error {
	for _, version := range crd.Spec.Versions {
		if !version.Served {
			continue
		}
		source := version.Schema
		if source == nil {
			source = crd.Spec.Validation // the conversion hoists a schema that all versions share
		}
		if source == nil {
			return fmt.Errorf("version %s has no schema", version.Name)
		}
		structural, err := structuralschema.NewStructural(source.OpenAPIV3Schema)
		if err != nil {
			return err
		}
		openAPI, _, err := validation.NewSchemaValidator(source.OpenAPIV3Schema)
		if err != nil {
			return err
		}
		gvk := schema.GroupVersionKind{Group: crd.Spec.Group, Version: version.Name, Kind: crd.Spec.Names.Kind}
		c.kinds[gvk] = append(c.kinds[gvk], kind{
			namespaced: crd.Spec.Scope == apiextensions.NamespaceScoped,
			structural: structural,
			openAPI:    openAPI,
			cel:        cel.NewValidator(structural, true, celconfig.PerCallLimit),
		})
	}
	return nil
}
