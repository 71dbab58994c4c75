package adversary

import (
	"crypto/tls"
	"strings"

	"cdk8s-istio/conformance/dataplane/rig"
)

const (
	noGuard = "no AuthorizationPolicy, and one server for every host"
	mail    = "mail.example.net"
)

var egressImpostor = &impostor{}

var egressFortress = &Fortress{
	Construct: "EgressGateway",
	App:       "fortress-egress",
	Workloads: map[string]rig.Workload{"shop/checkout": {ServiceAccount: "checkout"}, "shop/mailer": {ServiceAccount: "mailer"}, "shop/reports": {ServiceAccount: "reports"}, "legacy/old": {Sidecar: &withoutSidecar}},
	Outside: map[string]rig.Outside{
		payments + ":443": {Protocol: "https", TLS: egressImpostor.serve}, mail + ":443": {Protocol: "https"}, evil + ":80": {Protocol: "http"}, evil + ":443": {Protocol: "https"}, evil + ":8080": {Protocol: "http"},
	},
	Controls: map[string]Weakening{
		noGuard:        {Objects: unguarded("ISTIO_MUTUAL", "HTTPS")},
		tolerant:       {Objects: unguarded("ISTIO_MUTUAL", "HTTPS"), Envoy: tolerate},
		plainToGateway: {Objects: unguarded("", "HTTP")},
		anybody:        {Objects: map[string]string{"AuthorizationPolicy istio-system/shop-egress-allow": "null"}, Envoy: anyCertificate},
		keepHeaders: {Objects: map[string]string{
			"VirtualService shop/api-payments-example-egress": `{"spec":{"http":[{"route":[{"destination":{"host":"api.payments.example","port":{"number":80}}}]}]}}`,
		}},
	},
	Doors:   egressDoors,
	Attacks: egressAttacks,
}

const plainToGateway = "no AuthorizationPolicy, and plain HTTP to the gateway"

// unguarded has one server for all hosts, and what no route is for goes to payments.
func unguarded(mode, protocol string) map[string]string {
	return map[string]string{
		"AuthorizationPolicy istio-system/shop-egress-allow": "null",
		"Gateway istio-system/shop-egress":                   egressServers(mode, protocol),
		"VirtualService shop/api-payments-example-egress":    `{"spec":{"hosts":["*"],"http":[{"rewrite":{"authority":"api.payments.example"},"route":[{"destination":{"host":"api.payments.example","port":{"number":80}}}]}]}}`,
	}
}

func egressServers(mode, protocol string) string {
	hosts := []string{"shop/*"}
	server := object{"hosts": hosts, "port": object{"name": "requests", "number": 80, "protocol": protocol}}
	if mode != "" {
		server["tls"] = object{"mode": mode}
	}
	through := object{"hosts": hosts, "port": object{"name": "tls", "number": 443, "protocol": "TLS"}, "tls": object{"mode": "ISTIO_MUTUAL"}}
	return asJSON(object{"spec": object{"servers": []any{server, through}}})
}

// toGateway is a connection straight to the pods of the gateway, past the sidecar.
func toGateway(s *site, name, identity string) Way {
	root := s.Root()
	shown := &Shown{Name: identity, SNI: name}
	if identity != "" {
		shown.Certificates = []tls.Certificate{certificate{uris: []string{identity}}.signedBy(&root)}
	}
	return Way{To: "istio-system/istio-egressgateway", Target: "gateway:8080", TLS: shown}
}

func account(name string) string { return "spiffe://cluster.local/ns/shop/sa/" + name }

func toPayments(seen rig.Seen) bool { return strings.HasPrefix(seen.By, payments) }

func egressDoors(s *site) []Attempt {
	return []Attempt{
		{Way: Way{From: "shop/checkout", Target: payments + ":80"}, Bytes: h1("POST", "/pay", payments)},
		{Way: Way{From: "shop/checkout", Target: payments + ":443", TLS: &Shown{SNI: payments}}, Bytes: h1("POST", "/pay", payments)},
		{Way: Way{From: "shop/mailer", Target: mail + ":80"}, Bytes: h1("POST", "/send", mail)},
		{Way: toGateway(s, payments, account("checkout")), Bytes: h1("GET", "/", payments)},
		{Way: insideTLS(toGateway(s, payments, account("checkout")), payments), Bytes: h1("GET", "/", payments)},
	}
}

// insideTLS is TLS of an application, inside of that of the mesh.
func insideTLS(way Way, name string) Way {
	way.Target, way.Inside = "gateway:8443", &Shown{SNI: name}
	return way
}

func egressAttacks(s *site) []Attack {
	paths := []string{"/", "/pay", "/pay?amount=1", "/a/b", "/x.y"}
	other := gate{
		ways: []Way{toGateway(s, payments, account("mailer")), toGateway(s, payments, account("reports")), {From: "shop/reports", Target: payments + ":80"}, {From: "shop/mailer", Target: payments + ":80"}},
		host: payments, paths: paths, doorHost: mail, doorPath: "/", http2: true, in: toPayments,
	}
	// What may go to one host, for the other one.
	mailer := gate{
		ways: []Way{toGateway(s, mail, account("mailer"))},
		host: payments, paths: paths, doorHost: mail, doorPath: "/", http2: true, in: toPayments,
	}
	var requests []string
	for _, path := range append([]string{"/c", "/d", "/e"}, paths...) {
		requests = append(requests, h1("GET", path, payments), h1("POST", path, payments), h1("DELETE", path, payments))
	}
	locks := []lock{{way: toGateway(s, payments, ""), send: requests, open: certificate{uris: []string{account("checkout")}}, thief: certificate{uris: []string{account("mailer")}}}}
	both := []gate{other, mailer}
	attacks := append(certificateKinds(s, anybody, locks), requestKinds(noGuard, both)...)
	attacks = append(attacks, hostKinds(noGuard, []gate{mailer})...)
	attacks = append(attacks, egressImpostor.attacks(s, Way{From: "shop/checkout", Target: payments + ":80"}, payments)...)
	return append(attacks,
		names(s, "certificate of another workload", noGuard, locks, func(lock) []certificate { return otherIdentities("shop", "mailer", "default", "reports", "admin") }),
		names(s, "certificate of another trust domain", anybody, locks, func(lock) []certificate { return otherDomains("shop", "checkout") }),
		names(s, "certificate of a name that looks like the right one", noGuard, locks, func(lock) []certificate { return lookAlikes("shop", "checkout") }),
		Attack{Kind: "plain text", Control: plainToGateway, Attempts: plainToEgress(paths)},
		Attack{Kind: "plain HTTP/2", Control: plainToGateway, Attempts: plainHTTP2ToEgress(paths)},
		Attack{Kind: "permitted server name, other host", Control: noGuard, Attempts: every([]gate{mailer}, variedRequests)},
		Attack{Kind: "server name of another host", Control: noGuard, Attempts: every([]gate{other}, variedRequests)},
		Attack{Kind: "server name in another form", Control: noGuard, Attempts: egressNames(s)},
		Attack{Kind: "server name of another inside of TLS", Control: noGuard, Attempts: insideOfOthers(s)},
		Attack{Kind: "caller that is not named", Control: noGuard, Attempts: every([]gate{{ways: calls("shop/reports", payments+":80"), host: payments, paths: paths, in: toPayments}, {ways: calls("shop/mailer", payments+":80"), host: payments, paths: paths, in: toPayments}}, variedRequests)},
		Attack{Kind: "forged X-Forwarded-Client-Cert", Control: noGuard, Attempts: clientCertificates(both, account("checkout"))},
		Attack{Kind: "headers that tell of the mesh, sent out", Control: keepHeaders, Attempts: telling(Way{From: "shop/checkout", Target: payments + ":80"}, payments)},
	)
}

func plainToEgress(paths []string) []Attempt {
	var made []Attempt
	for _, way := range []Way{{To: "istio-system/istio-egressgateway", Target: "gateway:8080"}, {From: "legacy/old", To: "istio-system/istio-egressgateway", Target: "gateway:8080"}, {To: "istio-system/istio-egressgateway", Target: "gateway:8443"}} {
		for _, path := range paths {
			for _, method := range []string{"GET", "POST", "CONNECT", "OPTIONS"} {
				made = append(made, Attempt{Way: way, Bytes: h1(method, path, payments)}, Attempt{Way: way, Bytes: h1(method, "http://"+payments+path, payments)})
			}
		}
	}
	return made
}

func plainHTTP2ToEgress(paths []string) []Attempt {
	var made []Attempt
	for _, way := range []Way{{To: "istio-system/istio-egressgateway", Target: "gateway:8080"}, {From: "legacy/old", To: "istio-system/istio-egressgateway", Target: "gateway:8080"}} {
		for _, path := range paths {
			for _, method := range []string{"GET", "POST", "OPTIONS"} {
				for _, scheme := range []string{"http", "https"} {
					made = append(made, Attempt{Way: way, Fields: fields(method, scheme, payments, path)})
				}
			}
		}
	}
	return made
}

// egressNames are server names that may not be told apart from the one that the caller has.
func egressNames(s *site) []Attempt {
	var made []Attempt
	for _, name := range []string{strings.ToUpper(payments), "Api.Payments.Example", payments + ".", "", "*." + payments, "x." + payments, mail + "." + payments, payments + ":443", mail + ".", strings.ToUpper(mail), payments, mail, "127.0.0.1"} {
		for _, identity := range []string{"mailer", "reports"} {
			for _, path := range []string{"/", "/pay"} {
				made = append(made, Attempt{Way: toGateway(s, name, account(identity)), Bytes: h1("GET", path, payments), In: toPayments}, Attempt{Way: toGateway(s, name, account(identity)), Bytes: h1("POST", path, payments+":80"), In: toPayments})
			}
		}
	}
	return made
}

// insideOfOthers have the server name of what the caller may call outside, and the other one inside.
func insideOfOthers(s *site) []Attempt {
	var made []Attempt
	for _, outer := range []string{mail, payments, ""} {
		for _, inner := range []string{payments, mail, "", strings.ToUpper(payments)} {
			for _, identity := range []string{"mailer", "reports"} {
				for _, path := range []string{"/", "/pay", "/a"} {
					made = append(made, Attempt{Way: insideTLS(toGateway(s, outer, account(identity)), inner), Bytes: h1("POST", path, payments), In: toPayments})
				}
			}
		}
	}
	return made
}
