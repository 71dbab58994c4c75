package adversary

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net/url"
	"time"
)

// certificate is what an attacker has made, or got.
type certificate struct {
	uris   []string
	names  []string
	common string
	from   time.Duration // from now
	until  time.Duration
	ca     bool
}

// signer is a certificate that signs; its own key signs where there is none.
type signer *tls.Certificate

func (c certificate) signedBy(by signer) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 100))
	must(err)
	template := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: c.common}, DNSNames: c.names,
		NotBefore: time.Now().Add(c.from - time.Hour), NotAfter: time.Now().Add(c.from + time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth, x509.ExtKeyUsageServerAuth},
		BasicConstraintsValid: true, IsCA: c.ca,
	}
	if c.ca {
		template.KeyUsage |= x509.KeyUsageCertSign
	}
	for _, uri := range c.uris {
		parsed, err := url.Parse(uri)
		must(err)
		template.URIs = append(template.URIs, parsed)
	}
	parent, signing := template, any(key)
	if by != nil {
		parent, signing = by.Leaf, by.PrivateKey
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signing)
	must(err)
	leaf, _ := x509.ParseCertificate(der) // none where a name is not what Go takes for one; such do not sign
	made := tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
	if by != nil {
		made.Certificate = append(made.Certificate, by.Certificate...)
	}
	return made
}

func must(err error) {
	if err != nil {
		panic(err) // of a certificate or token that this package itself describes
	}
}

// stranger is an authority that nobody trusts, with the name of the real one.
func stranger() signer {
	made := certificate{common: "root of the rig", ca: true}.signedBy(nil)
	return &made
}

// lock is a place that only opens for somebody's certificate.
type lock struct {
	way  Way // with TLS that has no certificate yet
	send []string
	// open is what it opens for, and thief what the attacker honestly is.
	open, thief certificate
}

// with makes attempts with certificates, by a name for messages.
func (l lock) with(certificates map[string]tls.Certificate) []Attempt {
	var made []Attempt
	for _, name := range sortedKeys(certificates) {
		for _, text := range l.send {
			shown := *l.way.TLS
			shown.Name, shown.Certificates = name, []tls.Certificate{certificates[name]}
			way := l.way
			way.TLS = &shown
			made = append(made, Attempt{Way: way, Bytes: text})
		}
	}
	return made
}

// certificateKinds are the attacks on locks with certificates.
func certificateKinds(s *site, control string, locks []lock) []Attack {
	root := s.Root()
	kind := func(name string, make func(lock) map[string]tls.Certificate) Attack {
		a := Attack{Kind: name, Control: control}
		for _, l := range locks {
			a.Attempts = append(a.Attempts, l.with(make(l))...)
		}
		return a
	}
	return []Attack{
		noCertificate(control, locks),
		kind("self-signed certificate of the right name", func(l lock) map[string]tls.Certificate {
			asCA := l.open
			asCA.ca = true
			named := l.open
			named.common = "root of the rig"
			return map[string]tls.Certificate{"self-signed": l.open.signedBy(nil), "self-signed CA": asCA.signedBy(nil), "self-signed as the root": named.signedBy(nil)}
		}),
		kind("certificate of the right name, of another authority", func(l lock) map[string]tls.Certificate {
			strangers := stranger()
			return map[string]tls.Certificate{"of a stranger": l.open.signedBy(strangers), "of a stranger, alone": alone(l.open.signedBy(strangers)), "of a stranger, with the true root behind it": chained(l.open.signedBy(strangers), root)}
		}),
		kind("expired certificate", func(l lock) map[string]tls.Certificate {
			return map[string]tls.Certificate{"a day old": l.open.at(-25 * time.Hour).signedBy(&root), "a minute old": l.open.at(-61 * time.Minute).signedBy(&root), "ten years old": l.open.at(-87600 * time.Hour).signedBy(&root)}
		}),
		kind("certificate of the future", func(l lock) map[string]tls.Certificate {
			return map[string]tls.Certificate{"of tomorrow": l.open.at(26 * time.Hour).signedBy(&root), "in two hours": l.open.at(3 * time.Hour).signedBy(&root), "in ten years": l.open.at(87600 * time.Hour).signedBy(&root)}
		}),
		kind("certificate signed by a workload", func(l lock) map[string]tls.Certificate {
			thief := l.thief.signedBy(&root)
			return map[string]tls.Certificate{"of the thief": l.open.signedBy(&thief), "of the thief, alone": alone(l.open.signedBy(&thief)), "of the thief, with the root": chained(l.open.signedBy(&thief), root)}
		}),
	}
}

func noCertificate(control string, locks []lock) Attack {
	a := Attack{Kind: "TLS without a certificate", Control: control}
	for _, l := range locks {
		for _, protocols := range [][]string{{"istio"}, {"istio-http/1.1"}, nil, {"http/1.1"}, {"istio-peer-exchange"}} {
			for _, name := range []string{l.way.TLS.SNI, "", "localhost"} {
				shown := *l.way.TLS
				shown.Name, shown.ALPN, shown.SNI = "no certificate", protocols, name
				for _, text := range l.send {
					way := l.way
					way.TLS = &shown
					a.Attempts = append(a.Attempts, Attempt{Way: way, Bytes: text})
				}
			}
		}
	}
	return a
}

func (c certificate) at(from time.Duration) certificate {
	c.from = from
	return c
}

func chained(c tls.Certificate, after tls.Certificate) tls.Certificate {
	c.Certificate = append(c.Certificate[:1:1], after.Certificate...)
	return c
}

func alone(c tls.Certificate) tls.Certificate {
	c.Certificate = c.Certificate[:1]
	return c
}

// names makes certificates of the true authority, for names that are not the right one.
func names(s *site, kind, control string, locks []lock, makes func(lock) []certificate) Attack {
	root := s.Root()
	a := Attack{Kind: kind, Control: control}
	for _, l := range locks {
		made := map[string]tls.Certificate{}
		for _, c := range makes(l) {
			made[sprint("%s%s%s", c.uris, c.names, c.common)] = c.signedBy(&root)
		}
		a.Attempts = append(a.Attempts, l.with(made)...)
	}
	return a
}

func identities(uris ...string) []certificate {
	made := make([]certificate, len(uris))
	for i, uri := range uris {
		made[i] = certificate{uris: []string{uri}}
	}
	return made
}

// lookAlikes of spiffe://cluster.local/ns/<namespace>/sa/<account>.
func lookAlikes(namespace, account string) []certificate {
	made := identities(
		sprint("spiffe://cluster.local/ns/%s/sa/%s2", namespace, account), sprint("spiffe://cluster.local/ns/%s/sa/%s/", namespace, account), sprint("spiffe://cluster.local/ns/%s/sa/%s/x", namespace, account),
		sprint("spiffe://cluster.local/ns/%s/sa/x%s", namespace, account), sprint("spiffe://cluster.local/ns/%s/sa/%s%%20", namespace, account), sprint("spiffe://cluster.local/ns/%s/sa/%s?x", namespace, account),
		sprint("spiffe://cluster.local/ns/%s/sa/%s#x", namespace, account), sprint("spiffe://cluster.local/ns/%s//sa/%s", namespace, account), sprint("spiffe://cluster.local/ns/x/../%s/sa/%s", namespace, account),
		sprint("spiffe://cluster.local//ns/%s/sa/%s", namespace, account), sprint("spiffe://cluster.local/ns/%s2/sa/%s", namespace, account), sprint("spiffe://cluster.local/sa/%s/ns/%s", account, namespace),
		sprint("https://cluster.local/ns/%s/sa/%s", namespace, account), sprint("spiffe://x@cluster.local/ns/%s/sa/%s", namespace, account), sprint("spiffe://cluster.local:443/ns/%s/sa/%s", namespace, account),
		sprint("spiffe://cluster.local/ns/%s/sa/%s%%00", namespace, account), sprint("spiffe://cluster.local/x?spiffe://cluster.local/ns/%s/sa/%s", namespace, account), sprint("spiffe://cluster.local/ns/%s/sa/", namespace),
		sprint("spiffe://cluster.local/NS/%s/SA/%s", namespace, account), sprint("spiffe://cluster.local/ns/%s/sa/%%77%s", namespace, account[1:]),
	)
	identity := sprint("spiffe://cluster.local/ns/%s/sa/%s", namespace, account)
	thief := sprint("spiffe://cluster.local/ns/%s/sa/thief", namespace)
	return append(made, certificate{uris: []string{thief}, common: identity}, certificate{uris: []string{thief}, names: []string{"cluster.local"}, common: account})
}

func otherDomains(namespace, account string) []certificate {
	var made []certificate
	for _, domain := range []string{"evil.example", "cluster.locals", "xcluster.local", "cluster.local.evil.example", "cluster-local", "cluster", "old-domain", "td2", "cluster.local.", "localhost"} {
		made = append(made, identities(sprint("spiffe://%s/ns/%s/sa/%s", domain, namespace, account))...)
	}
	return made
}

func otherIdentities(namespace string, accounts ...string) []certificate {
	var made []certificate
	for _, account := range accounts {
		for _, ns := range []string{namespace, "other", "istio-system", "kube-system", "default"} {
			made = append(made, identities(sprint("spiffe://cluster.local/ns/%s/sa/%s", ns, account))...)
		}
	}
	return made
}
