package adversary

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"cdk8s-istio/conformance/dataplane/rig"
)

// opened tells whether a server would take a path for one that is let through: whatever it decodes, and whichever slashes it
// merges before it looks, or parameters that it cuts off.
func opened(target string) bool {
	text, _, _ := strings.Cut(target, "?")
	if parsed, err := url.Parse(target); err == nil && parsed.IsAbs() {
		text = parsed.EscapedPath()
	}
	for _, decoded := range []string{text, unescaped(text), withoutParameters(text), withoutParameters(unescaped(text))} {
		resolved := path.Clean("/" + strings.ReplaceAll(decoded, `\`, "/"))
		if strings.HasSuffix(decoded, "/") && resolved != "/" {
			resolved += "/"
		}
		if resolved != exactDoor && !strings.HasPrefix(resolved, prefixDoor) {
			return false
		}
	}
	return true
}

var parameter = regexp.MustCompile(`;[^/]*`)

func withoutParameters(text string) string { return parameter.ReplaceAllString(text, "") }

func unescaped(text string) string {
	if decoded, err := url.PathUnescape(text); err == nil {
		return decoded
	}
	return text
}

// offPath is success of an attempt whose trick is the path.
func offPath(seen rig.Seen) bool { return !opened(seen.Path) }

func offPathOrMethod(seen rig.Seen) bool {
	return offPath(seen) || seen.Method != "GET" && seen.Method != "POST"
}

// pathKind writes secret paths in ways that a guard may take for open ones.
func pathKind(gates []gate, forms ...string) []Attempt {
	return every(gates, func(g gate, secret string) []Attempt {
		var texts []string
		for _, form := range forms {
			target := strings.NewReplacer("{s}", strings.TrimPrefix(secret, "/"), "{open}", strings.Trim(prefixDoor, "/"), "{ping}", exactDoor[1:]).Replace(form)
			texts = append(texts, h1("GET", target, g.host, g.extra...), h1("POST", target, g.host, g.extra...))
		}
		return plain(texts...)
	})
}

func slashes(gates []gate) []Attempt {
	return pathKind(gates, "//{s}", "///{s}", "/open//../..//{s}", "/open/..//{s}", "//{ping}/../{s}", "/{ping}//{s}", "/{ping}//../{s}", "//open//..//..//{s}", "/open/..///{s}", "/open/a//..//../..//{s}", "//open/../{s}", "/open//////../../../../../../../{s}", "////{s}//")
}

func dotSegments(gates []gate) []Attempt {
	return pathKind(gates, "/open/../{s}", "/open/./../{s}", "/./{s}", "/{ping}/../{s}", "/open/a/../../{s}", "/../{s}", "/open/.././{s}", "/open/../../../{s}", "/{s}/.", "/x/../{s}", "/open/.../../{s}", "/open/../open/../{s}", "/{s}/../{s}", "/open/..")
}

func encodedDots(gates []gate) []Attempt {
	return pathKind(gates, "/open/%2e%2e/{s}", "/open/%2E%2E/{s}", "/open/.%2e/{s}", "/open/%2e./{s}", "/%2e/{s}", "/open/%2e/../{s}", "/{ping}/%2e%2e/{s}", "/open/%252e%252e/../../{s}", "/open/a/%2e%2e/%2e%2e/{s}", "/%2e%2e/{s}", "/{s}/%2e", "/open/%2e%2E/./{s}")
}

func encodedSlashes(gates []gate) []Attempt {
	return pathKind(gates, "/open/..%2f{s}", "/open/..%2F{s}", "/open%2f..%2f{s}", "/open/%2e%2e%2f{s}", "/open/..%5c{s}", "/open/..%5C{s}", "/{ping}%2f..%2f{s}", "/open/a%2f..%2f..%2f{s}", "/%2f{s}", "/open/..%2f..%2f{s}", "/open/%2e%2e%5c{s}", "/open/..%2f%2f{s}", "/%5c{s}")
}

func backslashes(gates []gate) []Attempt {
	return pathKind(gates, `/open/..\{s}`, `/open\..\{s}`, `\{s}`, `/\{s}`, `/open/\..\{s}`, `/{ping}\..\{s}`, `\\{s}`, `/open/..\/{s}`, `/open\../{s}`, `/open/a\..\..\{s}`, `/.\{s}`, `/{s}\`)
}

func parameters(gates []gate) []Attempt {
	return pathKind(gates, "/{s};/ping", "/{s};a=b", "/ping;/../{s}", "/ping;a=b", "/ping;", "/{s};/open/", "/;/{s}", "/;a=b/{s}", "/{s}/;/open/", "/open;/{s}", "/open;a=b/../{s}", "/{ping};jsessionid=1",
		"/open/..;/{s}", "/open/..;a=b/{s}", "/open/.;/../{s}", "/open/a/..;/..;/{s}", "/open/..;/..;/{s}", "/open/..;a;b/{s}", "/open/;/../{s}", "/open/a;/../..;x=y/{s}")
}

// encodedParameters are steps up that one proxy decodes, and only the next one takes.
func encodedParameters(gates []gate) []Attempt {
	return pathKind(gates, "/open/%2e%2e;/{s}", "/open/.%2e;/{s}", "/open/%2e.;/{s}", "/open/%2E%2E;a=b/{s}", "/open/a/%2e%2e;/%2e%2e;/{s}", "/open/%2e%2e;/../{s}", "/open/%2e%2e;x;y/{s}", "/open/%2e;/%2e%2e;/{s}",
		"/open/%2e%2e;%2f{s}", `/open/a\%2e%2e;/%2e%2e;/{s}`, "/open/;a/%2e%2e;/%2e%2e;/{s}", "/open/%0a/%2e%2e;/%2e%2e;/{s}", "/open/%ff/%2e%2e;/%2e%2e;/{s}", "/open/\xff/%2e%2e;/%2e%2e;/{s}", "/open//%2e%2e;//%2e%2e;/{s}")
}

// encodedSemicolons are steps up for a server that decodes before it cuts parameters off. No proxy decodes them.
func encodedSemicolons(gates []gate) []Attempt {
	return pathKind(gates, "/open/..%3b/{s}", "/open/..%3B/{s}", "/open/%2e%2e%3b/{s}", "/open/.%2e%3Ba=b/{s}", "/open/a/..%3b/..%3B/{s}", "/open/.%3b/..%3b/{s}", "/open/..%3bx%3by/{s}", "/open/..%3B;/{s}")
}

func controlCharacters(gates []gate) []Attempt {
	return pathKind(gates, "/{s}%00", "/{s}%00/ping", "/ping%00", "/ping%00/../{s}", "/open/%00/../../{s}", "/{s}%0a", "/{s}%0d%0a", "/ping%0d%0aX:y", "/ping%09", "/{s}%09", "/%00{s}", "/{s}%7f", "/ping%20", "/ping%0b", "/{s}\x00", "/{s}\x7f", "/ping\x00/{s}")
}

func letters(gates []gate) []Attempt {
	return pathKind(gates, "/PING", "/Ping", "/OPEN/x", "/Open/../{s}", "/%61%64min/{s}", "/%41dmin", "/pi%6eg/{s}", "/p%49ng", "/pınǵ", "/{s}%c0%af", "/%c0%af{s}", "/%e0%80%af{s}", "/ｐing", "/%ef%bd%90ing", "/pin%67%2520", "/%u0070ing", "/open%c0%ae%c0%ae/{s}")
}

func endings(gates []gate) []Attempt {
	return pathKind(gates, "/{s}/", "/{s}.", "/{s}/.", "/ping/", "/ping/x", "/ping.", "/ping.json", "/ping~", "/pingx", "/ping/.", "/ping..", "/ping%2f", "/open", "/open.", "/openx", "/openx/{s}", "/ping,", "/ping$", "/{s}%3f", "/{s}%23")
}

func queries(gates []gate) []Attempt {
	return pathKind(gates, "/{s}?/ping", "/{s}?x=/open/", "/{s}#/ping", "/{s}?#/open/", "/?/ping", "/?path=/ping", "/{s}%3f/ping", "/{s}??", "/{s}?../../ping", "/{s}#", "/ping%3fx/../{s}", "/ping%23/../{s}", "/#/ping", "?/ping", "/{s}?url=http://x/open/")
}

func absolutePaths(gates []gate) []Attempt {
	return every(gates, func(g gate, secret string) []Attempt {
		var texts []string
		for _, scheme := range []string{"http", "https"} {
			for _, form := range []string{"//h/{s}", "//h/open/../{s}", "//h/open/%2e%2e/{s}", "//h//{s}", "//h/ping/../{s}", "//h?/ping", "//h/{s}?http://h/ping", "//h/{s}#/ping", "//h"} {
				target := scheme + ":" + strings.NewReplacer("{s}", secret[1:], "h/", g.host+"/", "h?", g.host+"?").Replace(form)
				texts = append(texts, h1("GET", target, g.host, g.extra...), h1("GET", target, "x", g.extra...))
			}
		}
		return plain(texts...)
	})
}

func longPaths(gates []gate) []Attempt {
	return every(gates, func(g gate, secret string) []Attempt {
		var texts []string
		for _, n := range []int{10, 200, 1000, 5000} {
			texts = append(texts,
				g.get(prefixDoor+repeat("a/", n)+repeat("../", n+1)+secret[1:]), g.get("/"+repeat("./", n)+secret[1:]), g.get(secret+sep(secret)+repeat("x", 2*n)), g.get(prefixDoor+repeat("../", n)+secret[1:]),
				g.get(repeat("/", n)+secret[1:]), g.get("/"+repeat("%2e/", n)+secret[1:]))
		}
		return plain(texts...)
	})
}

func sep(target string) string {
	if strings.Contains(target, "?") {
		return "&"
	}
	return "?"
}

// withPaths gives gates other paths.
func withPaths(gates []gate, paths ...string) []gate {
	changed := slices.Clone(gates)
	for i := range changed {
		changed[i].paths = paths
	}
	return changed
}
