package rig

import (
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"strconv"
)

// Outside is a server that is not in the mesh.
type Outside struct {
	// Protocol is http, tcp, https or tls.
	Protocol string `json:"protocol"`
	// Certificate is the name that it shows; that of the host where it is empty.
	Certificate string `json:"certificate"`
	// Untrusted has the certificate signed by an authority that nobody knows.
	Untrusted bool `json:"untrusted"`
	// ClientCertificate makes the server ask for one.
	ClientCertificate bool `json:"clientCertificate"`
	// TLS changes what the server says in its handshakes.
	TLS func(*tls.Config) `json:"-"`
}

var silent = log.New(io.Discard, "", 0)

// outsidePort is where a server listens that is outside: an ordinary user may not use the low ports.
func outsidePort(port int) int {
	if port < lowestPort {
		return port + 20000
	}
	return port
}

func (w *World) isOutside(host string) bool {
	for key := range w.outside {
		if name, _, err := net.SplitHostPort(key); err == nil && name == host {
			return true
		}
	}
	return false
}

func (w *World) startStubs() error {
	for _, pod := range w.pods {
		pod.stub = &Stub{Name: pod.Key}
		if pod.gateway {
			continue
		}
		for _, name := range sortedKeys(pod.owner.Ports) {
			var security *tls.Config
			if isTLS(name) {
				security = w.serverTLS(w.authority, false, append([]string{"*." + pod.Namespace + ".svc.cluster.local"}, pod.owner.Names...)...)
			}
			address := net.JoinHostPort(pod.appIP(), fmt.Sprint(pod.owner.Ports[name].Pod))
			if err := w.serve(pod.stub, name, address, security); err != nil {
				return err
			}
		}
	}
	for i, key := range sortedKeys(w.setup.Outside) {
		if err := w.startOutside(key, i+1); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) startOutside(key string, n int) error {
	host, text, err := net.SplitHostPort(key)
	port, notNumber := strconv.Atoi(text)
	if err != nil || notNumber != nil {
		return fmt.Errorf(`outside %q: write host:port`, key)
	}
	stub := &Stub{Name: key, ip: outsideIP(w.number, n)}
	if known, twice := w.addresses[host]; twice {
		stub.ip = known // another port of the host
	}
	if address := onLoopback(host); isLoopback(address) {
		stub.ip = address
	}
	w.addresses[host] = stub.ip
	w.outside[key] = stub
	o := w.setup.Outside[key]
	var security *tls.Config
	if isTLS(o.Protocol) {
		name, authority := host, w.authority
		if o.Certificate != "" {
			name = o.Certificate
		}
		if o.Untrusted {
			authority = newAuthority()
		}
		security = w.serverTLS(authority, o.ClientCertificate, name)
	}
	if o.TLS != nil {
		o.TLS(security)
	}
	ports := []int{outsidePort(port)}
	if ports[0] != port && os.Geteuid() == 0 {
		ports = append(ports, port) // what is passed through keeps its port
	}
	for _, each := range ports {
		if err := w.serve(stub, o.Protocol, net.JoinHostPort(stub.ip, fmt.Sprint(each)), security); err != nil {
			return err
		}
	}
	return nil
}

func (w *World) serverTLS(authority *Authority, askClient bool, names ...string) *tls.Config {
	config := &tls.Config{Certificates: []tls.Certificate{authority.pair("", names...)}, NextProtos: []string{"h2", "http/1.1"}}
	if askClient {
		config.ClientAuth, config.ClientCAs = tls.RequireAndVerifyClientCert, w.authority.pool()
	}
	return config
}
