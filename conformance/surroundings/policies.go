package surroundings

import (
	"fmt"
	"slices"
	"strings"
)

const rootNamespace = "istio-system"

// Where the kinds keep their selector. Sidecar, EnvoyFilter and ServiceEntry name it differently.
var selectorPaths = [][]string{
	{"spec", "selector", "matchLabels"},
	{"spec", "workloadSelector", "matchLabels"},
	{"spec", "workloadSelector", "labels"},
}

// assumeSelected gives every selector of a policy a Pod, and every namespace with an AuthorizationPolicy at least one.
func (w *world) assumeSelected() {
	for _, o := range w.objects {
		if !strings.HasSuffix(o.GroupVersionKind().Group, ".istio.io") {
			continue
		}
		for _, path := range selectorPaths {
			if selector := stringMap(o.Object, path...); len(selector) > 0 {
				w.ensurePod(o.GetNamespace(), selector)
			}
		}
	}
	for _, o := range ofKind(w.objects, "AuthorizationPolicy") {
		if len(w.podsIn(o.GetNamespace(), nil)) == 0 && o.GetNamespace() != rootNamespace {
			w.add(pod(o.GetNamespace(), "assumed", map[string]string{"app": "assumed"}))
		}
	}
}

func (w *world) ensurePod(namespace string, selector map[string]string) {
	stock := namespace == rootNamespace && matches(selector, stockGateway)
	if !stock && len(w.podsIn(namespace, selector)) == 0 {
		w.add(pod(namespace, fmt.Sprintf("assumed-%d", len(w.made)), selector))
	}
}

func (w *world) assumeNamespaces() {
	var names []string
	for _, o := range slices.Concat(w.objects, w.made) {
		names = append(names, o.GetNamespace())
	}
	for _, o := range ofKind(w.objects, "AuthorizationPolicy") {
		for _, rule := range list(o.Object, "spec", "rules") {
			for _, from := range list(rule, "from") {
				names = append(names, texts(from, "source", "namespaces")...)
				names = append(names, texts(from, "source", "notNamespaces")...)
			}
		}
	}
	for _, name := range names {
		name = strings.Trim(name, "*") // a namespace named as the fixed part of a pattern matches it
		if name != "" && name != rootNamespace && !w.has("Namespace", "", name) {
			w.add(namespace(name))
		}
	}
}
