package rig

import (
	"encoding/json"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

type tree = map[string]any

func treeOf(message proto.Message) tree {
	made := tree{}
	must(0, json.Unmarshal(must(protojson.Marshal(message)), &made))
	return made
}

// Extensions that only Istio's own build of Envoy has. They count, and tell proxies about each other; none decides
// where a request goes or whether it may.
var istioOnly = []string{
	"/istio.", "/io.istio.", "/stats.PluginConfig", "/envoy.tcp.metadataexchange.",
	"/envoy.extensions.filters.http.peer_metadata.", "/envoy.extensions.network_filters.peer_metadata.",
}

func isIstioOnly(extension tree) bool {
	config, _ := extension["typedConfig"].(tree)
	url, _ := config["@type"].(string)
	if inner, wrapped := config["typeUrl"].(string); wrapped {
		url = inner
	}
	for _, part := range istioOnly {
		if strings.Contains(url, part) {
			return true
		}
	}
	return false
}

// static turns a configuration that Envoy would complete from istiod into one that is complete: routes are put in their
// place, and the secrets that are named are noted. Extensions that a plain Envoy does not have are left out.
type static struct {
	routes  map[string]tree
	secrets map[string]bool
}

func (s *static) walk(value any) any {
	switch value := value.(type) {
	case []any:
		var kept []any
		for _, each := range value {
			if branch, is := each.(tree); !is || !isIstioOnly(branch) {
				kept = append(kept, s.walk(each))
			}
		}
		return kept
	case tree:
		if _, dynamic := value["sdsConfig"]; dynamic {
			delete(value, "sdsConfig")
			s.secrets[value["name"].(string)] = true
		}
		if rds, dynamic := value["rds"].(tree); dynamic {
			delete(value, "rds")
			name := rds["routeConfigName"].(string)
			value["routeConfig"] = tree{"name": name}
			if routes, known := s.routes[name]; known {
				value["routeConfig"] = routes
			}
		}
		for key, each := range value {
			value[key] = s.walk(each)
		}
	}
	return value
}

func branch(from tree, path ...string) tree {
	for _, step := range path {
		from, _ = from[step].(tree)
	}
	return from
}
