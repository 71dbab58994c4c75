package rig

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// Dial opens the connection for a request as its sender would.
func (w *World) Dial(ctx context.Context, r *Request) (net.Conn, error) {
	connection, err := w.dialTCP(ctx, r)
	if err != nil || !r.secure() {
		return connection, err
	}
	secured := tls.Client(connection, w.clientTLS(r))
	if err := secured.HandshakeContext(ctx); err != nil {
		connection.Close()
		return nil, err
	}
	return secured, nil
}

func (w *World) dialTCP(ctx context.Context, r *Request) (net.Conn, error) {
	from, err := w.sender(r)
	if err != nil {
		return nil, err
	}
	dialer := net.Dialer{}
	if from != nil {
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from.appIP())}
	}
	if r.To != "" || from == nil {
		address, err := w.entrance(r)
		if err != nil {
			return nil, err
		}
		return dialer.DialContext(ctx, "tcp", address)
	}
	target, err := w.resolve(r.url.Hostname(), from.Namespace)
	if err != nil {
		return nil, err
	}
	if !from.sidecar {
		return dialer.DialContext(ctx, "tcp", w.balanced(target, r.port))
	}
	connection, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(from.IP(), fmt.Sprint(catchPort)))
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(connection, "PROXY TCP4 %s %s 40000 %d\r\n", from.appIP(), target, r.port)
	return connection, err
}

func (w *World) sender(r *Request) (*Pod, error) {
	if r.From == "" {
		return nil, nil
	}
	if pod := w.Pod(r.From); pod != nil {
		return pod, nil
	}
	return nil, fmt.Errorf("from %q: there is no such workload; there are %s", r.From, w.podKeys())
}

func (w *World) podKeys() string {
	var keys []string
	for _, pod := range w.pods {
		keys = append(keys, pod.Key)
	}
	return strings.Join(keys, ", ")
}

// entrance is the address of a pod that is asked directly, or of a gateway.
func (w *World) entrance(r *Request) (string, error) {
	if r.To != "" {
		pod := w.Pod(r.To)
		if pod == nil {
			return "", fmt.Errorf("to %q: there is no such workload; there are %s", r.To, w.podKeys())
		}
		return net.JoinHostPort(pod.IP(), fmt.Sprint(r.port)), nil
	}
	gateway, err := w.gateway(r.Via)
	if err != nil {
		return "", err
	}
	for _, service := range w.services {
		for _, pod := range w.podsOf(service) {
			if port := portOf(service, r.port); pod == gateway && port != 0 {
				return net.JoinHostPort(gateway.IP(), fmt.Sprint(port)), nil
			}
		}
	}
	return net.JoinHostPort(gateway.IP(), fmt.Sprint(r.port)), nil
}

func (w *World) gateway(via string) (*Pod, error) {
	var found []*Pod
	for _, pod := range w.pods {
		if pod.gateway && (via == "" || via == pod.Key) {
			found = append(found, pod)
		}
	}
	if len(found) != 1 {
		return nil, fmt.Errorf(`via %q: a request without "from" comes in through a gateway, and %d fit; there are %s`, via, len(found), w.podKeys())
	}
	return found[0], nil
}

func portOf(service *corev1.Service, number int) int32 {
	for _, port := range service.Spec.Ports {
		if int(port.Port) == number {
			return port.TargetPort.IntVal
		}
	}
	return 0
}

// balanced picks a pod as kube-proxy would, for senders that have no sidecar.
func (w *World) balanced(address string, port int) string {
	for _, service := range w.services {
		if onLoopback(service.Spec.ClusterIP) != address {
			continue
		}
		if pods, target := w.podsOf(service), portOf(service, port); len(pods) > 0 && target != 0 {
			return net.JoinHostPort(pods[0].IP(), fmt.Sprint(target))
		}
	}
	return net.JoinHostPort(address, fmt.Sprint(port))
}

func (w *World) clientTLS(r *Request) *tls.Config {
	config := &tls.Config{RootCAs: w.authority.pool(), ServerName: r.url.Hostname(), NextProtos: []string{"http/1.1"}}
	if r.SNI != "" {
		config.ServerName = r.SNI
	}
	if r.HTTP2 || r.call() {
		config.NextProtos = []string{"h2"}
	}
	if r.Certificate == "" {
		return config
	}
	authority := w.authority
	if r.Untrusted {
		authority = newAuthority()
	}
	if !strings.HasPrefix(r.Certificate, "spiffe://") {
		config.Certificates = []tls.Certificate{authority.pair("", r.Certificate)}
		return config
	}
	config.Certificates = []tls.Certificate{authority.pair(r.Certificate)}
	// What it talks to has a SPIFFE name as well, and tells by ALPN that the mesh itself speaks.
	config.InsecureSkipVerify = true
	config.VerifyConnection = verifyChain(w.authority.pool())
	config.NextProtos = []string{"istio"}
	return config
}

func verifyChain(roots *x509.CertPool) func(tls.ConnectionState) error {
	return func(state tls.ConnectionState) error {
		_, err := state.PeerCertificates[0].Verify(x509.VerifyOptions{Roots: roots})
		return err
	}
}
