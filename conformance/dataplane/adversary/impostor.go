package adversary

import (
	"cmp"
	"crypto/tls"
	"net"
	"sync"
	"time"
)

// impostor is a server outside that shows certificates which it should not have.
type impostor struct {
	mu    sync.Mutex
	shown *tls.Certificate // the honest one where there is none
	open  []net.Conn
}

// show changes the certificate. Connections that know another one end.
func (p *impostor) show(shown *tls.Certificate) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, connection := range p.open {
		_ = connection.Close()
	}
	p.shown, p.open = shown, nil
}

func (p *impostor) serve(config *tls.Config) {
	config.SessionTicketsDisabled = true // one of the honest server would be taken instead of a certificate
	honest := &config.Certificates[0]
	config.GetCertificate = func(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.open = append(p.open, hello.Conn)
		return cmp.Or(p.shown, honest), nil
	}
}

// attack has the server show the certificates in turn, while somebody calls it who may.
func (p *impostor) attack(kind string, way Way, host string, certificates ...tls.Certificate) Attack {
	a := Attack{Kind: kind, Control: anybody}
	for i := range attemptsWanted {
		path := sprint("/pay/%d/certificate/%d", i, i%len(certificates))
		a.Attempts = append(a.Attempts, Attempt{Way: way, Bytes: h1([]string{"GET", "POST"}[i/len(certificates)%2], path, host)})
	}
	a.Server = func(i int) {
		if i < 0 {
			p.show(nil)
			return
		}
		p.show(&certificates[i%len(certificates)])
	}
	return a
}

func (p *impostor) attacks(s *site, way Way, host string) []Attack {
	root := s.Root()
	right := certificate{names: []string{host}, common: host}
	workload := certificate{uris: []string{"spiffe://cluster.local/ns/shop/sa/checkout"}}.signedBy(&root)
	var wrong []tls.Certificate
	for _, name := range []string{"evil.example", "x" + host, host + ".evil.example", "x." + host, "*." + host, "payments.example", "localhost", "*.example", "*", "127.0.0.1", host + "."} {
		wrong = append(wrong, certificate{names: []string{name}, common: host}.signedBy(&root))
	}
	wrong = append(wrong, certificate{common: host}.signedBy(&root), certificate{uris: []string{"https://" + host}}.signedBy(&root), workload)
	asCA := right
	asCA.ca = true
	return []Attack{
		p.attack("server with a certificate of another name", way, host, wrong...),
		p.attack("server with a self-signed certificate", way, host, right.signedBy(nil), asCA.signedBy(nil)),
		p.attack("server with a certificate of another authority", way, host, right.signedBy(stranger()), chained(right.signedBy(stranger()), root)),
		p.attack("server with an expired certificate", way, host, right.at(-25*time.Hour).signedBy(&root), right.at(-61*time.Minute).signedBy(&root)),
		p.attack("server with a certificate of the future", way, host, right.at(26*time.Hour).signedBy(&root), right.at(3*time.Hour).signedBy(&root)),
		p.attack("server with a certificate signed by a workload", way, host, right.signedBy(&workload), alone(right.signedBy(&workload))),
	}
}
