package surroundings

import (
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// podTemplate finds what a workload starts. Rollout is Argo's stand-in for a Deployment.
func podTemplate(o Object) (map[string]any, bool) {
	switch o.GetKind() {
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Rollout":
		template, found, err := unstructured.NestedMap(o.Object, "spec", "template")
		return template, found && err == nil
	}
	return nil, false
}

// started gives one Pod of the workload: the analyzers see workloads only as Pods, and without any would
// report every selector as matching nothing. One is enough, whatever replicas says: the analyzers do not count.
func started(workload Object, template map[string]any, all []Object) Object {
	spec, _ := template["spec"].(map[string]any)
	pod := object("v1", "Pod", workload.GetNamespace(), workload.GetName()+"-0", map[string]any{"spec": runtime.DeepCopyJSON(spec)})
	pod.SetLabels(stringMap(template, "metadata", "labels"))
	pod.SetAnnotations(stringMap(template, "metadata", "annotations"))
	switch joins(pod, all) {
	case sidecar:
		inject(pod)
	case ambient:
		annotations := pod.GetAnnotations()
		if annotations == nil {
			annotations = map[string]string{}
		}
		annotations["ambient.istio.io/redirection"] = "enabled" // as the CNI node agent marks it
		pod.SetAnnotations(annotations)
	}
	return pod
}

type dataPlane int

const (
	none dataPlane = iota
	sidecar
	ambient
)

// joins follows the injector: the Pod's own label decides, then its namespace.
// A namespace that is not in view is taken to be in the mesh: policies are written for it.
func joins(pod Object, all []Object) dataPlane {
	for _, from := range []map[string]string{pod.GetLabels(), pod.GetAnnotations()} {
		switch from["sidecar.istio.io/inject"] {
		case "true":
			return sidecar
		case "false":
			return none
		}
	}
	for _, o := range ofKind(all, "Namespace") {
		if o.GetName() == pod.GetNamespace() {
			return joinsBy(o.GetLabels(), pod.GetLabels())
		}
	}
	return sidecar
}

func joinsBy(namespace, pod map[string]string) dataPlane {
	injection, revision := namespace["istio-injection"], namespace["istio.io/rev"]
	switch {
	case injection == "enabled", injection == "" && revision != "":
		return sidecar
	case namespace["istio.io/dataplane-mode"] == "ambient" && pod["istio.io/dataplane-mode"] != "none":
		return ambient
	}
	return none
}

// inject adds the proxy, or gives a proxy container that waits for injection its image.
func inject(pod Object) {
	containers, _, _ := unstructured.NestedSlice(pod.Object, "spec", "containers")
	for _, container := range containers {
		if c, ok := container.(map[string]any); ok && c["name"] == "istio-proxy" {
			c["image"] = proxyImage
			setContainers(pod, containers)
			return
		}
	}
	setContainers(pod, append(containers, map[string]any{"name": "istio-proxy", "image": proxyImage}))
}

func setContainers(pod Object, containers []any) {
	spec, _ := pod.Object["spec"].(map[string]any)
	if spec == nil {
		spec = map[string]any{}
		pod.Object["spec"] = spec
	}
	spec["containers"] = containers
}
