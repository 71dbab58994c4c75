package surroundings

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// assumeServices adds a Service for every host of the mesh that is routed to or has a rule.
func (w *world) assumeServices() {
	ports := map[host]map[int64]bool{}
	name := func(from Object, written string, numbers ...int64) {
		h, ok := hostOf(from, written)
		if !ok {
			return
		}
		if ports[h] == nil {
			ports[h] = map[int64]bool{}
		}
		for _, n := range numbers {
			ports[h][n] = n != 0
		}
	}
	for _, o := range ofKind(w.objects, "VirtualService") {
		for _, destination := range destinations(o) {
			name(o, text(destination, "host"), number(destination, "port", "number"))
		}
	}
	for _, o := range ofKind(w.objects, "DestinationRule") {
		name(o, text(o.Object, "spec", "host"), rulePorts(o)...)
	}
	for _, h := range slices.SortedFunc(maps.Keys(ports), host.compare) {
		delete(ports[h], 0)
		if len(ports[h]) == 0 {
			ports[h][80] = true // nobody names one: any will do
		}
		w.add(service(h.namespace, h.name, map[string]string{"app": h.name}, slices.Sorted(maps.Keys(ports[h]))))
	}
}

func (h host) compare(o host) int {
	return cmp.Or(cmp.Compare(h.namespace, o.namespace), cmp.Compare(h.name, o.name))
}

// rulePorts gives the ports that a DestinationRule has settings for.
func rulePorts(rule Object) []int64 {
	spec, _ := rule.Object["spec"].(map[string]any)
	var ports []int64
	for _, holder := range append(list(spec, "subsets"), spec) {
		for _, settings := range list(holder, "trafficPolicy", "portLevelSettings") {
			ports = append(ports, number(settings, "port", "number"))
		}
	}
	return ports
}

// assumePods gives every Service a Pod, and one more for each subset of it.
func (w *world) assumePods() {
	for _, s := range w.all("Service") {
		if selector := stringMap(s.Object, "spec", "selector"); len(selector) > 0 {
			w.add(pod(s.GetNamespace(), s.GetName()+"-0", selector))
		}
	}
	for _, rule := range ofKind(w.objects, "DestinationRule") {
		h, ok := hostOf(rule, text(rule.Object, "spec", "host"))
		s := w.get("Service", h.namespace, h.name)
		if !ok || s == nil {
			continue
		}
		for i, subset := range list(rule.Object, "spec", "subsets") {
			labels := map[string]string{}
			maps.Copy(labels, stringMap(s.Object, "spec", "selector"))
			maps.Copy(labels, stringMap(subset, "labels"))
			w.add(pod(h.namespace, fmt.Sprintf("%s-%s-subset-%d", h.name, rule.GetName(), i), labels))
		}
	}
}
