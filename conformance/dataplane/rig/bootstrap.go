package rig

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"

	"istio.io/istio/pilot/pkg/model"
)

// bootstrap turns what pilot says for a pod's proxy into one configuration that Envoy needs nobody else for.
func (w *World) bootstrap(pod *Pod) ([]byte, error) {
	proxy := w.proxy(pod)
	s := &static{routes: map[string]tree{}, secrets: map[string]bool{}}
	fromPilot := w.server.Listeners(proxy)
	for _, routes := range w.server.RoutesFromListeners(proxy, fromPilot) {
		s.routes[routes.Name] = treeOf(routes)
	}
	var listeners []any
	for _, listener := range fromPilot {
		if made := pod.listener(listener, s); made != nil {
			w.pointListener(made.(tree))
			listeners = append(listeners, made)
		}
	}
	clusters, err := w.clusters(pod, proxy, s)
	if err != nil {
		return nil, err
	}
	secrets, err := w.secrets(pod, proxy, sortedKeys(s.secrets))
	if err != nil {
		return nil, err
	}
	locality := tree{}
	if proxy.Locality != nil {
		locality = treeOf(proxy.Locality)
	}
	made := tree{
		"node":            tree{"id": proxy.ID, "cluster": pod.Name, "locality": locality},
		"admin":           tree{"address": socket(pod.IP(), adminPort)},
		"staticResources": tree{"listeners": listeners, "clusters": clusters, "secrets": secrets},
		"layeredRuntime": tree{"layers": []any{
			tree{"name": "static", "staticLayer": tree{"re2.max_program_size.error_level": 32768}}, // as istio-agent
			tree{"name": "admin", "adminLayer": tree{}},
		}},
	}
	if w.setup.Change != nil {
		w.setup.Change(made)
	}
	text, err := json.MarshalIndent(made, "", " ")
	return []byte(textOnLoopback(string(text))), err
}

func socket(address string, port any) tree {
	return tree{"socketAddress": tree{"address": address, "portValue": port}}
}

// listener binds what iptables would lead to Envoy. It is nil for an inbound listener of a pod that has no ports.
func (p *Pod) listener(from *listenerv3.Listener, s *static) any {
	made := s.walk(treeOf(from)).(tree)
	switch {
	case from.Name == model.VirtualOutboundListenerName:
		branch(made, "address", "socketAddress")["address"] = p.IP()
		toldByClient(made)
	case from.Name == model.VirtualInboundListenerName:
		if len(p.ports) == 0 {
			return nil
		}
		// With the pod's own ports, the chains match on the port that the client connects to.
		made["address"] = socket(p.IP(), p.ports[0])
		var more []any
		for _, port := range p.ports[1:] {
			more = append(more, tree{"address": socket(p.IP(), port)})
		}
		if more != nil {
			made["additionalAddresses"] = more
		}
		delete(made, "useOriginalDst")
		toldByClient(made)
	case p.gateway:
		if address := branch(made, "address", "socketAddress"); address["address"] == "0.0.0.0" {
			address["address"] = p.IP()
		}
		delete(made, "additionalAddresses")
	}
	return made
}

// toldByClient lets the client say with the PROXY protocol where it wanted to go, as the kernel says it after iptables.
func toldByClient(listener tree) {
	filters := []any{tree{"name": "envoy.filters.listener.proxy_protocol", "typedConfig": tree{
		"@type":                             "type.googleapis.com/envoy.extensions.filters.listener.proxy_protocol.v3.ProxyProtocol",
		"allowRequestsWithoutProxyProtocol": true,
	}}}
	given, _ := listener["listenerFilters"].([]any)
	for _, filter := range given {
		if filter.(tree)["name"] != "envoy.filters.listener.original_dst" {
			filters = append(filters, filter)
		}
	}
	listener["listenerFilters"] = filters
}

func (w *World) clusters(pod *Pod, proxy *model.Proxy, s *static) ([]any, error) {
	assignments := map[string]tree{}
	for _, assignment := range w.server.Endpoints(proxy) {
		assignments[assignment.ClusterName] = treeOf(assignment)
	}
	var made []any
	var errs []error
	for _, cluster := range w.server.Clusters(proxy) {
		one := pod.cluster(cluster, assignments, s)
		errs = append(errs, w.point(one["loadAssignment"]), w.postpone(pod, one))
		made = append(made, one)
	}
	return made, errors.Join(errs...)
}

func (p *Pod) cluster(from *clusterv3.Cluster, assignments map[string]tree, s *static) tree {
	made := s.walk(treeOf(from)).(tree)
	switch {
	case made["type"] == "EDS":
		name, _ := branch(made, "edsClusterConfig")["serviceName"].(string)
		if name == "" {
			name = from.Name
		}
		delete(made, "edsClusterConfig")
		made["type"] = "STATIC"
		made["loadAssignment"] = tree{"clusterName": name}
		if assignment, known := assignments[name]; known {
			made["loadAssignment"] = assignment
		}
	case strings.HasPrefix(from.Name, "inbound|") && made["type"] == "ORIGINAL_DST":
		port := strings.Split(from.Name, "|")[1]
		made["type"] = "STATIC"
		delete(made, "lbPolicy")
		endpoint := tree{"endpoint": tree{"address": socket(p.appIP(), json.Number(port))}}
		made["loadAssignment"] = tree{"clusterName": from.Name, "endpoints": []any{tree{"lbEndpoints": []any{endpoint}}}}
	}
	return made
}

// point leads every endpoint to where it is on this machine. One that is not there is an error: nothing leaves it.
func (w *World) point(value any) error {
	var errs []error
	switch value := value.(type) {
	case []any:
		for _, each := range value {
			errs = append(errs, w.point(each))
		}
	case tree:
		if address, is := value["socketAddress"].(tree); is {
			return w.pointSocket(address)
		}
		for _, each := range value {
			errs = append(errs, w.point(each))
		}
	}
	return errors.Join(errs...)
}

// pointListener has one for an address listen where that is on this machine.
func (w *World) pointListener(listener tree) {
	socket := branch(listener, "address", "socketAddress")
	if address, known := w.addresses[fmt.Sprint(socket["address"])]; known {
		socket["address"] = address
	}
}

func (w *World) pointSocket(socket tree) error {
	host, _ := socket["address"].(string)
	address, err := w.resolve(host, "")
	if err != nil {
		return fmt.Errorf("an endpoint of the mesh: %w", err)
	}
	socket["address"] = address
	if port, is := socket["portValue"].(float64); is && w.isOutside(host) {
		socket["portValue"] = outsidePort(int(port))
	}
	return nil
}
