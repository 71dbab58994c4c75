package adversary

// Requests of HTTP/2 whose fields no client writes.

func pseudoHosts(gates []gate) []Attempt {
	return every(onlyHTTP2(gates), func(g gate, path string) []Attempt {
		secret, open := g.host, g.doorHost
		base := func(authority string, more ...Field) Attempt {
			return Attempt{Fields: fields("GET", "https", authority, path, more...)}
		}
		return []Attempt{
			base(open, Field{"host", secret}), base(secret, Field{"host", open}), base("", Field{"host", secret}), base(open + "," + secret), base(open + "@" + secret), base(secret+":443", Field{"host", open}),
			base(secret+".", Field{"host", open}), base(open, Field{":authority", secret}), base(secret, Field{":authority", open}), base(open, Field{"x-forwarded-host", secret}), base(secret), base(secret, Field{"host", ""}),
			base(secret, Field{"host", secret}, Field{"host", open}), base(" " + secret), base(secret + "/"), base(secret + "#" + open), base("https://" + secret),
			{Fields: []Field{{":method", "GET"}, {":scheme", "https"}, {":path", path}, {"host", secret}, {"x-attempt", ID}}},
			{Fields: []Field{{":method", "GET"}, {":scheme", "https"}, {":path", path}, {"x-attempt", ID}}},
			{Fields: []Field{{"host", secret}, {":method", "GET"}, {":scheme", "https"}, {":authority", open}, {":path", path}, {"x-attempt", ID}}},
		}
	})
}

func pseudoFields(gates []gate) []Attempt {
	return every(onlyHTTP2(gates), func(g gate, path string) []Attempt {
		var made []Attempt
		for _, method := range []string{"get", "", "GET ", "GET " + path + " HTTP/1.1", "CONNECT", "*", "PRI"} {
			made = append(made, Attempt{Fields: fields(method, "https", g.host, path)})
		}
		for _, scheme := range []string{"http", "HTTPS", "", "ftp", "https://" + g.doorHost + g.doorPath + "?", "file"} {
			made = append(made, Attempt{Fields: fields("GET", scheme, g.host, path)})
		}
		for _, target := range []string{path[1:], "*", "https://" + g.host + path, "//" + g.doorHost + path, g.doorPath + "#" + path, g.doorPath + " " + path, "\\" + path[1:], path + "\x00"} {
			made = append(made, Attempt{Fields: fields("GET", "https", g.host, target)})
		}
		return append(made,
			Attempt{Fields: fields("GET", "https", g.host, g.doorPath, Field{":path", path})}, Attempt{Fields: fields("GET", "https", g.host, path, Field{":path", g.doorPath})},
			Attempt{Fields: fields("GET", "https", g.host, path, Field{":method", "OPTIONS"})}, Attempt{Fields: fields("GET", "https", g.host, path, Field{":protocol", "websocket"})},
			Attempt{Fields: fields("CONNECT", "https", g.host, path, Field{":protocol", "websocket"})}, Attempt{Fields: fields("CONNECT", "https", g.host, path, Field{":protocol", "connect-udp"})},
			Attempt{Fields: fields("GET", "https", g.host, path, Field{":status", "200"})}, Attempt{Fields: fields("GET", "https", g.host, path, Field{"X-Upper", "a"})},
			Attempt{Fields: fields("GET", "https", g.host, path, Field{"connection", "upgrade"}, Field{"upgrade", "h2c"})},
		)
	})
}

// brokenFields hide a request in the text of a field, which becomes one when HTTP/1.1 is made of it.
func brokenFields(gates []gate) []Attempt {
	return every(onlyHTTP2(gates), func(g gate, path string) []Attempt {
		var made []Attempt
		for _, ending := range []string{"\r\n", "\n", "\r"} {
			inner := ending + ending + "GET " + path + " HTTP/1.1" + ending + "Host: " + g.host + ending + "X-Attempt: " + ID + ending + ending
			door := func(more ...Field) Attempt {
				return Attempt{Fields: append([]Field{{":method", "GET"}, {":scheme", "https"}, {":authority", g.doorHost}, {":path", g.doorPath}}, more...)}
			}
			made = append(made,
				door(Field{"x", "y" + inner}), door(Field{"x: y" + inner, "z"}), door(Field{"cookie", "a=b" + inner}),
				Attempt{Fields: []Field{{":method", "GET"}, {":scheme", "https"}, {":authority", g.doorHost}, {":path", g.doorPath + " HTTP/1.1" + ending + "Host: " + g.doorHost + inner}}},
				Attempt{Fields: []Field{{":method", "GET " + g.doorPath + " HTTP/1.1" + ending + "Host: " + g.doorHost + inner}, {":scheme", "https"}, {":authority", g.doorHost}, {":path", g.doorPath}}},
				Attempt{Fields: []Field{{":method", "GET"}, {":scheme", "https"}, {":authority", g.doorHost + inner}, {":path", g.doorPath}}},
				Attempt{Fields: fields("GET", "https", g.host, path, Field{"x", "y" + ending + "z: 1"})},
			)
		}
		for _, field := range []Field{{"x", " leading and trailing "}, {"x", "%0d%0aHost: " + g.doorHost}, {"x", "a\tb"}, {"x", "%0a%0dGET / HTTP/1.1"}, {"x", `\r\nHost: x`}} {
			made = append(made, Attempt{Fields: fields("GET", "https", g.host, path, field)})
		}
		return append(made, Attempt{Fields: fields("GET", "https", g.host, path+sep(path)+"x=%0d%0a%0d%0aGET%20/")})
	})
}

// bodies have other lengths than their frames, or a request in them.
func bodies(gates []gate) []Attempt {
	return every(onlyHTTP2(gates), func(g gate, path string) []Attempt {
		inner := g.get(path)
		var made []Attempt
		for _, field := range []Field{{"content-length", "0"}, {"content-length", "3"}, {"content-length", "+0"}, {"content-length", "99999"}, {"transfer-encoding", "chunked"}, {"te", "chunked"}, {"x", "y"}, {"content-length", "0, 0"}, {"transfer-encoding", "identity"}, {"expect", "100-continue"}} {
			for _, method := range []string{"POST", "GET"} {
				made = append(made,
					Attempt{Fields: []Field{{":method", method}, {":scheme", "https"}, {":authority", g.doorHost}, {":path", g.doorPath}, field}, Body: inner},
					Attempt{Fields: []Field{{":method", method}, {":scheme", "https"}, {":authority", g.doorHost}, {":path", g.doorPath}, field}, Body: "0\r\n\r\n" + inner},
					Attempt{Fields: fields(method, "https", g.host, path, field), Body: "0\r\n\r\n"})
			}
		}
		return made
	})
}
