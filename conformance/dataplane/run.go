package dataplane

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"cdk8s-istio/conformance/dataplane/rig"
	"cdk8s-istio/conformance/manifest"
)

// Runner has what all cases of a run share.
type Runner struct {
	Envoy  string
	Folder string // for what failing cases leave behind

	mu      sync.Mutex
	figures []figure
}

// Run keeps one file to account.
func (r *Runner) Run(t *testing.T, file *File) {
	objects, err := file.objects()
	if err != nil {
		t.Fatal(err)
	}
	for _, group := range groups(file.Promises, func(p Promise) string { return changesText(p.After) + aloneName(p) }) {
		changed, mesh, err := change(group[0].After, objects, file.Mesh)
		if err != nil {
			t.Errorf("%s: after %v", group[0].Promise, err)
			continue
		}
		r.inWorld(t, "as written", file, rig.Setup{Objects: changed, Written: objects, Mesh: string(mesh)}, func(t *testing.T, w *rig.World) {
			report(t, group, func(p *Promise) []string { return r.keeps(w, p) })
		})
	}
	for _, group := range groups(file.Promises, func(p Promise) string { return changesText(p.After) + changesText(p.Without) + aloneName(p) }) {
		changed, mesh, err := change(group[0].After, objects, file.Mesh)
		if err == nil {
			changed, mesh, err = change(group[0].Without, changed, mesh)
		}
		if err != nil {
			t.Errorf("%s: without %v", group[0].Promise, err)
			continue
		}
		r.inWorld(t, "without", file, rig.Setup{Objects: changed, Written: objects, Mesh: string(mesh)}, func(t *testing.T, w *rig.World) {
			report(t, group, func(p *Promise) []string { return r.breaks(w, p) })
		})
	}
}

func report(t *testing.T, promises []Promise, check func(*Promise) []string) {
	for i := range promises {
		for _, wrong := range check(&promises[i]) {
			t.Error(wrong)
		}
	}
}

func aloneName(p Promise) string {
	if p.Alone {
		return p.Promise
	}
	return ""
}

func changesText(changes map[string]json.RawMessage) string {
	text, _ := json.Marshal(changes)
	return string(text)
}

// groups puts together what may share a world, in the order in which it is written.
func groups(promises []Promise, key func(Promise) string) [][]Promise {
	var made [][]Promise
	var keys []string
	for _, promise := range promises {
		at := slices.Index(keys, key(promise))
		if at < 0 {
			at = len(keys)
			keys, made = append(keys, key(promise)), append(made, nil)
		}
		made[at] = append(made[at], promise)
	}
	return made
}

func (r *Runner) inWorld(t *testing.T, name string, file *File, setup rig.Setup, use func(*testing.T, *rig.World)) {
	t.Run(name, func(t *testing.T) {
		folder := filepath.Join(r.Folder, strings.NewReplacer("/", ".", " ", "-", "#", "-").Replace(t.Name()))
		t.Cleanup(func() { // after the Envoys have ended
			if t.Failed() {
				t.Logf("configurations and logs of the Envoys are in %s", folder)
			} else if err := os.RemoveAll(folder); err != nil {
				t.Error(err)
			}
		})
		setup.Envoy, setup.Folder, setup.Workloads, setup.Outside = r.Envoy, folder, file.Workloads, file.Outside
		w, err := rig.Start(t, setup)
		if err != nil {
			t.Fatalf("%v%s", err, suspects(t, setup, err))
		}
		use(t, w)
	})
}

// keeps gives what is wrong with a promise in the app as it is written.
func (r *Runner) keeps(w *rig.World, promise *Promise) []string {
	var wrong []string
	for i := range promise.Requests {
		request := &promise.Requests[i]
		outcome, differences, err := ask(w, request, &request.Expect)
		if err != nil {
			return append(wrong, fmt.Sprintf("%s: %v", promise.place(request), err))
		}
		for _, difference := range differences {
			wrong = append(wrong, fmt.Sprintf("broken: %s: %s", promise.place(request), difference))
		}
		r.note(figureOf(promise, request, false, outcome))
	}
	return wrong
}

// breaks gives what is wrong in the negative twin: the promise must not be kept there, and end as the twin says.
func (r *Runner) breaks(w *rig.World, promise *Promise) []string {
	var wrong []string
	for i := range promise.Requests {
		request := &promise.Requests[i]
		expected := request.Twin
		if expected == nil {
			expected = &Expectation{}
		}
		outcome, differences, err := ask(w, request, expected)
		if err != nil {
			return append(wrong, fmt.Sprintf("in the twin of: %s: %v", promise.place(request), err))
		}
		for _, difference := range differences {
			wrong = append(wrong, fmt.Sprintf("in the twin of: %s: %s", promise.place(request), difference))
		}
		if request.Twin == nil {
			continue
		}
		if len(request.Expect.differences(outcome)) == 0 {
			wrong = append(wrong, fmt.Sprintf("proves nothing: %s: it ends the same in the twin, without %s",
				promise.place(request), strings.Join(withoutTold(promise.Without), ", ")))
		}
		r.note(figureOf(promise, request, true, outcome))
	}
	return wrong
}

func (p *Promise) place(request *Request) string { return p.Promise + ": " + request.told() }

// suspects names the objects of the app without which Envoy takes the configuration that it refused.
func suspects(t *testing.T, setup rig.Setup, err error) string {
	var refused rig.RefusedError
	if !errors.As(err, &refused) {
		return ""
	}
	var names []string
	for i, o := range setup.Objects {
		without := setup
		without.Objects = slices.Delete(slices.Clone(setup.Objects), i, i+1)
		without.Folder = t.TempDir()
		t.Run("without one object", func(t *testing.T) { // what it starts ends with it
			if _, err := rig.Start(t, without); err == nil {
				names = append(names, manifest.Name(o))
			}
		})
	}
	if names == nil {
		return ""
	}
	return "\nIt takes it without " + strings.Join(names, ", or without ")
}

func (r *Runner) note(f figure) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.figures = append(r.figures, f)
}

// WriteFigures writes what was counted and how long it took.
func (r *Runner) WriteFigures(file string) error {
	slices.SortFunc(r.figures, func(a, b figure) int { return strings.Compare(a.Promise, b.Promise) })
	text, err := json.MarshalIndent(r.figures, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o644)
}

// tries is how often it is worth looking again: copies of requests arrive after the answer, and logs are written later still.
func (e *Expectation) tries() int {
	switch {
	case e.Log != nil:
		return 50
	case e.Hits != nil || e.Seen != nil:
		return 5
	}
	return 0
}

// ask sends the requests of a step, again where it may take a while until they end as expected.
func ask(w *rig.World, request *Request, expected *Expectation) (rig.Outcome, []string, error) {
	for end := time.Now().Add(time.Duration(request.Within)); ; time.Sleep(100 * time.Millisecond) {
		outcome, err := w.Run(&request.Step)
		if err != nil {
			return outcome, nil, err
		}
		if expected.Log != nil {
			time.Sleep(60 * time.Millisecond) // Envoy writes every 20 ms
		}
		wrong := expected.differences(outcome)
		for tries := 0; len(wrong) > 0 && tries < expected.tries(); tries++ {
			time.Sleep(20 * time.Millisecond)
			wrong = expected.differences(outcome)
		}
		if len(wrong) == 0 || !time.Now().Before(end) {
			return outcome, wrong, nil
		}
	}
}
