package meaning

import (
	"fmt"
	"net/http"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	endpointv3 "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	routev3 "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcmv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pilot/test/xdstest"
)

// proxy is the configuration that pilot gives to one Envoy.
type proxy struct {
	world     *World
	node      *model.Proxy
	at        *workload
	sim       *simulation.Simulation
	clusters  map[string]*clusterv3.Cluster
	endpoints map[string]*endpointv3.ClusterLoadAssignment
	routes    map[string]*routev3.RouteConfiguration
	taken     map[string]connection
	settings  map[string]map[string]string // by cluster
	addresses map[string]string            // of hosts
}

// proxyVersion is that of the Istio in go.mod.
const proxyVersion = "1.31.0"

func (w *World) proxy(name string) (*proxy, error) {
	if p, made := w.proxies[name]; made {
		return p, nil
	}
	at, found := w.workloads[name]
	if !found || !at.inMesh && !at.gateway {
		return nil, fmt.Errorf("no workload with a proxy is called %s", name)
	}
	node := w.server.SetupProxy(w.node(at))
	p := &proxy{
		world: w, node: node, at: at, sim: simulation.NewSimulation(w.t, w.server, node), taken: map[string]connection{}, settings: map[string]map[string]string{}, addresses: map[string]string{},
		clusters: map[string]*clusterv3.Cluster{}, endpoints: map[string]*endpointv3.ClusterLoadAssignment{},
	}
	p.routes = xdstest.ExtractRouteConfigurations(p.sim.Routes)
	for _, c := range p.sim.Clusters {
		p.clusters[c.Name] = c
	}
	for _, assignment := range w.server.Endpoints(node) {
		p.endpoints[assignment.ClusterName] = assignment
	}
	w.proxies[name] = p
	return p, nil
}

func (w *World) node(at *workload) *model.Proxy {
	node := &model.Proxy{
		Type: model.SidecarProxy, ID: at.pod.Name + "." + at.pod.Namespace, ConfigNamespace: at.pod.Namespace,
		IPAddresses: []string{at.pod.Status.PodIP}, Labels: at.pod.Labels,
		Metadata: &model.NodeMetadata{
			Namespace: at.pod.Namespace, Labels: at.pod.Labels, ServiceAccount: at.pod.Spec.ServiceAccountName,
			IstioVersion: proxyVersion, ClusterID: "Kubernetes",
		},
	}
	if at.gateway {
		node.Type = model.Router
	}
	return node
}

// connection is where a connection ends up inside an Envoy.
type connection struct {
	chain       *listenerv3.FilterChain
	manager     *hcmv3.HttpConnectionManager // nil: not taken apart as HTTP
	virtualHost *routev3.VirtualHost
	redirected  bool   // to HTTPS
	refused     string // why it is not taken
}

// connect finds the listener, filter chain and virtual host as Envoy would. They do not depend on path and headers.
func (p *proxy) connect(call simulation.Call) connection {
	key := fmt.Sprintf("%s %s:%d %s %s %s %s", call.CallMode, call.Address, call.Port, call.Protocol, call.TLS, call.Sni, call.HostHeader)
	taken, known := p.taken[key]
	if !known {
		taken = p.connectAnew(call)
		p.taken[key] = taken
	}
	return taken
}

func (p *proxy) connectAnew(call simulation.Call) connection {
	var c connection
	call.Headers = http.Header{}
	// The names of filter chains repeat: the one that was matched is handed to validations only.
	call.CustomListenerValidations = []simulation.CustomFilterChainValidation{func(chain *listenerv3.FilterChain) error {
		c.chain = chain
		return nil
	}}
	result := p.sim.Run(call)
	if c.chain == nil {
		c.refused = result.Error.Error()
		return c
	}
	c.manager = xdstest.ExtractHTTPConnectionManager(p.world.t, c.chain)
	switch result.Error {
	case nil, simulation.ErrNoRoute: // the simulation looks at the path alone; routes are matched here in full
	case simulation.ErrTLSRedirect:
		c.redirected = true
	default:
		c.refused = result.Error.Error()
		return c
	}
	if c.manager != nil {
		c.virtualHost = p.virtualHost(c.manager, result.VirtualHostMatched)
	}
	return c
}

func (p *proxy) virtualHost(manager *hcmv3.HttpConnectionManager, name string) *routev3.VirtualHost {
	routes := manager.GetRouteConfig()
	if routes == nil {
		routes = p.routes[manager.GetRds().GetRouteConfigName()]
	}
	for _, host := range routes.GetVirtualHosts() {
		if host.Name == name {
			return host
		}
	}
	return nil
}
