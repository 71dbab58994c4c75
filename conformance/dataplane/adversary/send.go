package adversary

import (
	"bufio"
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"time"

	"cdk8s-istio/conformance/dataplane/rig"
)

const (
	patience = 2 * time.Second        // for a connection
	answered = 400 * time.Millisecond // what comes in, a server has seen before it answers
	linger   = 100 * time.Millisecond // for answers after the first
)

// ID stands in an attempt for the name by which it is recognized, DOOR for one that nobody looks for.
const (
	ID   = "{id}"
	DOOR = "{door}"
)

// Way is how an attacker connects.
type Way struct {
	From   string // a workload; outside where it is empty
	To     string // a pod, by its address
	Target string // host:port; what "from" connects to, or a port of the gateway
	TLS    *Shown // nil is plain text
	Before string // sent before everything
	Inside *Shown // TLS inside of TLS
}

// Shown is what a client says when it speaks TLS.
type Shown struct {
	Name         string // for messages
	SNI          string
	ALPN         []string
	Certificates []tls.Certificate
	Version      uint16
	Cipher       uint16
}

// Attempt is what an attacker sends: bytes as they are, or the fields of an HTTP/2 request, which no client would send so.
type Attempt struct {
	Way    Way
	Bytes  string
	Fields []Field
	Body   string
	Linger bool
	// In tells whether what a server saw of it means that it succeeded. Everything does where there is none.
	In func(rig.Seen) bool
}

// Field is one of HTTP/2.
type Field struct{ Name, Value string }

func (w Way) String() string {
	from, to := w.From, w.Target
	if from == "" {
		from = "outside"
	}
	if w.To != "" {
		to = w.To + " " + to
	}
	text := from + " to " + to
	if w.TLS != nil {
		text += fmt.Sprintf(", TLS with SNI %q, %s, %v %x %x", w.TLS.SNI, w.TLS.Name, w.TLS.ALPN, w.TLS.Version, w.TLS.Cipher)
	}
	if w.Inside != nil {
		text += fmt.Sprintf(", inside of it TLS with SNI %q", w.Inside.SNI)
	}
	return text
}

func (a Attempt) String() string {
	text := fmt.Sprintf("%s: %q", a.Way, cut(a.Bytes))
	if a.Fields != nil {
		text = fmt.Sprintf("%s: HTTP/2 %q %q", a.Way, a.Fields, cut(a.Body))
	}
	return text
}

func cut(text string) string {
	if len(text) > 600 {
		return fmt.Sprintf("%s … %d bytes", text[:600], len(text))
	}
	return text
}

// send makes the attempt. The error is one of the rig.
func (a Attempt) send(ctx context.Context, w *rig.World, id string) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	request := &rig.Request{Request: "CONNECT tcp://" + a.Way.Target, From: a.Way.From, To: a.Way.To}
	if err := request.Parse(); err != nil {
		return err
	}
	connection, err := w.Dial(ctx, request)
	if err != nil {
		return fmt.Errorf("no connection: %w", err)
	}
	defer connection.Close()
	if end, limited := ctx.Deadline(); limited {
		if err := connection.SetDeadline(end); err != nil {
			return err
		}
	}
	// From here on, whatever goes wrong is the answer.
	if a.Way.Before != "" {
		_, _ = io.WriteString(connection, a.Way.Before)
	}
	for _, shown := range []*Shown{a.Way.TLS, a.Way.Inside} {
		if shown == nil {
			continue
		}
		secured := tls.Client(connection, shown.config())
		if secured.HandshakeContext(ctx) != nil {
			return nil
		}
		connection = secured
	}
	_ = connection.SetDeadline(time.Now().Add(answered))
	names := strings.NewReplacer(ID, id, DOOR, "door")
	if a.Fields != nil {
		a.sendHTTP2(connection, names)
		return nil
	}
	if _, err := io.WriteString(connection, names.Replace(a.Bytes)); err == nil {
		a.receive(connection)
	}
	return nil
}

// receive waits for an answer, because servers record what they see before they answer.
func (a Attempt) receive(connection net.Conn) {
	reader := bufio.NewReader(connection)
	if first, err := reader.Peek(5); err != nil || string(first) != "HTTP/" {
		return
	}
	if response, err := http.ReadResponse(reader, nil); err == nil {
		_ = connection.SetReadDeadline(time.Now().Add(linger))
		_, _ = io.Copy(io.Discard, response.Body)
	}
	if a.Linger {
		_ = connection.SetReadDeadline(time.Now().Add(linger))
		_, _ = io.Copy(io.Discard, reader)
	}
}

func (s *Shown) config() *tls.Config {
	config := &tls.Config{ServerName: s.SNI, NextProtos: s.ALPN, InsecureSkipVerify: true, MinVersion: tls.VersionTLS10, CurvePreferences: []tls.CurveID{tls.X25519, tls.CurveP256}} //nolint:gosec // attackers do not check
	if s.Version != 0 {
		config.MinVersion, config.MaxVersion = s.Version, s.Version
	}
	if s.Cipher != 0 {
		config.CipherSuites = []uint16{s.Cipher}
	}
	if len(s.Certificates) > 0 {
		config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &s.Certificates[0], nil }
	}
	return config
}

var idPattern = regexp.MustCompile(`att\d{6}z`)

// idOf finds the name of an attempt in what a server saw.
func idOf(seen rig.Seen) string {
	if id := seen.Headers.Get("X-Attempt"); id != "" {
		return id
	}
	if seen.Method != "" {
		return ""
	}
	return idPattern.FindString(seen.Body)
}
