package rig

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

// How a request can end.
const (
	Answered  = "answered"
	Refused   = "refused"   // the connection ended without an answer, with a TLS alert or without
	Untrusted = "untrusted" // the client does not take the server's certificate
	TimedOut  = "timeout"   // the client did not wait longer
	Nobody    = "nobody"    // nobody listens there
)

// Answer is what became of a request.
type Answer struct {
	Kind        string
	Status      int
	By          string // workload or host that answered
	Headers     http.Header
	Body        string
	Grpc        string // status of a call
	Took        time.Duration
	Certificate string // name in what the server showed, where the client itself speaks TLS
	Detail      string // the error
}

// Misuse is a mistake in the request itself.
type Misuse struct{ error }

func failed(err error, took time.Duration) (Answer, error) {
	answer := Answer{Took: took, Detail: err.Error()}
	var certificate *tls.CertificateVerificationError
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var network net.Error
	var operation *net.OpError
	switch {
	case errors.As(err, &certificate), errors.As(err, &unknown), errors.As(err, &name):
		answer.Kind = Untrusted
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &network) && network.Timeout():
		answer.Kind = TimedOut
	case errors.Is(err, syscall.ECONNREFUSED):
		answer.Kind = Nobody
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.Is(err, syscall.EADDRINUSE):
		return answer, err
	case errors.As(err, &operation), isEnd(err):
		answer.Kind = Refused
	default:
		return answer, Misuse{err}
	}
	return answer, nil
}
