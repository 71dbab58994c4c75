package rig

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net/url"
	"sync"
	"time"
)

// Authority signs the certificates of one world, and its tokens. Nothing of it outlives the run.
type Authority struct {
	key         *ecdsa.PrivateKey
	certificate *x509.Certificate
	pem         []byte

	mu      sync.Mutex
	issuers map[string]*ecdsa.PrivateKey
}

func newAuthority() *Authority {
	key := newKey()
	template := template()
	template.Subject = pkix.Name{CommonName: "root of the rig"}
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature
	der := must(x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key))
	return &Authority{
		key: key, certificate: must(x509.ParseCertificate(der)), pem: inPEM("CERTIFICATE", der), issuers: map[string]*ecdsa.PrivateKey{},
	}
}

func template() *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: must(rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 100))),
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
	}
}

// issue makes a certificate for a SPIFFE identity, for DNS names, or for both.
func (a *Authority) issue(identity string, names ...string) (certificate, key []byte) {
	private := newKey()
	template := template()
	template.DNSNames = names
	template.KeyUsage = x509.KeyUsageDigitalSignature
	template.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth}
	if identity != "" {
		template.URIs = []*url.URL{must(url.Parse(identity))}
	}
	der := must(x509.CreateCertificate(rand.Reader, template, a.certificate, &private.PublicKey, a.key))
	return inPEM("CERTIFICATE", der), inPEM("PRIVATE KEY", must(x509.MarshalPKCS8PrivateKey(private)))
}

func (a *Authority) pair(identity string, names ...string) tls.Certificate {
	return must(tls.X509KeyPair(a.issue(identity, names...)))
}

func (a *Authority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.certificate)
	return pool
}

func newKey() *ecdsa.PrivateKey { return must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader)) }

func inPEM(kind string, der []byte) []byte {
	return pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der})
}

// must is for what fails only on a machine without a source of randomness.
func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
