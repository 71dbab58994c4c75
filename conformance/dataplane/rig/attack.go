package rig

import (
	"crypto/ecdsa"
	"crypto/tls"
	"crypto/x509"
)

// Root is the authority of the mesh with its key, for certificates that no honest one would sign.
func (w *World) Root() tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{w.authority.certificate.Raw}, PrivateKey: w.authority.key, Leaf: w.authority.certificate}
}

// Roots trusts the authority of the mesh.
func (w *World) Roots() *x509.CertPool { return w.authority.pool() }

// IssuerKey signs the tokens of an issuer.
func (w *World) IssuerKey(name string) *ecdsa.PrivateKey { return w.authority.issuer(name) }

// Seen is all that servers saw, up to now.
func (w *World) Seen() []Seen {
	var seen []Seen
	stubs := w.stubs()
	for _, key := range sortedKeys(stubs) {
		seen = append(seen, stubs[key].all()...)
	}
	return seen
}
