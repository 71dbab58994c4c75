// Package adversary tries to get in or out where the constructs that protect say that nobody does: thousands of attempts, each of
// a kind, against real Envoys that Istio's control plane configured from the apps in examples/promises. That an attempt could
// have succeeded is shown by controls: the same attempts against the same app with its protection taken away.
package adversary

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cdk8s-istio/conformance/dataplane/rig"
)

const (
	attemptsWanted = 50 // of a kind, against one construct
	attemptsLeast  = 50
	seed           = 5 // the same attempts in every run
	atOnce         = 50
)

// Attack is a kind of attempts against one construct.
type Attack struct {
	Kind     string
	Setting  string // a fortress of its own, where a mesh setting is part of the protection
	Control  string // the weakening under which it succeeds
	Attempts []Attempt
	// Known says why it succeeds as written: then it is no attack, but something that a page has to say.
	Known string
	// Server prepares the server outside for an attempt, and afterwards, with -1, for others. Such attempts are made one
	// after the other.
	Server func(attempt int)
}

// Cell is what came of an attack.
type Cell struct {
	Kind, Construct, Control string
	Setting                  string
	Known                    string
	Attempts                 int // against the construct
	In                       int // of them, which has to be none
	ControlIn                int // that succeeded against the control
}

// Run makes all attacks, in worlds that are made for them.
func Run(t *testing.T, envoy, manifests, folder string) []Cell {
	var mu sync.Mutex
	var all []Cell
	// Attackers mostly wait for answers that do not come, so all constructs at once, however few processors there are.
	var constructs sync.WaitGroup
	for _, f := range fortresses {
		constructs.Go(func() {
			t.Run(f.Construct, func(t *testing.T) {
				cells := f.attack(t, envoy, filepath.Join(manifests, f.App), folder)
				mu.Lock()
				defer mu.Unlock()
				all = append(all, cells...)
			})
		})
	}
	constructs.Wait()
	slices.SortStableFunc(all, func(a, b Cell) int {
		return cmp.Or(strings.Compare(a.Kind, b.Kind), strings.Compare(a.Construct, b.Construct))
	})
	return all
}

// attack runs every attack of a fortress where it must fail, and again where it must succeed.
func (f *Fortress) attack(t *testing.T, envoy, manifests, folder string) []Cell {
	objects, err := read(manifests)
	if err != nil {
		t.Fatal(err)
	}
	cells := map[string]*Cell{}
	var order []string
	for _, setting := range f.settings() {
		f.inWorld(t, envoy, folder, setting, objects, func(t *testing.T, w *rig.World) {
			f.requireDoors(t, w)
			for _, a := range f.attacksIn(w, func(a Attack) bool { return a.Setting == setting }) {
				if cells[a.Kind] != nil {
					t.Errorf("%s: two attacks have this kind", a.Kind)
				}
				in := a.try(t, w)
				cells[a.Kind] = &Cell{Kind: a.Kind, Construct: f.Construct, Control: a.Control, Setting: setting, Known: a.Known, Attempts: len(a.Attempts), In: len(in)}
				order = append(order, a.Kind)
				if a.Known != "" {
					if len(in) < len(a.Attempts) {
						t.Errorf("%s: only %d of %d get in; is what the page says of it still true?", a.Kind, len(in), len(a.Attempts))
					}
					continue
				}
				if len(a.Attempts) < attemptsLeast {
					t.Errorf("%s: %d different attempts, want %d", a.Kind, len(a.Attempts), attemptsLeast)
				}
				for _, each := range in[:min(len(in), 3)] {
					t.Errorf("got in, as %d more: %s: %s; %s saw %s %s of %s", len(in)-1, a.Kind, each.attempt, each.seen.By, each.seen.Method, each.seen.Path, each.seen.Host)
				}
			}
		})
	}
	for _, control := range sortedKeys(f.Controls) {
		f.inWorld(t, envoy, folder, control, objects, func(t *testing.T, w *rig.World) {
			for _, a := range f.attacksIn(w, func(a Attack) bool { return a.Control == control }) {
				in := 0
				for tries := 0; in == 0 && tries < 3; tries++ { // on a busy machine
					in = len(a.try(t, w))
				}
				if in == 0 {
					t.Errorf("proves nothing: %s: no attempt succeeds under %q", a.Kind, control)
				}
				if cells[a.Kind] != nil {
					cells[a.Kind].ControlIn = in
				}
			}
		})
	}
	var made []Cell
	for _, kind := range order {
		made = append(made, *cells[kind])
	}
	return made
}

// attacksIn chooses the attempts: the same ones, whatever world they are for.
func (f *Fortress) attacksIn(w *rig.World, wanted func(Attack) bool) []Attack {
	var chosen []Attack
	for _, a := range f.Attacks(&site{World: w}) {
		if !wanted(a) {
			continue
		}
		hash := fnv.New64a()
		_, _ = hash.Write([]byte(f.Construct + a.Kind))
		random := rand.New(rand.NewPCG(seed, hash.Sum64()))
		if a.Server == nil {
			random.Shuffle(len(a.Attempts), func(i, j int) { a.Attempts[i], a.Attempts[j] = a.Attempts[j], a.Attempts[i] })
		}
		known := map[string]bool{}
		var different []Attempt
		for _, attempt := range a.Attempts {
			if text := attempt.String(); !known[text] && len(different) < attemptsWanted {
				known[text] = true
				different = append(different, attempt)
			}
		}
		a.Attempts = different
		chosen = append(chosen, a)
	}
	return chosen
}

type success struct {
	attempt Attempt
	seen    rig.Seen
}

var counter struct {
	sync.Mutex
	n int
}

// numbers gives n attempts a name each, by which servers recognize them.
func numbers(n int) []string {
	counter.Lock()
	defer counter.Unlock()
	ids := make([]string, n)
	for i := range ids {
		counter.n++
		ids[i] = fmt.Sprintf("att%06dz", counter.n)
	}
	return ids
}

// try makes the attempts of an attack and gives those that succeeded.
func (a *Attack) try(t *testing.T, w *rig.World) []success {
	ids := numbers(len(a.Attempts))
	errs := make([]error, len(ids))
	workers := atOnce
	if a.Server != nil {
		workers = 1
	}
	turns := make(chan int)
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for i := range turns {
				if a.Server != nil {
					a.Server(i)
				}
				errs[i] = a.Attempts[i].send(t.Context(), w, ids[i])
			}
		})
	}
	for i := range ids {
		turns <- i
	}
	close(turns)
	all.Wait()
	if a.Server != nil {
		a.Server(-1)
	}
	time.Sleep(30 * time.Millisecond) // for what arrives after the answer
	for i, err := range errs {
		if err != nil {
			t.Errorf("%s: %s: %v", a.Kind, a.Attempts[i], err)
		}
	}
	return a.successes(w.Seen(), ids)
}

func (a *Attack) successes(all []rig.Seen, ids []string) []success {
	at := map[string]int{}
	for i, id := range ids {
		at[id] = i
	}
	found := map[int]rig.Seen{}
	for _, seen := range all {
		if i, mine := at[idOf(seen)]; mine && (a.Attempts[i].In == nil || a.Attempts[i].In(seen)) {
			found[i] = seen
		}
	}
	var in []success
	for _, i := range sortedKeys(found) {
		in = append(in, success{a.Attempts[i], found[i]})
	}
	return in
}
