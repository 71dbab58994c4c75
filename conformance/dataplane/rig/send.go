package rig

import (
	"bufio"
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"
)

const patience = Duration(10 * time.Second)

// Send makes one request over a connection of its own. The error is for what is wrong with the request or the rig;
// whatever the mesh does with it is an answer.
func (w *World) Send(r *Request) (Answer, error) {
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Duration(cmp.Or(r.Timeout, patience)))
	defer cancel()
	start := time.Now()
	connection, err := w.Dial(ctx, r)
	if err != nil {
		return failed(err, time.Since(start))
	}
	defer connection.Close()
	var answer Answer
	if r.bytes() {
		answer, err = sendBytes(ctx, connection, r)
	} else {
		answer, err = w.sendHTTP(ctx, connection, r)
	}
	if err != nil {
		return failed(err, time.Since(start))
	}
	answer.Kind, answer.Took = Answered, time.Since(start)
	if secured, is := connection.(*tls.Conn); is {
		answer.Certificate = strings.Join(secured.ConnectionState().PeerCertificates[0].DNSNames, ",")
	}
	return answer, nil
}

func sendBytes(ctx context.Context, connection net.Conn, r *Request) (Answer, error) {
	if end, limited := ctx.Deadline(); limited {
		if err := connection.SetDeadline(end); err != nil {
			return Answer{}, err
		}
	}
	if _, err := fmt.Fprintf(connection, "%s\n", cmp.Or(r.Body, "hello")); err != nil {
		return Answer{}, err
	}
	line, err := bufio.NewReader(connection).ReadString('\n')
	return Answer{By: strings.TrimSpace(line), Body: line}, err
}

func (w *World) sendHTTP(ctx context.Context, connection net.Conn, r *Request) (Answer, error) {
	request, err := w.httpRequest(ctx, r)
	if err != nil {
		return Answer{}, Misuse{err}
	}
	protocols := new(http.Protocols)
	protocols.SetHTTP1(!r.HTTP2 && !r.call())
	protocols.SetUnencryptedHTTP2(r.HTTP2 || r.call()) // TLS, where there is some, is already spoken
	transport := &http.Transport{
		DisableKeepAlives: true, DisableCompression: true, Protocols: protocols,
		DialContext: func(context.Context, string, string) (net.Conn, error) { return connection, nil },
	}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	answer := Answer{Status: response.StatusCode, By: response.Header.Get(byHeader), Headers: response.Header, Body: string(body)}
	answer.Grpc = cmp.Or(response.Trailer.Get("grpc-status"), response.Header.Get("grpc-status"))
	return answer, err
}

func (w *World) httpRequest(ctx context.Context, r *Request) (*http.Request, error) {
	target := *r.url
	target.Scheme = "http"
	method, body := r.method, io.Reader(strings.NewReader(r.Body))
	if r.call() {
		method, body = http.MethodPost, strings.NewReader(string(frame([]byte(r.Body))))
	}
	if r.Body == "" && !r.call() {
		body = nil
	}
	request, err := http.NewRequestWithContext(ctx, method, target.String(), body)
	if err != nil {
		return nil, err
	}
	request.Host = cmp.Or(r.Host, hostOf(r))
	request.Header.Set("User-Agent", "rig")
	if r.step != "" {
		request.Header.Set(stepHeader, r.step)
	}
	if r.call() {
		request.Header.Set("Content-Type", "application/grpc")
		request.Header.Set("Te", "trailers")
	}
	if r.Token != nil {
		request.Header.Set("Authorization", "Bearer "+w.authority.Sign(*r.Token))
	}
	for name, value := range r.Headers {
		request.Header.Set(name, value)
	}
	return request, nil
}

// hostOf leaves out the port that clients leave out.
func hostOf(r *Request) string {
	return strings.TrimSuffix(r.url.Host, map[string]string{"http": ":80", "https": ":443"}[r.url.Scheme])
}

func isEnd(err error) bool {
	for _, end := range []error{io.EOF, io.ErrUnexpectedEOF, syscall.ECONNRESET, syscall.EPIPE, net.ErrClosed} {
		if errors.Is(err, end) {
			return true
		}
	}
	var alert tls.AlertError
	var record tls.RecordHeaderError
	text := err.Error() // of HTTP/2, which has no types for these
	return errors.As(err, &alert) || errors.As(err, &record) || strings.Contains(text, "http2: ") || strings.Contains(text, "malformed HTTP response")
}
