package meaning

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	networkingv1alpha3 "istio.io/api/networking/v1alpha3"
	"istio.io/istio/pkg/config/kube"
	"istio.io/istio/pkg/config/protocol"
)

// hostPort is somewhere that a workload may call.
type hostPort struct {
	host     string
	port     int
	protocol Protocol
}

func (d *derived) addHost(host string, port int, p Protocol) {
	for _, name := range expand(host) {
		d.hosts[hostPort{name, port, p}] = true
	}
}

func (d *derived) addEdgeHost(host string) {
	if _, name, qualified := strings.Cut(host, "/"); qualified { // namespace/host of a Gateway
		host = name
	}
	d.edge.add(expand(host)...)
}

// expand gives hosts that a pattern covers, and one that it only just does not.
func expand(pattern string) []string {
	suffix, wildcard := strings.CutPrefix(pattern, "*")
	switch {
	case !wildcard:
		return []string{pattern}
	case suffix == "":
		return []string{"any.example.com"}
	}
	return []string{"some" + suffix, "some.deeper" + suffix, strings.TrimPrefix(suffix, ".")}
}

// addServices leaves gateways out: they are asked from outside, and where routes lead to them.
func (d *derived) addServices(w *World) {
	for _, service := range w.services {
		if slices.ContainsFunc(w.selected(service), func(at *workload) bool { return at.gateway }) {
			continue
		}
		for _, port := range service.Spec.Ports {
			p := speaks(kube.ConvertProtocol(port.Port, port.Name, port.Protocol, port.AppProtocol))
			d.addHost(service.Name+"."+service.Namespace+".svc.cluster.local", int(port.Port), p)
		}
	}
}

func (d *derived) addEntry(spec *networkingv1alpha3.ServiceEntry) {
	for _, host := range spec.Hosts {
		for _, port := range spec.Ports {
			d.addHost(host, int(port.Number), speaks(protocol.Parse(port.Protocol)))
		}
	}
}

// speaks says what a client sends to a port. Where Istio has to find out by itself, most send HTTP.
func speaks(p protocol.Instance) Protocol {
	switch {
	case p.IsTLS():
		return TLS
	case p.IsTCP() && p != protocol.Unsupported:
		return TCP
	}
	return HTTP
}

func (d *derived) sortedHosts() []hostPort {
	return slices.SortedFunc(maps.Keys(d.hosts), func(a, b hostPort) int {
		return cmp.Or(cmp.Compare(a.host, b.host), cmp.Compare(a.port, b.port), cmp.Compare(a.protocol, b.protocol))
	})
}
