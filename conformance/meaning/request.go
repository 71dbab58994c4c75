package meaning

import (
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Entrance is where a request comes into view.
type Entrance int

const (
	// Leaving is a request that a workload sends, through its own sidecar.
	Leaving Entrance = iota
	// Entering is a request that reaches a gateway from outside of the mesh.
	Entering
	// Arriving is a request at the sidecar of the workload that serves it.
	Arriving
)

// Protocol is what is spoken, without the TLS around it.
type Protocol int

const (
	HTTP Protocol = iota
	// TLS is a connection that the client itself encrypts, with the host as SNI.
	TLS
	// TCP is a connection that nobody understands.
	TCP
)

// Request is one question.
type Request struct {
	Entrance Entrance
	At       string // the workload whose proxy is asked, as namespace/name
	Serves   string // the Service of that workload, or itself
	Protocol Protocol
	Secure   bool // HTTP inside TLS, at a gateway
	Host     string
	Port     int
	Method   string
	Path     string
	Headers  map[string]string
	Token    *Token
	Caller   string // identity of the client's certificate; empty where it has none
	Address  string // of the client
}

// String is how reviewed differences name the request.
func (r Request) String() string {
	var b strings.Builder
	switch r.Entrance {
	case Leaving:
		fmt.Fprintf(&b, "%s calls ", r.At)
	case Entering:
		fmt.Fprintf(&b, "from outside through %s: ", r.At)
	case Arriving:
		fmt.Fprintf(&b, "%s to %s: ", r.client(), r.At)
	}
	b.WriteString(r.line())
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		fmt.Fprintf(&b, " %s=%s", name, quoted(r.Headers[name]))
	}
	if r.Token != nil {
		fmt.Fprintf(&b, " with %s", r.Token)
	}
	if r.Address != "" {
		fmt.Fprintf(&b, " from %s", r.Address)
	}
	return b.String()
}

func (r Request) client() string {
	if r.Caller == "" {
		return "plaintext"
	}
	return strings.TrimPrefix(r.Caller, "cluster.local/")
}

func (r Request) line() string {
	address := fmt.Sprintf("%s:%d", r.Host, r.Port)
	switch {
	case r.Protocol == TLS:
		return "tls://" + address
	case r.Protocol == TCP:
		return "tcp://" + address
	case r.Secure:
		return r.Method + " https://" + address + r.Path
	}
	return r.Method + " http://" + address + r.Path
}

// place groups requests whose differences have one cause: those to one host, or to one workload's port.
func (r Request) place() string {
	switch r.Entrance {
	case Leaving:
		return fmt.Sprintf("calls to %s:%d", r.Host, r.Port)
	case Entering:
		return fmt.Sprintf("through %s:%d", r.At, r.Port)
	}
	return fmt.Sprintf("access to %s:%d", r.Serves, r.Port)
}

func quoted(text string) string {
	if text == "" || strings.ContainsAny(text, " =") {
		return fmt.Sprintf("%q", text)
	}
	return text
}

// message is a request on its way through the filters of an Envoy, which change it.
type message struct {
	headers  map[string]string // and :path, :method, :authority, :scheme
	token    *Token
	accepted *Token // after the JWT filter
	claimed  []string
	caller   string
	address  string
	port     int
	sni      string
	tcp      bool
	shadow   string // name of the CUSTOM policy that applies

	matchedPrefix string // of the route that was taken
}

const someAddress = "198.51.100.7"

func (r Request) message() *message {
	m := &message{caller: r.Caller, address: r.Address, port: r.Port, token: r.Token, tcp: r.Protocol != HTTP, headers: map[string]string{}}
	if m.address == "" {
		m.address = someAddress
	}
	if r.Protocol == TLS {
		m.sni = r.Host
	}
	if m.tcp {
		return m
	}
	for name, value := range r.Headers {
		m.headers[strings.ToLower(name)] = value
	}
	scheme := "http"
	if r.Secure {
		scheme = "https"
	}
	maps.Copy(m.headers, map[string]string{":method": r.Method, ":path": r.Path, ":authority": r.Host, ":scheme": scheme})
	if r.Token != nil && m.headers[r.Token.location().header] == "" {
		m.headers[r.Token.location().header] = r.Token.location().prefix + "token"
	}
	return m
}

func (m *message) path() string {
	path, _, _ := strings.Cut(m.headers[":path"], "?")
	return path
}

func (m *message) query() url.Values {
	_, query, _ := strings.Cut(m.headers[":path"], "?")
	values, _ := url.ParseQuery(query)
	return values
}

func (m *message) claims() map[string]any {
	if m.accepted == nil {
		return nil
	}
	return m.accepted.claims()
}
