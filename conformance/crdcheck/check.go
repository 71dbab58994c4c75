package crdcheck

import (
	"context"
	"fmt"
	"slices"
	"strings"

	structuralschema "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
)

// Knows tells whether there is a CRD for the object's group, version and kind.
func (c *Checker) Knows(o *unstructured.Unstructured) bool {
	_, known := c.kinds[o.GroupVersionKind()]
	return known
}

// partial are groups of which only the kinds that we write have a CRD here.
var partial = map[string]bool{"argoproj.io": true, "cert-manager.io": true}

// Misnamed tells whether the object claims a kind or version that its owner does not have: any unknown kind
// of a group whose every kind has a CRD here, and an unknown version of a known kind elsewhere.
func (c *Checker) Misnamed(o *unstructured.Unstructured) bool {
	claimed := o.GroupVersionKind()
	if c.Knows(o) {
		return false
	}
	for gvk := range c.kinds {
		if gvk.Group == claimed.Group && (!partial[gvk.Group] || gvk.Kind == claimed.Kind) {
			return true
		}
	}
	return strings.HasSuffix(claimed.Group, ".istio.io")
}

// Check lists why an API server would refuse an object of a known kind, or drop a part of it.
func (c *Checker) Check(o *unstructured.Unstructured) []string {
	var messages []string
	for _, k := range c.kinds[o.GroupVersionKind()] {
		for _, message := range k.check(o) {
			if !slices.Contains(messages, message) { // two editions mostly agree
				messages = append(messages, message)
			}
		}
	}
	return messages
}

func (k kind) check(o *unstructured.Unstructured) []string {
	object := o.DeepCopy().Object

	// Before defaulting, on a copy: this is what strict field validation (kubectl's default) reports.
	messages := unknownFields(runtime.DeepCopyJSON(object), k.structural)

	k.admit(object)
	errs := k.checkMetadata(object)
	errs = append(errs, validation.ValidateCustomResource(nil, object, k.openAPI)...)
	errs = append(errs, listtype.ValidateListSetsAndMaps(nil, k.structural, object)...)
	if k.cel != nil {
		broken, _ := k.cel.Validate(context.Background(), nil, k.structural, object, nil, celconfig.RuntimeCELCostBudget)
		errs = append(errs, broken...)
	}
	for _, err := range errs {
		messages = append(messages, err.Error())
	}
	return messages
}

// Admitted is an object as admission webhooks get it: without nulls that are no value, and with defaults. Of a kind with no CRD it is the object itself.
func (c *Checker) Admitted(o *unstructured.Unstructured) *unstructured.Unstructured {
	admitted := o.DeepCopy()
	for _, k := range c.kinds[o.GroupVersionKind()] {
		k.admit(admitted.Object)
	}
	return admitted
}

// In the order of customresource_handler.go: a null is no value where none is allowed.
func (k kind) admit(object map[string]any) {
	defaulting.PruneNonNullableNullsWithoutDefaults(object, k.structural)
	defaulting.Default(object, k.structural)
}

func unknownFields(object map[string]any, structural *structuralschema.Structural) []string {
	var messages []string
	track := structuralschema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(object, structural, true, track) {
		messages = append(messages, fmt.Sprintf("unknown field %q", path))
	}
	return messages
}

func (k kind) checkMetadata(object map[string]any) field.ErrorList {
	at := field.NewPath("metadata")
	meta, found, unknown, err := objectmeta.GetObjectMetaWithOptions(object, objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true})
	if err != nil {
		return field.ErrorList{field.Invalid(at, object["metadata"], err.Error())}
	}
	if meta == nil {
		return field.ErrorList{field.Required(at, "an object needs a name")}
	}
	if !found {
		meta = &metav1.ObjectMeta{}
	}
	errs := metavalidation.ValidateObjectMeta(meta, k.namespaced, metavalidation.NameIsDNSSubdomain, at)
	for _, path := range unknown {
		errs = append(errs, field.Forbidden(at, fmt.Sprintf("unknown field %q", path)))
	}
	return errs
}
