package meaning

import (
	"maps"
	"slices"

	jwtv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"
	corev1 "k8s.io/api/core/v1"

	"istio.io/istio/pkg/config/kube"
)

// Requests derives from the configuration of both sides what can tell them apart.
func Requests(original, rebuilt *World) []Request {
	d := derive(original, rebuilt)
	var all []Request
	for _, at := range original.sortedWorkloads() {
		switch {
		case at.gateway:
			all = append(all, d.entering(at, gatewayPorts(at, original, rebuilt))...)
		case at.inMesh:
			all = append(all, d.leaving(at)...)
			all = append(all, d.arriving(at, original)...)
		}
	}
	return all
}

func (d *derived) leaving(at *workload) []Request {
	var all []Request
	for _, to := range d.sortedHosts() {
		base := Request{Entrance: Leaving, At: at.name, Protocol: to.protocol, Host: to.host, Port: to.port}
		if to.protocol != HTTP {
			all = append(all, base)
			continue
		}
		all = append(all, d.spread(base, d.routing, []*Token{nil})...)
	}
	return all
}

// spread varies everything that is not settled when the connection is made. Where both sides refuse that,
// one request stands for all.
func (d *derived) spread(base Request, b *borders, tokens []*Token) []Request {
	base.Method, base.Path = "GET", "/"
	if d.refused(base) {
		return []Request{base}
	}
	if !d.readsTokens(base) {
		tokens = tokens[:1]
	}
	var all []Request
	for _, path := range b.targets() {
		for _, method := range b.methods.sorted() {
			for _, headers := range b.headerSets() {
				for _, token := range tokens {
					r := base
					r.Path, r.Method, r.Headers, r.Token = path, method, headers, token
					all = append(all, r)
				}
			}
		}
	}
	return append(all, preflight(base))
}

// readsTokens tells whether either side validates tokens there; elsewhere they are headers like others.
func (d *derived) readsTokens(r Request) bool {
	for _, w := range d.sides {
		p, err := w.proxy(r.At)
		if err != nil {
			continue
		}
		for _, filter := range p.connect(p.call(r)).manager.GetHttpFilters() {
			if _, reads := w.unpack(filter.GetTypedConfig()).(*jwtv3.JwtAuthentication); reads {
				return true
			}
		}
	}
	return false
}

func (d *derived) refused(r Request) bool {
	for _, w := range d.sides {
		p, err := w.proxy(r.At)
		if err != nil || p.connect(p.call(r)).refused == "" {
			return false // an error is told when the request is asked
		}
	}
	return true
}

// preflight is what a browser asks before it sends a token to another site.
func preflight(base Request) Request {
	base.Method, base.Path = "OPTIONS", "/"
	base.Headers = map[string]string{"origin": "https://elsewhere.example.com", "access-control-request-method": "GET"}
	return base
}

func (d *derived) entering(at *workload, ports []int) []Request {
	var all []Request
	b := d.routing.join(d.access)
	for _, port := range ports {
		for _, host := range d.edge.sorted() {
			base := Request{Entrance: Entering, At: at.name, Host: host, Port: port}
			base.Protocol = TLS
			all = append(all, base)
			base.Protocol = HTTP
			for _, secure := range []bool{false, true} {
				base.Secure = secure
				for _, address := range d.blocks.sorted() {
					base.Address = address
					all = append(all, d.spread(base, b, d.tokens.all())...)
				}
			}
		}
	}
	return all
}

// portOfNoService is one that a workload opens without telling anybody.
const portOfNoService = 9999

func (d *derived) arriving(at *workload, w *World) []Request {
	var all []Request
	ports := w.portsOf(at)
	ports[portOfNoService] = TCP
	for _, port := range slices.Sorted(maps.Keys(ports)) {
		for _, caller := range d.callers.sorted() {
			for _, address := range d.blocks.sorted() {
				base := Request{Entrance: Arriving, At: at.name, Serves: w.serviceOf(at), Host: "server", Port: port, Caller: caller, Address: address, Protocol: ports[port]}
				if base.Protocol != HTTP {
					all = append(all, base)
					continue
				}
				all = append(all, d.spread(base, d.access, d.tokens.all())...)
			}
		}
	}
	return all
}

// serviceOf names the Service that a workload serves; several versions of one have the same rules, as a rule.
func (w *World) serviceOf(at *workload) string {
	for _, service := range w.services {
		if slices.Contains(w.selected(service), at) {
			return service.Namespace + "/" + service.Name
		}
	}
	return at.name
}

// portsOf gives where the workload listens, by its Services. What it says under TLS of its own is TCP to its sidecar.
func (w *World) portsOf(at *workload) map[int]Protocol {
	ports := map[int]Protocol{}
	for _, service := range w.services {
		if !slices.Contains(w.selected(service), at) {
			continue
		}
		for _, port := range service.Spec.Ports {
			ports[targetPort(port, at.pod)] = arrivesAs(port)
		}
	}
	return ports
}

func arrivesAs(port corev1.ServicePort) Protocol {
	if p := speaks(kube.ConvertProtocol(port.Port, port.Name, port.Protocol, port.AppProtocol)); p == HTTP {
		return HTTP
	}
	return TCP
}

// gatewayPorts gives the ports that either side opens at the gateway.
func gatewayPorts(at *workload, sides ...*World) []int {
	ports := map[int]bool{}
	for _, w := range sides {
		p, err := w.proxy(at.name)
		if err != nil {
			continue
		}
		for _, listener := range p.sim.Listeners {
			ports[int(listener.GetAddress().GetSocketAddress().GetPortValue())] = true
		}
	}
	return slices.Sorted(maps.Keys(ports))
}
