package analyze

import (
	"istio.io/api/annotation"
	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/legacy/util/kuberesource"
	"istio.io/istio/pkg/config/schema/resource"
	"istio.io/istio/pkg/kube/inject"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"cdk8s-istio/conformance/manifest"
)

// Every Istio has this namespace; a policy may name it as the source of requests.
const stockNamespace = `{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "` + rootNamespace + `"}}`

var inputs = kuberesource.ConvertInputsToSchemas(analyzers.AllCombined().Metadata().Inputs)

// Reads tells whether any analyzer looks at the object. What none reads is left out by Istio without a word.
func Reads(o *unstructured.Unstructured) bool {
	gvk := o.GroupVersionKind()
	_, read := inputs.FindByGroupVersionAliasesKind(resource.FromKubernetesGVK(&gvk))
	return read && !inject.IgnoredNamespaces.Contains(o.GetNamespace())
}

// visible takes away the annotation that silences analyzers: here only reviewed.yaml does that.
func visible(o *unstructured.Unstructured) *unstructured.Unstructured {
	annotations := o.GetAnnotations()
	if _, silenced := annotations[annotation.GalleyAnalyzeSuppress.Name]; !silenced {
		return o
	}
	out := o.DeepCopy()
	delete(annotations, annotation.GalleyAnalyzeSuppress.Name)
	out.SetAnnotations(annotations)
	return out
}

func name(o *unstructured.Unstructured) string { return manifest.Name(o) }
