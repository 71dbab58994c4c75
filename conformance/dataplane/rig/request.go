package rig

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
)

// Request says what is sent, by whom and where to.
type Request struct {
	// Request is "GET http://catalog:8080/items", "GRPC http://orders:9090/shop.Orders/List", or "CONNECT tcp://db:5432" and
	// "CONNECT tls://broker:5671" for bytes that are not HTTP. The scheme https is TLS by the client itself.
	Request string `json:"request"`
	// From is the workload that sends it. Without one, it comes from outside of the mesh.
	From string `json:"from"`
	// Via is the gateway through which it comes in, where there are several.
	Via string `json:"via"`
	// To is a pod that is asked by its address, past Services, sidecars of the sender and gateways.
	To string `json:"to"`
	// Host is sent in the place of the one in the URL.
	Host string `json:"host"`
	// SNI is sent in the place of the one in the URL.
	SNI string `json:"sni"`
	// HTTP2 asks in HTTP/2; calls always do.
	HTTP2   bool              `json:"http2"`
	Headers map[string]string `json:"headers"`
	Token   *Token            `json:"token"`
	// Certificate is what the client shows: a SPIFFE identity, or a name.
	Certificate string `json:"certificate"`
	// Untrusted has the certificate signed by an authority that nobody knows.
	Untrusted bool     `json:"untrusted"`
	Body      string   `json:"body"`
	Timeout   Duration `json:"timeout"` // of the client

	method string
	url    *url.URL
	port   int
	step   string // that it is of
}

var requestPattern = regexp.MustCompile(`^([A-Z]+) ((http|https|tcp|tls)://.*)$`)

// Parse checks the request, once, before it is sent.
func (r *Request) Parse() error {
	parts := requestPattern.FindStringSubmatch(r.Request)
	if parts == nil {
		return fmt.Errorf(`request %q: write "GET http://host:port/path", "GRPC http://…" or "CONNECT tcp://host:port"`, r.Request)
	}
	parsed, err := url.Parse(parts[2])
	if err != nil {
		return fmt.Errorf("request %q: %w", r.Request, err)
	}
	r.method, r.url = parts[1], parsed
	r.port = map[string]int{"http": 80, "https": 443}[parsed.Scheme]
	if text := parsed.Port(); text != "" {
		if r.port, err = strconv.Atoi(text); err != nil {
			return fmt.Errorf("request %q: %w", r.Request, err)
		}
	}
	if r.port == 0 {
		return fmt.Errorf("request %q: say the port", r.Request)
	}
	if (r.method == "CONNECT") != r.bytes() {
		return fmt.Errorf("request %q: CONNECT goes with tcp:// and tls://, other methods with http:// and https://", r.Request)
	}
	return nil
}

func (r *Request) bytes() bool { return r.url.Scheme == "tcp" || r.url.Scheme == "tls" }

func (r *Request) secure() bool {
	return r.url.Scheme == "https" || r.url.Scheme == "tls" || r.Certificate != ""
}

func (r *Request) call() bool { return r.method == "GRPC" }
