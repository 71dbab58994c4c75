package rig

import (
	"bufio"
	"crypto/tls"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Seen is one request, or one connection, as a server received it.
type Seen struct {
	By      string // workload or host
	Method  string // none for bytes that are not HTTP
	Path    string
	Host    string
	Headers http.Header
	Proto   string
	SNI     string
	Client  string // name in the client's certificate, where the server itself ends TLS
	Body    string
}

// Behaviour is what a server does besides answering 200.
type Behaviour struct {
	Status  int               `json:"status"`
	Times   int               `json:"times"` // how often; every time where it is 0
	Delay   Duration          `json:"delay"`
	Close   bool              `json:"close"`   // the connection, without an answer
	Grpc    int               `json:"grpc"`    // status of a call
	Message []byte            `json:"message"` // of the answer to a call, in base64
	Headers map[string]string `json:"headers"` // of the answer
}

// Stub is a server that records what it sees.
type Stub struct {
	Name      string
	ip        string
	mu        sync.Mutex
	step      string // that is under way
	seen      []Seen
	behaviour Behaviour
	behaved   int
}

func (s *Stub) record(seen Seen) (Behaviour, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if of := seen.Headers.Get(stepHeader); of != "" && of != s.step {
		return Behaviour{}, false // a copy or a retry that comes when its step is over
	}
	s.seen = append(s.seen, seen)
	s.behaved++
	return s.behaviour, s.behaviour.Times == 0 || s.behaved <= s.behaviour.Times
}

// behave changes what the server does from now on, and forgets what it saw.
func (s *Stub) behave(step string, b Behaviour) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.step, s.behaviour, s.behaved, s.seen = step, b, 0, nil
}

func (s *Stub) all() []Seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Seen(nil), s.seen...)
}

func (w *World) serve(s *Stub, protocol, address string, security *tls.Config) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("the server of %s: %w", s.Name, err)
	}
	w.t.Cleanup(func() { listener.Close() })
	if security != nil {
		listener = tls.NewListener(listener, security)
	}
	if isBytes(protocol) {
		go s.serveBytes(listener)
		return nil
	}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetHTTP2(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Handler: s, Protocols: protocols, ErrorLog: silent}
	w.t.Cleanup(func() { server.Close() })
	go func() { _ = server.Serve(listener) }()
	return nil
}

// isBytes tells by the beginning of a port's name whether Istio takes it for HTTP.
func isBytes(protocol string) bool {
	switch name, _, _ := strings.Cut(strings.ToLower(protocol), "-"); name {
	case "http", "http2", "grpc", "https", "tls":
		return false
	}
	return true
}

func isTLS(protocol string) bool {
	name, _, _ := strings.Cut(strings.ToLower(protocol), "-")
	return name == "https" || name == "tls"
}

func (s *Stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	seen := Seen{By: s.Name, Method: r.Method, Path: r.URL.RequestURI(), Host: r.Host, Headers: r.Header, Proto: r.Proto, Body: string(body)}
	if r.TLS != nil {
		seen.SNI, seen.Client = r.TLS.ServerName, clientName(r.TLS)
	}
	behaviour, now := s.record(seen)
	if !now {
		behaviour = Behaviour{}
	}
	time.Sleep(time.Duration(behaviour.Delay))
	if behaviour.Close {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set(byHeader, s.Name)
	for name, value := range behaviour.Headers {
		w.Header().Set(name, value)
	}
	if strings.HasPrefix(r.Header.Get("content-type"), "application/grpc") {
		answerCall(w, behaviour)
		return
	}
	if behaviour.Status != 0 {
		w.WriteHeader(behaviour.Status)
	}
	fmt.Fprintf(w, "%s\n", s.Name)
}

const (
	byHeader   = "x-rig-by"
	stepHeader = "x-rig-step"
)

// answerCall answers a gRPC call: with one message, or with nothing but the status of a call that failed.
func answerCall(w http.ResponseWriter, b Behaviour) {
	w.Header().Set("content-type", "application/grpc")
	if b.Grpc != 0 {
		w.Header().Set("grpc-status", fmt.Sprint(b.Grpc))
		return
	}
	w.Header().Set("trailer", "grpc-status")
	_, _ = w.Write(frame(b.Message)) // where it fails, the client has gone
	w.Header().Set("grpc-status", "0")
}

// frame puts a message into the form that gRPC sends it in.
func frame(message []byte) []byte {
	return append(binary.BigEndian.AppendUint32([]byte{0}, uint32(len(message))), message...)
}

func clientName(state *tls.ConnectionState) string {
	if len(state.PeerCertificates) == 0 {
		return ""
	}
	certificate := state.PeerCertificates[0]
	names := certificate.DNSNames
	for _, uri := range certificate.URIs {
		names = append(names, uri.String())
	}
	return strings.Join(names, ",")
}

// serveBytes answers every line with the name of the server.
func (s *Stub) serveBytes(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		go func() {
			defer connection.Close()
			line, err := bufio.NewReader(connection).ReadString('\n')
			if err != nil {
				return
			}
			seen := Seen{By: s.Name, Body: strings.TrimSuffix(line, "\n")}
			if secured, is := connection.(*tls.Conn); is {
				state := secured.ConnectionState()
				seen.SNI, seen.Client = state.ServerName, clientName(&state)
			}
			if behaviour, now := s.record(seen); now {
				time.Sleep(time.Duration(behaviour.Delay))
				if behaviour.Close {
					return
				}
			}
			fmt.Fprintf(connection, "%s\n", s.Name)
		}()
	}
}
