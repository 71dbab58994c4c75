package adversary

import "cdk8s-istio/conformance/dataplane/rig"

// What gets through because a proxy does not see it as some servers do. Pages of the constructs say so, and this holds them to it.

const (
	cutsParameters    = "a client that does not use its sidecar sends `/open/%2e%2e;/admin`, which is under `/open/`; a server that cuts parameters off takes it for `/admin`"
	decodesSlashes    = "a server that decodes `%2F` takes `/open/..%2Fadmin`, which is under `/open/`, for `/admin`: `pathNormalization: DECODE_AND_MERGE_SLASHES` prevents it"
	decodesSemicolons = "a server that decodes `%3B`, and cuts parameters off after that, takes `/open/..%3B/admin` for `/admin`"
	overrides         = "a server that obeys `X-HTTP-Method-Override` takes the method that is allowed for another one"
	dashes            = "a server that takes `x_user` for `x-user`, as CGI and WSGI do, believes it: `connectionSettings` of the proxies can refuse such headers"
	preflightToo      = "a preflight needs no token, also with `X-HTTP-Method-Override: GET`"
)

func limits(gates []gate) []Attack {
	return []Attack{
		{Kind: "known: encoded slashes behind a prefix", Known: decodesSlashes, Attempts: through(gates, "GET", "/open/..%2Fadmin")},
	}
}

// semicolons are for services: routes of a gateway refuse them.
func semicolons(gates []gate) Attack {
	return Attack{Kind: "known: encoded semicolons behind a prefix", Known: decodesSemicolons, Attempts: through(gates, "GET", "/open/..%3B/admin")}
}

func through(gates []gate, method, path string, lines ...string) []Attempt {
	made := every(withPaths(gates, path), func(g gate, path string) []Attempt {
		return plain(h1(method, path, g.host, append(lines, g.extra...)...))
	})
	for i := range made {
		made[i].In = func(rig.Seen) bool { return true }
	}
	return made
}
