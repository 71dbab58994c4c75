package adversary

import (
	"cdk8s-istio/conformance/dataplane/rig"
)

var tokenFortress = &Fortress{
	Construct: "JwtProtection",
	App:       "fortress-tokens",
	Workloads: map[string]rig.Workload{
		"acme/web":    {Ports: map[string]rig.Port{"http": {Service: 8080, Pod: 8080}}},
		"globex/web":  {Ports: map[string]rig.Port{"http": {Service: 8080, Pod: 8080}}},
		"acme/client": {ServiceAccount: "client"},
	},
	Settings: map[string]string{
		decoding:      "pathNormalization: {normalization: DECODE_AND_MERGE_SLASHES}",
		noUnderscores: "defaultConfig: {connectionSettings: {httpHeadersWithUnderscoresAction: HEADERS_WITH_UNDERSCORES_REJECT_REQUEST}}",
	},
	Controls: map[string]Weakening{
		noPolicy: {Objects: withoutTokenPolicies()},
		nothing: {Objects: merged(withoutTokenPolicies(), map[string]string{
			"RequestAuthentication istio-system/acme-login": "null", "RequestAuthentication istio-system/globex-login": "null",
			"RequestAuthentication acme/acme-web-login": "null", "RequestAuthentication globex/globex-web-login": "null",
		})},
		plainToo: {
			Objects: merged(withoutTokenPolicies(), map[string]string{"Gateway istio-system/edge-edge": plainTextToo("acme/acme.example.com", "globex/globex.example.com")}),
		},
		anyHost:  {Objects: merged(withoutTokenPolicies(), map[string]string{"Gateway istio-system/edge-edge": plainTextToo("acme/*"), "VirtualService acme/acme-front": `{"spec":{"hosts":["*"]}}`})},
		tolerant: {Objects: withoutTokenPolicies(), Envoy: tolerate},
		// Nor one at the service, which sees the path as the server does.
		noSteps: {Objects: map[string]string{
			"VirtualService acme/acme-front":          `{"spec":{"http":[{"route":[{"destination":{"host":"web.acme.svc.cluster.local","port":{"number":8080}}}]}]}}`,
			"AuthorizationPolicy acme/acme-web-login": "null",
		}},
		usual: {},
	},
	Doors:   tokenDoors,
	Attacks: tokenAttacks,
}

const (
	noUnderscores = "connectionSettings: headers with underscores refused"
	anyHost       = "no AuthorizationPolicy, and a route for every host"
	plainToo      = "no AuthorizationPolicy, and plain HTTP without a redirect"
)

func withoutTokenPolicies() map[string]string {
	return map[string]string{
		"AuthorizationPolicy istio-system/acme-login": "null", "AuthorizationPolicy istio-system/globex-login": "null",
		"AuthorizationPolicy acme/acme-web-login": "null", "AuthorizationPolicy globex/globex-web-login": "null",
	}
}

func plainTextToo(hosts ...string) string {
	return asJSON(object{"spec": object{"servers": []any{
		object{"hosts": hosts, "port": object{"name": "http", "number": 80, "protocol": "HTTP"}},
		object{"hosts": hosts, "port": object{"name": "https", "number": 443, "protocol": "HTTPS"}, "tls": object{"mode": "SIMPLE", "credentialName": "example-com"}},
	}}})
}

// atGateway is a connection from outside.
func atGateway(name string, protocols ...string) Way {
	return Way{Target: "gateway:443", TLS: &Shown{SNI: name, ALPN: protocols}}
}

var acmeGate = gate{
	ways: []Way{atGateway("acme.example.com", "http/1.1"), atGateway("globex.example.com", "http/1.1")},
	host: "acme.example.com", paths: secrets, doorHost: "acme.example.com", doorPath: exactDoor, http2: true, in: offPath,
}

var webGate = gate{
	ways: []Way{{From: "acme/client", Target: "web.acme:8080"}},
	host: "web.acme:8080", paths: secrets, doorHost: "web.acme:8080", doorPath: exactDoor, http2: true, in: offPath,
}

func goodToken(s *site) string {
	return "Authorization: Bearer " + signed(s.IssuerKey(issuer), header(nil), claims(nil))
}

func tokenDoors(s *site) []Attempt {
	list := "Authorization: Bearer " + signed(s.IssuerKey(issuer), header(nil), claims(object{"sub": nil, "aud": []string{"x", "shop"}, "tenant": []string{"acme", "x"}}))
	return []Attempt{
		{Way: acmeGate.ways[0], Bytes: acmeGate.get("/admin", goodToken(s))}, {Way: acmeGate.ways[0], Bytes: acmeGate.get("/admin", list)}, {Way: acmeGate.ways[0], Bytes: acmeGate.get("/ping")},
		{Way: webGate.ways[0], Bytes: webGate.get("/admin", goodToken(s))}, {Way: webGate.ways[0], Bytes: webGate.get("/open/x")},
	}
}

func tokenAttacks(s *site) []Attack {
	both := []gate{acmeGate, webGate}
	attacks := append(requestKinds(noPolicy, both), pathKinds(noPolicy, usual, both)...)
	attacks = append(attacks, tokenKinds(s, both)...)
	outside := acmeGate
	outside.doorHost = "globex.example.com"
	attacks = append(attacks, hostKinds(anyHost, []gate{outside})...)
	attacks = append(attacks, limits(both)...)
	return append(attacks,
		Attack{Kind: "known: claim header with an underscore", Known: dashes, Attempts: through(both, "GET", "/ping", "x_user: admin")},
		Attack{Kind: "known: preflight", Known: preflightToo, Attempts: through(both, "OPTIONS", "/admin", "Origin: https://x.example", "Access-Control-Request-Method: GET", "X-HTTP-Method-Override: GET")},
		Attack{Kind: "path: encoded steps up with parameters", Control: noSteps, Attempts: encodedParameters(both)},
		Attack{Kind: "path: steps up with encoded semicolons", Control: noSteps, Attempts: encodedSemicolons([]gate{acmeGate})},
		semicolons([]gate{webGate}),
		Attack{Kind: "forged claim headers", Control: nothing, Attempts: claimHeaders(s, []gate{acmeGate, webGate})},
		Attack{Kind: "forged claim headers with underscores", Setting: noUnderscores, Control: usual, Attempts: underscores(s, []gate{acmeGate})},
		Attack{Kind: "plain text", Control: plainToo, Attempts: plainAtGateway(acmeGate)},
		Attack{Kind: "preflight that is none", Control: noPolicy, Attempts: preflights(both)},
		Attack{Kind: "forged X-Forwarded-Client-Cert", Control: noPolicy, Attempts: clientCertificates(both, "spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account")},
	)
}

// claimHeaders say who asks, in the header that the guard writes: with a good token, or where none is needed.
func claimHeaders(s *site, gates []gate) []Attempt {
	forged := func(seen rig.Seen) bool {
		for name, values := range seen.Headers {
			for _, value := range values {
				if name == "X-User" && value != "mallory" {
					return true
				}
			}
		}
		return false
	}
	var lines []string
	for _, name := range []string{"X-User", "x-user", "X-USER", "x-User"} {
		for _, value := range []string{"admin", "root", "mallory, admin", " admin", "YWRtaW4="} {
			lines = append(lines, name+": "+value, name+": "+value+"\r\nX-User: admin")
		}
	}
	var made []Attempt
	for _, g := range gates {
		g.paths = []string{"/ping", "/open/a", "/open/b"}
		made = append(made, heads([]gate{g}, lines...)...)
		g.paths, g.extra = []string{"/admin", "/account"}, []string{goodToken(s)}
		made = append(made, heads([]gate{g}, lines...)...)
	}
	for i := range made {
		made[i].In = forged
	}
	return made
}

// underscores are what many servers take for dashes.
func underscores(s *site, gates []gate) []Attempt {
	var lines []string
	for _, name := range []string{"x_user", "X_User", "X_USER", "x_User", "X_user"} {
		for _, value := range []string{"admin", "root", "mallory, admin"} {
			lines = append(lines, name+": "+value)
		}
	}
	var made []Attempt
	for _, g := range gates {
		g.paths = []string{"/ping", "/open/a"}
		made = append(made, heads([]gate{g}, lines...)...)
		g.paths, g.extra = []string{"/admin"}, []string{goodToken(s)}
		made = append(made, heads([]gate{g}, lines...)...)
	}
	for i := range made {
		made[i].In = func(seen rig.Seen) bool {
			return len(seen.Headers.Values("X_user")) > 0 || len(seen.Headers.Values("X_User")) > 0
		}
	}
	return made
}

func plainAtGateway(g gate) []Attempt {
	g.ways = []Way{{Target: "gateway:80"}, {Target: "gateway:443"}}
	return every([]gate{g}, func(g gate, path string) []Attempt {
		var made []Attempt
		for _, method := range []string{"GET", "POST", "OPTIONS", "HEAD"} {
			made = append(made, Attempt{Bytes: h1(method, path, g.host)}, Attempt{Bytes: h1(method, path, g.host, "X-Forwarded-Proto: https")})
		}
		return append(made, Attempt{Fields: fields("GET", "https", g.host, path)}, Attempt{Bytes: "PROXY TCP4 203.0.113.7 10.0.0.2 1 443\r\n" + g.get(path)})
	})
}

// preflights lack something that browsers send.
func preflights(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		for _, method := range []string{"OPTIONS", "options", "GET", "POST", "Options", "HEAD"} {
			for _, lines := range [][]string{
				{"Origin: https://evil.example"}, {"Access-Control-Request-Method: GET"}, {"Origin: https://evil.example", "Access-Control-Request-Headers: x"}, {"Origin:", "X-Access-Control-Request-Method: GET"}, {"Origin_: x", "Access-Control-Request-Method: GET"},
			} {
				texts = append(texts, h1(method, path, g.host, append(lines, g.extra...)...))
			}
		}
		for _, method := range []string{"GET", "POST", "DELETE", "options", "OPTIONS2"} {
			texts = append(texts, h1(method, path, g.host, "Origin: https://evil.example", "Access-Control-Request-Method: GET"))
		}
		return plain(texts...)
	})
}
