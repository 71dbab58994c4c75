// Package surroundings makes the objects that are in a cluster although no manifest holds them:
// what controllers make from the manifests, and, for an app of mesh configuration alone, what it configures.
package surroundings

import (
	"maps"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
)

// Object is one document.
type Object = *unstructured.Unstructured

// proxyImage is any image but "auto", which only an injected Deployment may have.
const proxyImage = "istio/proxyv2"

func object(apiVersion, kind, namespace, name string, content map[string]any) Object {
	o := Object(&unstructured.Unstructured{Object: maps.Clone(content)})
	o.SetAPIVersion(apiVersion)
	o.SetKind(kind)
	o.SetNamespace(namespace)
	o.SetName(name)
	return o
}

func namespace(name string) Object {
	o := object("v1", "Namespace", "", name, map[string]any{})
	o.SetLabels(map[string]string{"istio-injection": "enabled"})
	return o
}

// pod is a running workload with a sidecar.
func pod(namespace, name string, labels map[string]string) Object {
	proxy := map[string]any{"name": "istio-proxy", "image": proxyImage}
	o := object("v1", "Pod", namespace, name, map[string]any{"spec": map[string]any{"containers": []any{proxy}}})
	o.SetLabels(labels)
	return o
}

func service(namespace, name string, selector map[string]string, ports []int64) Object {
	spec := map[string]any{"selector": anyMap(selector), "ports": portList(ports)}
	return object("v1", "Service", namespace, name, map[string]any{"spec": spec})
}

func anyMap(from map[string]string) map[string]any {
	to := map[string]any{}
	for key, value := range from {
		to[key] = value
	}
	return to
}

func matches(selector map[string]string, pod Object) bool {
	return labels.SelectorFromSet(selector).Matches(labels.Set(pod.GetLabels()))
}

func ofKind(objects []Object, kinds ...string) []Object {
	var found []Object
	for _, o := range objects {
		for _, kind := range kinds {
			if o.GetKind() == kind {
				found = append(found, o)
			}
		}
	}
	return found
}
