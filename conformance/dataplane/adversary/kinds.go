package adversary

// requestKinds are for everything that reads requests. Some gates may be there for their methods only.
func requestKinds(control string, gates []gate, forMethods ...gate) []Attack {
	methods := append(gates[:len(gates):len(gates)], forMethods...)
	kind := func(name string, attempts []Attempt) Attack {
		return Attack{Kind: name, Control: control, Attempts: attempts}
	}
	tolerated := func(name string, attempts []Attempt) Attack {
		return Attack{Kind: name, Control: tolerant, Attempts: attempts}
	}
	attacks := []Attack{
		kind("method in another form", methodTricks(methods)),
		kind("method said in a header or the query", methodOverrides(methods)),
		tolerated("smuggled CONNECT", connects(gates)),
		kind("upgrade to h2c", upgrades(gates)),
		kind("upgrade to websocket", webSockets(gates)),
		kind("absolute URI", absoluteForms(gates)),
		tolerated("other versions of HTTP", versions(gates)),
		kind("Content-Length against Transfer-Encoding", lengths(gates)),
		kind("Transfer-Encoding in another form", codings(gates)),
		kind("chunks that end early", chunks(gates)),
		kind("second request on an open connection", pipelines(gates)),
		kind("line ends and folding", lines(gates)),
		kind("request inside a header or query", afterAnother(gates)),
		kind("two hosts", twoHosts(gates)),
		kind("forged X-Envoy and other proxy headers", envoyHeaders(gates)),
		kind("hop-by-hop headers", hopByHop(gates)),
		kind("long paths", longPaths(gates)),
	}
	if framed := onlyHTTP2(gates); len(framed) > 0 {
		for i := range framed {
			framed[i].ways = overHTTP2(framed[i].ways)
		}
		attacks = append(attacks,
			kind("HTTP/2: authority against host", pseudoHosts(framed)),
			kind("HTTP/2: pseudo-headers", pseudoFields(framed)),
			kind("HTTP/2: line breaks in fields", brokenFields(framed)),
			kind("HTTP/2: length against body", bodies(framed)),
		)
	}
	return attacks
}

// hostKinds are for everything that decides by host.
func hostKinds(control string, gates []gate) []Attack {
	return []Attack{
		{Kind: "host in another form, with a port", Control: control, Attempts: hosts(gates)},
		{Kind: "host with odd characters", Control: control, Attempts: oddHosts(gates)},
		{Kind: "no host, or an address", Control: control, Attempts: noHost(gates)},
	}
}

// pathKinds are for everything that decides by path.
func pathKinds(control, decodes string, gates []gate) []Attack {
	attacks := []Attack{
		{Kind: "path: double slashes", Attempts: slashes(gates)},
		{Kind: "path: dot segments", Attempts: dotSegments(gates)},
		{Kind: "path: encoded dots", Attempts: encodedDots(gates)},
		{Kind: "path: backslashes", Attempts: backslashes(gates)},
		{Kind: "path: parameters", Attempts: parameters(gates)},
		{Kind: "path: NUL and control characters", Attempts: controlCharacters(gates)},
		{Kind: "path: letters in another form", Attempts: letters(gates)},
		{Kind: "path: endings", Attempts: endings(gates)},
		{Kind: "path: query and fragment", Attempts: queries(gates)},
		{Kind: "path: absolute URI", Attempts: absolutePaths(gates)},
	}
	for i := range attacks {
		attacks[i].Control = control
	}
	attacks = append(attacks, Attack{Kind: "path: encoded slashes", Setting: decoding, Control: decodes, Attempts: encodedSlashes(gates)})
	return attacks
}
