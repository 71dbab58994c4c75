package rig

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"sync"
)

// Step is a number of equal requests, and how servers behave meanwhile.
type Step struct {
	Request
	Times    int                  `json:"times"`    // 1 where it is 0
	Parallel int                  `json:"parallel"` // how many at once
	Cookies  bool                 `json:"cookies"`  // each of them keeps the cookies that it gets
	Servers  map[string]Behaviour `json:"servers"`  // by workload, or host:port outside
	Arrive   bool                 `json:"arrive"`   // before it, pods come that come later
}

// Outcome is what came back, and what servers saw.
type Outcome struct {
	Answers []Answer
	Seen    func() []Seen // up to now: copies of requests arrive later
	Logged  func() []Logged
	Threads func(workload string) (int, error) // of its proxy that have taken connections, up to now
}

// Run sends the requests of a step.
func (w *World) Run(step *Step) (Outcome, error) {
	stubs := w.stubs()
	w.steps++
	numbered := *step
	step = &numbered
	step.Request.step = fmt.Sprint(w.steps)
	for key, stub := range stubs {
		stub.behave(step.Request.step, step.Servers[key])
	}
	for key := range step.Servers {
		if stubs[key] == nil {
			return Outcome{}, fmt.Errorf("servers: there is no %q; there are %v", key, sortedKeys(stubs))
		}
	}
	if step.Arrive {
		if err := w.arrive(); err != nil {
			return Outcome{}, err
		}
	}
	logged := w.logs()
	times := max(step.Times, 1)
	answers, errs := make([]Answer, times), make([]error, times)
	turns := make(chan int)
	var workers sync.WaitGroup
	for range max(step.Parallel, 1) {
		workers.Go(func() {
			client := client{step: step}
			for i := range turns {
				answers[i], errs[i] = w.Send(client.request())
				client.take(answers[i])
			}
		})
	}
	for i := range times {
		turns <- i
	}
	close(turns)
	workers.Wait()
	for _, err := range errs {
		if err != nil {
			return Outcome{}, err
		}
	}
	return Outcome{Answers: answers, Logged: logged, Threads: w.UsedThreads, Seen: func() []Seen {
		var seen []Seen
		for _, key := range sortedKeys(stubs) {
			seen = append(seen, stubs[key].all()...)
		}
		return seen
	}}, nil
}

func (w *World) stubs() map[string]*Stub {
	all := map[string]*Stub{}
	for _, pod := range w.pods {
		if !pod.gateway {
			all[pod.Key] = pod.stub
		}
	}
	for key, stub := range w.outside {
		all[key] = stub
	}
	return all
}

// client is one of those who send the requests of a step.
type client struct {
	step    *Step
	cookies map[string]string
}

func (c *client) request() *Request {
	if len(c.cookies) == 0 {
		return &c.step.Request
	}
	made := c.step.Request
	made.Headers = maps.Clone(made.Headers)
	if made.Headers == nil {
		made.Headers = map[string]string{}
	}
	for _, name := range sortedKeys(c.cookies) {
		made.Headers["Cookie"] = strings.TrimPrefix(made.Headers["Cookie"]+"; "+name+"="+c.cookies[name], "; ")
	}
	return &made
}

func (c *client) take(answer Answer) {
	if !c.step.Cookies {
		return
	}
	for _, cookie := range (&http.Response{Header: answer.Headers}).Cookies() {
		if c.cookies == nil {
			c.cookies = map[string]string{}
		}
		c.cookies[cookie.Name] = cookie.Value
	}
}
