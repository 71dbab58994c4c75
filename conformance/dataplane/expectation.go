package dataplane

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"cdk8s-istio/conformance/dataplane/rig"
)

// Expectation is what has to come of a request. What it does not say may be anything.
type Expectation struct {
	// Kind is how it ends: answered, refused, untrusted or timeout. Answered where it says anything of an answer.
	Kind   string `json:"kind"`
	Status int    `json:"status"`
	// By is the workload that answers, or host:port outside: "shop/catalog" is any of its pods.
	By          string             `json:"by"`
	Headers     map[string]*string `json:"headers"` // of the answer
	Body        string             `json:"body"`    // a part of it
	Grpc        *int               `json:"grpc"`    // status of a call
	Certificate string             `json:"certificate"`
	Took        *Took              `json:"took"`
	// Share is percent of the requests, by workload that answers or by status.
	Share map[string]float64 `json:"share"`
	// Counts is numbers of requests, by status or kind.
	Counts map[string]Range `json:"counts"`
	// Pods is how many different servers answer.
	Pods *Range `json:"pods"`
	// Hits is how many requests arrived at servers, copies and repetitions included.
	Hits Hits `json:"hits"`
	// Seen is what every one of them looked like.
	Seen *Arrived `json:"seen"`
	// Log is what proxies log.
	Log []Log `json:"log"`
	// Threads is how many threads of a workload's proxy have taken connections, in this step and before.
	Threads map[string]Range `json:"threads"`
}

// Took is a time from the first byte sent to the last one received.
type Took struct {
	From rig.Duration `json:"from"`
	To   rig.Duration `json:"to"`
}

// Arrived is what a request looked like where it arrived. A header that is null must be missing, "*" is any value, and
// "~text" any that holds the text.
type Arrived struct {
	At      string             `json:"at"` // only at this server
	Method  string             `json:"method"`
	Path    string             `json:"path"`
	Host    string             `json:"host"`
	SNI     string             `json:"sni"`
	Client  string             `json:"client"` // name in the client's certificate
	Proto   string             `json:"proto"`
	Body    string             `json:"body"` // a part of it
	Headers map[string]*string `json:"headers"`
}

var kinds = []string{rig.Answered, rig.Refused, rig.Untrusted, rig.TimedOut, rig.Nobody}

func (e *Expectation) check(times int) error {
	if e == nil {
		return nil
	}
	says := e.Status != 0 || e.By != "" || e.Headers != nil || e.Body != "" || e.Grpc != nil || e.Certificate != ""
	many := e.Share != nil || e.Counts != nil || e.Pods != nil
	if says {
		e.Kind = cmp.Or(e.Kind, rig.Answered)
	}
	switch {
	case e.Kind == "" && !many && e.Hits == nil && e.Seen == nil && e.Took == nil && e.Log == nil && e.Threads == nil:
		return errors.New("say what is expected")
	case e.Kind != "" && !slices.Contains(kinds, e.Kind):
		return fmt.Errorf("kind %q: one of %s", e.Kind, strings.Join(kinds, ", "))
	case e.Share != nil && times < 100:
		return errors.New(`a share needs "times" of 100 or more`)
	}
	return nil
}

// differences lists what is not as expected.
func (e *Expectation) differences(outcome rig.Outcome) []string {
	d := &differences{}
	for _, answer := range outcome.Answers {
		e.compareAnswer(d, answer)
	}
	for _, key := range slices.Sorted(maps.Keys(e.Share)) {
		least, most := bounds(len(outcome.Answers), e.Share[key]/100)
		if n := count(outcome, key); n < least || n > most {
			d.add("%d of %d at %s, want %d to %d for %g %%", n, len(outcome.Answers), key, least, most, e.Share[key])
		}
	}
	for _, key := range slices.Sorted(maps.Keys(e.Counts)) {
		if n := count(outcome, key); !e.Counts[key].holds(n) {
			d.add("%d of %d with %s, want %s", n, len(outcome.Answers), key, e.Counts[key])
		}
	}
	if n := answering(outcome); e.Pods != nil && !e.Pods.holds(n) {
		d.add("%d servers answer, want %s", n, e.Pods)
	}
	e.compareSeen(d, outcome.Seen())
	for _, log := range e.Log {
		log.compare(d, outcome.Logged())
	}
	for _, key := range slices.Sorted(maps.Keys(e.Threads)) {
		if n, err := outcome.Threads(key); err != nil {
			d.add("%v", err)
		} else if !e.Threads[key].holds(n) {
			d.add("%d threads of %s have taken connections, want %s", n, key, e.Threads[key])
		}
	}
	return d.texts
}

func (e *Expectation) compareAnswer(d *differences, answer rig.Answer) {
	if e.Kind != "" && e.Kind != answer.Kind {
		d.add("%s, want %s", told(answer), e.Kind)
		return
	}
	if e.Status != 0 && e.Status != answer.Status {
		d.add("%s, want status %d", told(answer), e.Status)
	}
	if e.By != "" && !isOf(answer.By, e.By) {
		d.add("%s, want an answer of %s", told(answer), e.By)
	}
	if !strings.Contains(answer.Body, e.Body) {
		d.add("body %q, want %q in it", answer.Body, e.Body)
	}
	if e.Grpc != nil && answer.Grpc != strconv.Itoa(*e.Grpc) {
		d.add("grpc-status %q, want %d", answer.Grpc, *e.Grpc)
	}
	if e.Certificate != "" && e.Certificate != answer.Certificate {
		d.add("certificate of %s, want %s", answer.Certificate, e.Certificate)
	}
	d.headers("of the answer", e.Headers, answer.Headers)
	if e.Took != nil && (answer.Took < time.Duration(e.Took.From) || answer.Took > time.Duration(e.Took.To)) {
		d.add("it took %s, want %s", answer.Took.Round(time.Millisecond), e.Took)
	}
}

func (e *Expectation) compareSeen(d *differences, all []rig.Seen) {
	for _, key := range slices.Sorted(maps.Keys(e.Hits)) {
		n := 0
		for _, seen := range all {
			if key == "" || isOf(seen.By, key) {
				n++
			}
		}
		if !e.Hits[key].holds(n) {
			d.add("%d arrived at %s, want %s", n, cmp.Or(key, "all servers"), e.Hits[key])
		}
	}
	if e.Seen == nil {
		return
	}
	some := false
	for _, seen := range all {
		if e.Seen.At == "" || isOf(seen.By, e.Seen.At) {
			some = true
			e.Seen.compare(d, seen)
		}
	}
	if !some {
		d.add("nothing arrived")
	}
}

func (a *Arrived) compare(d *differences, seen rig.Seen) {
	for _, field := range []struct{ name, want, got string }{
		{"method", a.Method, seen.Method}, {"path", a.Path, seen.Path}, {"host", a.Host, seen.Host}, {"SNI", a.SNI, seen.SNI},
		{"client", a.Client, seen.Client}, {"proto", a.Proto, seen.Proto},
	} {
		if field.want != "" && field.want != field.got {
			d.add("%s saw the %s %q, want %q", seen.By, field.name, field.got, field.want)
		}
	}
	if !strings.Contains(seen.Body, a.Body) {
		d.add("%s saw the body %q, want %q in it", seen.By, seen.Body, a.Body)
	}
	d.headers("that "+seen.By+" saw", a.Headers, seen.Headers)
}

type differences struct{ texts []string }

// add keeps the first of equal ones: requests of a step mostly differ in the same way.
func (d *differences) add(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(d.texts, text) {
		d.texts = append(d.texts, text)
	}
}

func (d *differences) headers(where string, want map[string]*string, got http.Header) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		values := got.Values(name)
		text := strings.Join(values, ", ")
		switch wanted := want[name]; {
		case wanted == nil && len(values) > 0:
			d.add("header %s %s: %s, want none", name, where, text)
		case wanted == nil:
		case len(values) == 0:
			d.add("no header %s %s, want %s", name, where, *wanted)
		case *wanted == "*":
		case strings.HasPrefix(*wanted, "~") && strings.Contains(text, (*wanted)[1:]):
		case text != *wanted:
			d.add("header %s %s: %s, want %s", name, where, text, *wanted)
		}
	}
}

// isOf tells whether a pod is of a workload: shop/catalog-v1 is of shop/catalog.
func isOf(pod, workload string) bool { return pod == workload || strings.HasPrefix(pod, workload+"-") }

func count(outcome rig.Outcome, key string) int {
	n := 0
	for _, answer := range outcome.Answers {
		if key == answer.Kind || key == strconv.Itoa(answer.Status) || isOf(answer.By, key) {
			n++
		}
	}
	return n
}

func answering(outcome rig.Outcome) int {
	by := map[string]bool{}
	for _, answer := range outcome.Answers {
		if answer.By != "" {
			by[answer.By] = true
		}
	}
	return len(by)
}

func told(answer rig.Answer) string {
	switch {
	case answer.Kind != rig.Answered:
		return fmt.Sprintf("%s (%s)", answer.Kind, answer.Detail)
	case answer.By != "":
		return strings.TrimSpace(fmt.Sprintf("answered by %s %s", answer.By, statusText(answer.Status)))
	}
	return fmt.Sprintf("answered %d %q", answer.Status, answer.Body)
}

func statusText(status int) string {
	if status == 0 {
		return ""
	}
	return fmt.Sprintf("with %d", status)
}

func (t Took) String() string {
	return fmt.Sprintf("%s to %s", t.From, t.To)
}
