package adversary

import (
	"crypto/tls"

	"cdk8s-istio/conformance/dataplane/rig"
)

const (
	wideOpen = "every path, client and host, without a certificate, and plain HTTP"
	trusting = "one proxy trusted that is not there (numTrustedProxies)"
	noSteps  = "refuseAmbiguousPaths: false"
	oldTLS   = "minProtocolVersion TLSV1_0"
)

var ingressFortress = &Fortress{
	Construct: "IngressRoute",
	App:       "fortress-ingress",
	Workloads: map[string]rig.Workload{"shop/web": {Ports: map[string]rig.Port{"http": {Service: 8080, Pod: 8080}}}},
	Settings:  map[string]string{decoding: "pathNormalization: {normalization: DECODE_AND_MERGE_SLASHES}"},
	Controls: map[string]Weakening{
		wideOpen: {Objects: everythingOpen()},
		tolerant: {Objects: everythingOpen(), Envoy: tolerate},
		trusting: {Mesh: "defaultConfig: {gatewayTopology: {numTrustedProxies: 1}}"},
		anybody:  {Envoy: anyCertificate},
		noSteps: {Objects: map[string]string{"VirtualService shop/shop-www": `{"spec":{"http":[
			{"match":[{"uri":{"exact":"/ping"}},{"uri":{"prefix":"/open/"}}],"route":[{"destination":{"host":"web.shop.svc.cluster.local","port":{"number":8080}}}]}]}}`}},
		oldTLS: {Objects: map[string]string{"Gateway istio-system/shop-edge": ingressServers(object{"mode": "SIMPLE", "credentialName": "www-cert", "minProtocolVersion": "TLSV1_0", "cipherSuites": []string{"ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA"}}, true)}},
		usual:  {},
	},
	Doors:   ingressDoors,
	Attacks: ingressAttacks,
}

func everythingOpen() map[string]string {
	return map[string]string{
		"AuthorizationPolicy istio-system/shop-office-clients": "null",
		"VirtualService shop/shop-www":                         `{"spec":{"hosts":["*"],"http":[{"route":[{"destination":{"host":"web.shop.svc.cluster.local","port":{"number":8080}}}]}]}}`,
		"Gateway istio-system/shop-edge":                       ingressServers(object{"mode": "SIMPLE", "credentialName": "www-cert"}, false),
	}
}

func ingressServers(settings object, redirect bool) string {
	hosts := []string{"shop/*"}
	plain := object{"hosts": hosts, "port": object{"name": "http", "number": 80, "protocol": "HTTP"}}
	if redirect {
		plain["tls"] = object{"httpsRedirect": true}
	}
	return asJSON(object{"spec": object{"servers": []any{plain, object{"hosts": hosts, "port": object{"name": "https", "number": 443, "protocol": "HTTPS"}, "tls": settings}}}})
}

var partnerCertificate = certificate{names: []string{"acme.example.org"}}

func atPartners(s *site) Way {
	root := s.Root()
	way := atGateway("partners.example.com", "http/1.1")
	way.TLS.Name, way.TLS.Certificates = "acme.example.org", []tls.Certificate{partnerCertificate.signedBy(&root)}
	return way
}

func ingressDoors(s *site) []Attempt {
	return []Attempt{
		{Way: atGateway("www.example.com", "http/1.1"), Bytes: h1("GET", "/ping", "www.example.com")},
		{Way: atGateway("www.example.com", "h2"), Fields: fields("GET", "https", "www.example.com", "/open/a")},
		{Way: atPartners(s), Bytes: h1("GET", "/admin", "partners.example.com")},
	}
}

func ingressAttacks(s *site) []Attack {
	open := []string{"/ping", "/open/", "/open/a?b", "/admin", "/", "/orders"}
	www := gate{
		ways: []Way{atGateway("www.example.com", "http/1.1"), atGateway("www.example.com")},
		host: "www.example.com", paths: secrets, doorHost: "www.example.com", doorPath: exactDoor, http2: true, in: offPath,
	}
	office := gate{
		ways: []Way{atGateway("office.example.com", "http/1.1"), atGateway("OFFICE.example.com", "http/1.1"), atGateway("office.example.com")},
		host: "office.example.com", paths: open, doorHost: "www.example.com", doorPath: exactDoor, http2: true, in: notAtDoor,
	}
	// With the server name of a host that asks for nothing.
	partners := gate{
		ways: []Way{atGateway("www.example.com", "http/1.1"), atGateway("office.example.com")},
		host: "partners.example.com", paths: open, doorHost: "www.example.com", doorPath: exactDoor, http2: true, in: notAtDoor,
	}
	all := []gate{www, office, partners}
	locks := []lock{partnersLock(open)}
	attacks := append(certificateKinds(s, anybody, locks), requestKinds(wideOpen, all)...)
	attacks = append(attacks, pathKinds(wideOpen, usual, []gate{www})...)
	attacks = append(attacks, hostKinds(wideOpen, []gate{office, partners})...)
	attacks = append(attacks, limits([]gate{www})...)
	return append(attacks,
		names(s, "certificate of another partner", anybody, locks, func(lock) []certificate { return otherPartners() }),
		names(s, "certificate of a name that looks like the right one", anybody, locks, func(lock) []certificate { return partnerLookAlikes() }),
		Attack{Kind: "path: encoded steps up with parameters", Control: noSteps, Attempts: encodedParameters([]gate{www})},
		Attack{Kind: "path: steps up with encoded semicolons", Control: noSteps, Attempts: encodedSemicolons([]gate{www})},
		Attack{Kind: "plain text", Control: wideOpen, Attempts: append(plainAtGateway(office), plainAtGateway(partners)...)},
		Attack{Kind: "forged X-Forwarded-Proto", Control: trusting, Attempts: schemeAtGateway(www)},
		Attack{Kind: "forged client address", Control: trusting, Attempts: clientAddresses([]gate{office}, "203.0.113.7")},
		Attack{Kind: "server name of another host", Control: wideOpen, Attempts: serverNames([]gate{partners})},
		Attack{Kind: "old TLS", Control: oldTLS, Attempts: oldProtocols()},
		Attack{Kind: "forged X-Forwarded-Client-Cert", Control: wideOpen, Attempts: clientCertificates([]gate{partners}, "acme.example.org")},
		Attack{Kind: "host that no route has", Control: wideOpen, Attempts: unknownHosts(www)},
	)
}

// notAtDoor is everything but what is let through for the host of the door.
func notAtDoor(seen rig.Seen) bool { return seen.Host != "www.example.com" || offPath(seen) }

func partnersLock(paths []string) lock {
	var send []string
	for _, path := range append([]string{"/a", "/b", "/c?d", "/e/f", "/g", "/h"}, paths...) {
		send = append(send, h1("GET", path, "partners.example.com"), h1("POST", path, "partners.example.com"))
	}
	return lock{way: atGateway("partners.example.com", "http/1.1"), send: send, open: partnerCertificate, thief: certificate{names: []string{"globex.example.org"}}}
}

func otherPartners() []certificate {
	made := []certificate{{common: "acme.example.org"}, {uris: []string{webIdentity}}, {uris: []string{"spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account"}}}
	for _, name := range []string{"globex.example.org", "partners.example.com", "www.example.com", "localhost", "client.example.com"} {
		made = append(made, certificate{names: []string{name}}, certificate{names: []string{name}, common: "acme.example.org"})
	}
	return made
}

func partnerLookAlikes() []certificate {
	var made []certificate
	for _, name := range []string{"acme.example.org.evil.example", "xacme.example.org", "x.acme.example.org", "acme-example.org", "acme.example.com", "acme.example.org2", "example.org", "acme", "*.acme.example.org", "acmeXexample.org", "acme.example.or"} {
		made = append(made, certificate{names: []string{name}})
	}
	return append(made, certificate{names: []string{"globex.example.org"}, uris: []string{"https://acme.example.org"}})
}

// schemeAtGateway is for what is let through in TLS only.
func schemeAtGateway(g gate) []Attempt {
	g.ways, g.in, g.paths = []Way{{Target: "gateway:80"}}, nil, []string{"/ping", "/open/", "/open/a"}
	return forwardedScheme([]gate{g})
}

// serverNames are others than the one that asks for a certificate.
func serverNames(gates []gate) []Attempt {
	var made []Attempt
	for _, name := range []string{"www.example.com", "office.example.com", "", "WWW.EXAMPLE.COM", "x.example.com", "example.com", "localhost", "www.example.com.", "partners.example.com.", "partners.example.com:443", "xpartners.example.com", "x.partners.example.com", "127.0.0.1", "*.example.com", "Partners.Example.Com"} {
		for i := range gates {
			gates[i].ways = []Way{atGateway(name, "http/1.1"), atGateway(name)}
		}
		made = append(made, every(gates, func(g gate, path string) []Attempt { return plain(g.get(path), h1("POST", path, g.host)) })...)
	}
	return made
}

// oldProtocols are below what the host asks for.
func oldProtocols() []Attempt {
	var made []Attempt
	for _, version := range []uint16{tls.VersionTLS10, tls.VersionTLS11} {
		for _, cipher := range []uint16{0, tls.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, tls.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, tls.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA} {
			for _, way := range []Way{atGateway("www.example.com", "http/1.1"), atGateway("www.example.com")} {
				shown := *way.TLS
				shown.Version, shown.Cipher = version, cipher
				way.TLS = &shown
				for _, path := range []string{"/ping", "/open/a", "/open/b", "/open/"} {
					made = append(made, Attempt{Way: way, Bytes: h1("GET", path, way.TLS.SNI)}, Attempt{Way: way, Bytes: h1("POST", path, way.TLS.SNI)})
				}
			}
		}
	}
	return made
}

// unknownHosts are near those that are known.
func unknownHosts(g gate) []Attempt {
	g.paths = []string{"/ping", "/open/a", "/admin"}
	return every([]gate{g}, func(g gate, path string) []Attempt {
		var texts []string
		for _, host := range []string{"x.www.example.com", "wwww.example.com", "example.com", "www.example.com.evil.example", "web.shop.svc.cluster.local", "web.shop:8080", "web", "internal.example.com", "www.example.org", "*.example.com", "www.example.co", "partners.example.com", "PARTNERS.example.com:443"} {
			texts = append(texts, h1("GET", path, host), h1("POST", path, host))
		}
		return plain(texts...)
	})
}
