// Package kubecheck decodes the objects that are Kubernetes' own (Namespace, NetworkPolicy ...) strictly:
// an unknown or mistyped field is an error. An API server checks values as well; that code cannot be imported.
package kubecheck

import (
	"istio.io/istio/pkg/kube"
	metavalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

var decoder = serializer.NewCodecFactory(kube.IstioScheme, serializer.EnableStrict).UniversalDeserializer()

// Knows tells whether the kind is built into Kubernetes.
func Knows(o *unstructured.Unstructured) bool {
	return kube.IstioScheme.Recognizes(o.GroupVersionKind())
}

// OwnsGroup tells whether the group is built in, so that an unknown kind in it is a mistake.
func OwnsGroup(o *unstructured.Unstructured) bool {
	return kube.IstioScheme.IsGroupRegistered(o.GroupVersionKind().Group)
}

// Check lists why the object is not what it says it is.
func Check(o *unstructured.Unstructured) []string {
	json, err := o.MarshalJSON()
	if err != nil {
		return []string{err.Error()}
	}
	if _, _, err := decoder.Decode(json, nil, nil); err != nil {
		return []string{err.Error()}
	}
	var messages []string
	namespaced := o.GetNamespace() != "" // which kinds are namespaced is not in the scheme
	for _, err := range metavalidation.ValidateObjectMetaAccessor(o, namespaced, metavalidation.NameIsDNSSubdomain, field.NewPath("metadata")) {
		messages = append(messages, err.Error())
	}
	return messages
}
