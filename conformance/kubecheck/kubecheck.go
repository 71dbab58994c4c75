// Package kubecheck decodes the objects that are Kubernetes' own (Namespace, NetworkPolicy ...) strictly:
// an unknown or mistyped field is an error. An API server checks values as well; that code cannot be imported,
// and is followed for NetworkPolicy only.
package kubecheck

import (
	"istio.io/istio/pkg/kube"
	networkingv1 "k8s.io/api/networking/v1"
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
	decoded, _, err := decoder.Decode(json, nil, nil)
	if err != nil {
		return []string{err.Error()}
	}
	namespaced := o.GetNamespace() != "" // which kinds are namespaced is not in the scheme
	errs := metavalidation.ValidateObjectMetaAccessor(o, namespaced, metavalidation.NameIsDNSSubdomain, field.NewPath("metadata"))
	if policy, ok := decoded.(*networkingv1.NetworkPolicy); ok {
		errs = append(errs, checkNetworkPolicy(policy)...)
	}
	var messages []string
	for _, err := range errs {
		messages = append(messages, err.Error())
	}
	return messages
}
