package surroundings

import "strings"

// host is a Service as configuration names it.
type host struct{ namespace, name string }

// hostOf reads a host as the object means it; ok is false for hosts outside the mesh and patterns.
func hostOf(from Object, written string) (h host, ok bool) {
	if written != "" && !strings.Contains(written, ".") { // a short name is read in the namespace of the object
		return host{from.GetNamespace(), written}, true
	}
	local, inMesh := strings.CutSuffix(written, ".svc.cluster.local")
	name, namespace, two := strings.Cut(local, ".")
	return host{namespace, name}, inMesh && two && name != "*" && !strings.Contains(namespace, ".")
}

// destinations gives every destination of a VirtualService, mirrors included.
func destinations(o Object) []map[string]any {
	var found []map[string]any
	add := func(holder map[string]any, field string) {
		if destination, ok := holder[field].(map[string]any); ok {
			found = append(found, destination)
		}
	}
	for _, protocol := range []string{"http", "tls", "tcp"} {
		for _, route := range list(o.Object, "spec", protocol) {
			add(route, "mirror")
			for _, field := range []string{"route", "mirrors"} {
				for _, target := range list(route, field) {
					add(target, "destination")
				}
			}
		}
	}
	return found
}
