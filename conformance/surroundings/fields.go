package surroundings

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// list gives the maps of a list field; what is missing or mistyped is the business of the checks, not of this package.
func list(from map[string]any, path ...string) []map[string]any {
	items, _, _ := unstructured.NestedSlice(from, path...)
	var found []map[string]any
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			found = append(found, m)
		}
	}
	return found
}

func text(from map[string]any, path ...string) string {
	value, _, _ := unstructured.NestedString(from, path...)
	return value
}

func texts(from map[string]any, path ...string) []string {
	values, _, _ := unstructured.NestedStringSlice(from, path...)
	return values
}

func number(from map[string]any, path ...string) int64 {
	value, _, _ := unstructured.NestedInt64(from, path...)
	return value
}

func stringMap(from map[string]any, path ...string) map[string]string {
	value, _, _ := unstructured.NestedStringMap(from, path...)
	return value
}

func portList(ports []int64) []any {
	var out []any
	for _, port := range ports {
		out = append(out, map[string]any{"name": fmt.Sprintf("http-%d", port), "port": port, "targetPort": port, "protocol": "TCP"})
	}
	return out
}
