package surroundings

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"sync"
	"time"
)

// Generated expands `stringData: {generate: certificate}` in a Secret of a fixture to a key pair, and any
// other stringData to data, as an API server does. The analyzers parse the certificate and look at its dates.
func Generated(o Object) Object {
	given := stringMap(o.Object, "stringData")
	if o.GetKind() != "Secret" || len(given) == 0 {
		return o
	}
	if given["generate"] == "certificate" {
		return certificateSecret(o.GetNamespace(), o.GetName())
	}
	out := o.DeepCopy()
	delete(out.Object, "stringData")
	data := anyMap(stringMap(o.Object, "data"))
	for key, value := range given {
		data[key] = base64.StdEncoding.EncodeToString([]byte(value))
	}
	out.Object["data"] = data
	return out
}

func certificateSecret(namespace, name string) Object {
	certificate, key := keyPair()
	return object("v1", "Secret", namespace, name, map[string]any{
		"type": "kubernetes.io/tls",
		"data": map[string]any{"tls.crt": certificate, "tls.key": key, "ca.crt": certificate},
	})
}

// keyPair is made anew in every run, so that none can expire and no private key is in the repository.
var keyPair = sync.OnceValues(func() (certificate, key string) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "conformance"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	must(err)
	keyDER, err := x509.MarshalPKCS8PrivateKey(private)
	must(err)
	return inPEM("CERTIFICATE", der), inPEM("PRIVATE KEY", keyDER)
})

func inPEM(kind string, der []byte) string {
	return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func must(err error) {
	if err != nil {
		panic(err) // only a machine without a source of randomness
	}
}
