package adversary

import (
	"cdk8s-istio/conformance/dataplane/rig"
)

const (
	noPolicy = "no AuthorizationPolicy"
	nothing  = "no AuthorizationPolicy and no RequestAuthentication"
	open     = "PERMISSIVE, and no AuthorizationPolicy"
	anybody  = "every certificate taken, and none"
	tolerant = "no protection, and an Envoy that takes CONNECT and old HTTP"
	usual    = "the mesh as it is by default, without the setting below"
	decoding = "pathNormalization: DECODE_AND_MERGE_SLASHES"
)

var withoutSidecar = false

var namespaceFortress = &Fortress{
	Construct: "SecureNamespace",
	App:       "fortress-namespace",
	Workloads: map[string]rig.Workload{
		"shop/web":      {ServiceAccount: "web"},
		"shop/orders":   {Ports: map[string]rig.Port{"http": {Service: 8080, Pod: 8080}}},
		"shop/database": {Ports: map[string]rig.Port{"tcp": {Service: 5432, Pod: 5432}}},
		"shop/thief":    {ServiceAccount: "thief"},
		"other/web":     {ServiceAccount: "web"},
		"legacy/old":    {Sidecar: &withoutSidecar},
	},
	Settings: map[string]string{decoding: "pathNormalization: {normalization: DECODE_AND_MERGE_SLASHES}"},
	Controls: map[string]Weakening{
		noPolicy: {Objects: withoutNamespacePolicies()},
		open:     {Objects: merged(withoutNamespacePolicies(), map[string]string{"PeerAuthentication shop/default": `{"spec":{"mtls":{"mode":"PERMISSIVE"}}}`})},
		anybody:  {Objects: withoutNamespacePolicies(), Envoy: anyCertificate},
		tolerant: {Objects: withoutNamespacePolicies(), Envoy: tolerate},
		usual:    {},
	},
	Doors:   namespaceDoors,
	Attacks: namespaceAttacks,
}

func withoutNamespacePolicies() map[string]string {
	return map[string]string{"AuthorizationPolicy shop/deny-by-default": "null", "AuthorizationPolicy shop/orders-allow": "null", "AuthorizationPolicy shop/database-allow": "null"}
}

const webIdentity = "spiffe://cluster.local/ns/shop/sa/web"

var istioALPN = []string{"istio"}

// ordersAs is a connection to the pods of orders, with TLS of one's own.
func ordersAs(s *site, identity string) Way {
	root := s.Root()
	shown := &Shown{Name: identity, SNI: "outbound_.8080_._.orders.shop.svc.cluster.local", ALPN: istioALPN}
	if identity != "" {
		shown.Certificates = append(shown.Certificates, certificate{uris: []string{identity}}.signedBy(&root))
	}
	return Way{To: "shop/orders", Target: "orders.shop:8080", TLS: shown}
}

func namespaceDoors(s *site) []Attempt {
	return []Attempt{
		{Way: ordersAs(s, webIdentity), Bytes: h1("GET", "/ping", "orders:8080")},
		{Way: ordersAs(s, webIdentity), Fields: fields("POST", "https", "orders:8080", "/open/a?b")},
		{Way: Way{From: "shop/web", Target: "orders:8080"}, Bytes: h1("POST", "/open/a", "orders:8080")},
		{Way: Way{From: "shop/web", Target: "database:5432"}, Bytes: ID + "\n"},
	}
}

func namespaceAttacks(s *site) []Attack {
	paths := []string{"/ping", "/open/", "/open/a?b", "/open/a/b", "/admin", "/orders", "/", "/.env"}
	// Whom nobody lets in, and who is let in for other requests.
	thief := gate{
		ways: []Way{ordersAs(s, "spiffe://cluster.local/ns/shop/sa/thief"), {From: "shop/thief", Target: "orders.shop:8080"}, {From: "other/web", Target: "orders.shop:8080"}},
		host: "orders.shop:8080", paths: paths, doorHost: "orders.shop:8080", doorPath: exactDoor, http2: true,
	}
	web := gate{
		ways: []Way{ordersAs(s, webIdentity), {From: "shop/web", Target: "orders.shop:8080"}},
		host: "orders.shop:8080", paths: secrets, doorHost: "orders.shop:8080", doorPath: exactDoor, http2: true,
		in: offPathOrMethod,
	}
	both := []gate{thief, web}
	database := Way{To: "shop/database", Target: "database.shop:5432", TLS: &Shown{SNI: "outbound_.5432_._.database.shop.svc.cluster.local", ALPN: istioALPN}}
	var requests []string
	for _, path := range paths {
		requests = append(requests, h1("GET", path, "orders.shop:8080"), h1("POST", path, "orders:8080"))
	}
	right := certificate{uris: []string{webIdentity}}
	wrong := certificate{uris: []string{"spiffe://cluster.local/ns/shop/sa/thief"}}
	locks := []lock{
		{way: ordersAs(s, ""), send: requests, open: right, thief: wrong},
		{way: database, send: []string{ID + "\n", "x " + ID + "\n", "SELECT '" + ID + "'\n", "\x00\x03\x00\x00" + ID + "\n"}, open: right, thief: wrong},
	}
	attacks := append(certificateKinds(s, anybody, locks), requestKinds(noPolicy, both, withPaths([]gate{web}, "/ping", "/open/a", "/open/b?c")...)...)
	attacks = append(attacks, pathKinds(noPolicy, usual, []gate{web})...)
	byProxy := web
	byProxy.ways = web.ways[1:]
	attacks = append(attacks,
		Attack{Kind: "path: encoded steps up with parameters", Control: noPolicy, Attempts: encodedParameters([]gate{byProxy})},
		names(s, "certificate of another workload", noPolicy, locks, func(lock) []certificate { return otherIdentities("shop", "thief", "default", "orders", "admin") }),
		names(s, "certificate of another trust domain", anybody, locks, func(lock) []certificate { return otherDomains("shop", "web") }),
		names(s, "certificate of a name that looks like the right one", noPolicy, locks, func(lock) []certificate { return lookAlikes("shop", "web") }),
		Attack{Kind: "plain text", Control: open, Attempts: plainText(requests)},
		Attack{Kind: "plain HTTP/2", Control: open, Attempts: plainHTTP2(paths)},
		Attack{Kind: "HTTP on a TCP port", Control: noPolicy, Attempts: httpOnTCP(paths)},
		Attack{Kind: "forged X-Forwarded-Client-Cert", Control: noPolicy, Attempts: clientCertificates(both, webIdentity)},
	)
	attacks = append(append(attacks, limits([]gate{web})...), semicolons([]gate{web}))
	direct := web
	direct.ways = web.ways[:1]
	attacks = append(attacks, Attack{Kind: "known: encoded steps up with parameters", Known: cutsParameters, Attempts: through([]gate{direct}, "GET", "/open/%2e%2e;/admin")})
	return append(attacks, Attack{Kind: "known: method in a header", Known: overrides, Attempts: through([]gate{web}, "POST", "/ping", "X-HTTP-Method-Override: DELETE")})
}

// plainText has no identity, whoever sends it.
func plainText(requests []string) []Attempt {
	var made []Attempt
	for _, way := range []Way{
		{To: "shop/orders", Target: "orders:8080"}, {From: "legacy/old", Target: "orders.shop:8080"}, {From: "shop/web", To: "shop/orders", Target: "orders:8080"},
		{To: "shop/orders", Target: "orders:8080", Before: "PROXY TCP4 10.0.0.1 10.0.0.2 1 8080\r\n"},
	} {
		for _, text := range requests {
			made = append(made, Attempt{Way: way, Bytes: text})
		}
	}
	for _, way := range []Way{{To: "shop/database", Target: "database:5432"}, {From: "legacy/old", Target: "database.shop:5432"}, {From: "shop/web", To: "shop/database", Target: "database:5432"}} {
		for _, text := range []string{ID + "\n", "x" + ID + "\n", "\x00\x03\x00\x00" + ID + "\n", "QUIT " + ID + "\n"} {
			made = append(made, Attempt{Way: way, Bytes: text})
		}
	}
	return made
}

func plainHTTP2(paths []string) []Attempt {
	var made []Attempt
	for _, way := range []Way{{To: "shop/orders", Target: "orders:8080"}, {From: "legacy/old", Target: "orders.shop:8080"}} {
		for _, path := range paths {
			for _, method := range []string{"GET", "POST", "OPTIONS"} {
				for _, scheme := range []string{"http", "https"} {
					made = append(made, Attempt{Way: way, Fields: fields(method, scheme, "orders.shop:8080", path)})
				}
			}
		}
	}
	return made
}

// httpOnTCP is for the database, of those whom nobody lets in.
func httpOnTCP(paths []string) []Attempt {
	var made []Attempt
	for _, from := range []string{"shop/thief", "other/web"} {
		for _, path := range paths {
			for _, method := range []string{"GET", "POST", "CONNECT", "OPTIONS"} {
				made = append(made, Attempt{Way: Way{From: from, Target: "database.shop:5432"}, Bytes: method + " " + path + "?" + ID + " HTTP/1.1\r\nHost: orders.shop:8080\r\n\r\n"})
			}
		}
	}
	return made
}

func merged(maps ...map[string]string) map[string]string {
	made := map[string]string{}
	for _, each := range maps {
		for key, value := range each {
			made[key] = value
		}
	}
	return made
}
