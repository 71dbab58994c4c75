// Package manifest reads the YAML that the project synthesizes.
package manifest

import (
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Object is one document.
type Object = *unstructured.Unstructured

// Name is how findings and reviewed entries call an object: "Kind namespace/name".
func Name(o Object) string {
	if o.GetNamespace() == "" {
		return o.GetKind() + " " + o.GetName()
	}
	return o.GetKind() + " " + o.GetNamespace() + "/" + o.GetName()
}

// FillNamespace does what kubectl does with an object that names no namespace.
func FillNamespace(namespace string, o Object) {
	gvk := o.GroupVersionKind()
	schema, known := collections.All.FindByGroupVersionAliasesKind(resource.FromKubernetesGVK(&gvk))
	if o.GetNamespace() == "" && known && !schema.IsClusterScoped() {
		o.SetNamespace(namespace)
	}
}
