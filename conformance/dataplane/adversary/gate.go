package adversary

import (
	"fmt"
	"strings"

	"cdk8s-istio/conformance/dataplane/rig"
)

// gate is a place where requests are refused that nobody lets in.
type gate struct {
	ways  []Way
	host  string
	paths []string // that are refused
	extra []string // header lines of every request
	// door is a host, and a path, that is let through on the same connection.
	doorHost, doorPath string
	http2              bool // whether HTTP/2 is understood there
	// in tells whether what a server saw should not have come through. Nothing should where there is none.
	in func(rig.Seen) bool
}

// The paths that are let through in the apps, and some that are not.
const (
	exactDoor  = "/ping"
	prefixDoor = "/open/"
)

var secrets = []string{"/admin", "/admin/users/7", "/orders", "/api/v1/keys", "/internal/metrics", "/.env", "/account?id=7", "/"}

// h1 writes a request of HTTP/1.1 with its name. A host that is empty is left out.
func h1(method, target, host string, lines ...string) string {
	text := method + " " + target + " HTTP/1.1\r\n"
	if host != "" {
		text += "Host: " + host + "\r\n"
	}
	for _, line := range append([]string{"X-Attempt: " + ID}, lines...) {
		text += line + "\r\n"
	}
	if method == "POST" || method == "PUT" {
		text += "Content-Length: 0\r\n"
	}
	return text + "\r\n"
}

// get is the plain request that is refused.
func (g gate) get(path string, lines ...string) string {
	return h1("GET", path, g.host, append(lines, g.extra...)...)
}

// doorHead is a whole request that is let through, for others to hide behind.
func (g gate) doorHead(lines ...string) string {
	text := "GET " + g.doorPath + " HTTP/1.1\r\nHost: " + g.doorHost + "\r\nX-Attempt: " + DOOR + "\r\n"
	for _, line := range lines {
		text += line + "\r\n"
	}
	return text + "\r\n"
}

// every makes an attempt for each way and path of the gates, and each variant.
func every(gates []gate, variants func(g gate, path string) []Attempt) []Attempt {
	var made []Attempt
	for _, g := range gates {
		for _, way := range g.ways {
			for _, path := range g.paths {
				for _, attempt := range variants(g, path) {
					if attempt.Way == (Way{}) {
						attempt.Way = way
					}
					attempt.In = g.in
					made = append(made, attempt)
				}
			}
		}
	}
	return made
}

// plain makes attempts of texts.
func plain(texts ...string) []Attempt {
	made := make([]Attempt, len(texts))
	for i, text := range texts {
		made[i] = Attempt{Bytes: text}
	}
	return made
}

// lingering are texts with several requests.
func lingering(texts ...string) []Attempt {
	made := plain(texts...)
	for i := range made {
		made[i].Linger = true
	}
	return made
}

// heads varies header lines of the plain request.
func heads(gates []gate, lines ...string) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		for _, line := range lines {
			texts = append(texts, g.get(path, line))
		}
		return plain(texts...)
	})
}

func onlyHTTP2(gates []gate) []gate {
	var kept []gate
	for _, g := range gates {
		if g.http2 {
			kept = append(kept, g)
		}
	}
	return kept
}

// overHTTP2 asks for it in TLS.
func overHTTP2(ways []Way) []Way {
	made := make([]Way, len(ways))
	for i, way := range ways {
		if way.TLS != nil && len(way.TLS.ALPN) > 0 && way.TLS.ALPN[0] == "http/1.1" {
			shown := *way.TLS
			shown.ALPN = []string{"h2"}
			way.TLS = &shown
		}
		made[i] = way
	}
	return made
}

func repeat(text string, n int) string { return strings.Repeat(text, n) }

func sprint(format string, args ...any) string { return fmt.Sprintf(format, args...) }
