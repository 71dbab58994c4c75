package meaning

import (
	"fmt"

	tlsv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"

	"istio.io/istio/pilot/pkg/simulation"
	"istio.io/istio/pilot/test/xdstest"
	"istio.io/istio/pkg/config/host"
)

// Ask puts a request to the proxy where it comes into view, and follows it through gateways.
func (w *World) Ask(r Request) (Answer, error) {
	p, err := w.proxy(r.At)
	if err != nil {
		return nil, err
	}
	answer := Answer{}
	err = p.process(p.connect(p.call(r)), r.message(), answer, r.Entrance != Arriving)
	return answer, err
}

// call says the request in the words of Istio's own simulation.
func (p *proxy) call(r Request) simulation.Call {
	call := simulation.Call{Port: r.Port, HostHeader: r.Host, Protocol: simulation.HTTP, TLS: simulation.Plaintext}
	if r.Protocol == TCP {
		call.Protocol = simulation.TCP
	}
	if r.Protocol == TLS || r.Secure {
		call.TLS, call.Sni = simulation.TLS, r.Host
	}
	switch r.Entrance {
	case Leaving:
		call.CallMode = simulation.CallModeOutbound
		call.Address = p.addressOf(r.Host)
		if r.Protocol == HTTP {
			call.HostHeader = fmt.Sprintf("%s:%d", r.Host, r.Port)
		}
	case Entering:
		call.CallMode = simulation.CallModeGateway
	case Arriving:
		call.CallMode = simulation.CallModeInbound
		call.Address = p.at.pod.Status.PodIP
		if r.Caller != "" {
			call.TLS, call.Sni = simulation.MTLS, "outbound_._._.server"
		}
	}
	return call
}

// someExternal stands for an address that the mesh does not know.
const someExternal = "203.0.113.9"

func (p *proxy) addressOf(name string) string {
	if address, known := p.addresses[name]; known {
		return address
	}
	p.addresses[name] = someExternal
	if service := p.world.server.PushContext().ServiceForHostname(p.node, host.Name(name)); service != nil {
		if address := service.GetAddressForProxy(p.node); address != "" && address != "0.0.0.0" {
			p.addresses[name] = address
		}
	}
	return p.addresses[name]
}

// process is everything that happens inside one proxy.
func (p *proxy) process(to connection, m *message, answer Answer, onward bool) error {
	if to.refused != "" {
		answer.set("outcome", "connection refused")
		return nil
	}
	answer.set("certificate", p.world.served(to))
	if to.redirected {
		answer.set("outcome", "redirect to HTTPS")
		return nil
	}
	v, err := p.filter(to, m)
	if err != nil {
		return err
	}
	answer.set("outcome", v.String())
	if len(m.claimed) > 0 && v.allowed {
		answer.set("token", fmt.Sprint(m.claimed))
	}
	if !v.allowed || !onward {
		return nil
	}
	if to.manager != nil {
		return p.follow(to, m, answer)
	}
	return p.followTCP(to, m, answer)
}

func (p *proxy) followTCP(to connection, m *message, answer Answer) error {
	tcp := xdstest.ExtractTCPProxy(p.world.t, to.chain)
	clusters := []weighted{{tcp.GetCluster(), 100}}
	if split := tcp.GetWeightedClusters(); split != nil {
		clusters = nil
		for _, each := range split.Clusters {
			clusters = append(clusters, weighted{each.Name, each.Weight})
		}
	}
	found, err := p.destinations(clusters, m)
	if err == nil {
		found.describe(answer)
	}
	return err
}

// served says which certificate a gateway shows, and what it wants of the client.
func (w *World) served(to connection) string {
	context, secured := w.unpack(to.chain.GetTransportSocket().GetTypedConfig()).(*tlsv3.DownstreamTlsContext)
	if !secured {
		return ""
	}
	text := ""
	for _, secret := range context.GetCommonTlsContext().GetTlsCertificateSdsSecretConfigs() {
		text = secret.Name
	}
	if text == "default" {
		return "" // that of the mesh: the caller's side says so
	}
	if context.GetRequireClientCertificate().GetValue() {
		text += ", wants one of the client"
	}
	return text
}

// passOn asks the gateway that a request is sent to what it does with it.
func (p *proxy) passOn(gateway string, port int, t transport, m *message) (Answer, error) {
	next, err := p.world.proxy(gateway)
	if err != nil {
		return nil, err
	}
	call := simulation.Call{Port: port, CallMode: simulation.CallModeGateway, HostHeader: m.headers[":authority"], Protocol: simulation.HTTP, TLS: simulation.Plaintext}
	if m.tcp {
		call.Protocol = simulation.TCP
	}
	onward := *m
	onward.port, onward.caller = port, ""
	switch {
	case t.mesh:
		call.TLS, call.Sni, onward.caller, onward.sni = simulation.MTLS, t.sni, p.at.principal, t.sni
	case t.secured:
		call.TLS, call.Sni, onward.sni = simulation.TLS, t.sni, t.sni
	case m.tcp && m.sni != "":
		call.TLS, call.Sni = simulation.TLS, m.sni
	}
	answer := Answer{}
	return answer, next.process(next.connect(call), &onward, answer, true)
}
