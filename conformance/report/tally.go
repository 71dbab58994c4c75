package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Tally counts what was asked, so that "no findings" can be told from "nothing looked at".
type Tally struct {
	Apps, Assumed          int // apps in all; those that only configure, with assumed surroundings
	Documents              int
	CRD, Webhook, Analyzed int // documents per stage
	Kubernetes             int
	Fixtures               int
	Unchecked              map[string]int // kinds nobody here knows
	Open, Accepted         int
}

// Skip counts a document of an unknown kind.
func (t *Tally) Skip(kind string) {
	if t.Unchecked == nil {
		t.Unchecked = map[string]int{}
	}
	t.Unchecked[kind]++
}

// Add sums up.
func (t *Tally) Add(o Tally) {
	t.Apps += o.Apps
	t.Assumed += o.Assumed
	t.Documents += o.Documents
	t.CRD += o.CRD
	t.Webhook += o.Webhook
	t.Analyzed += o.Analyzed
	t.Kubernetes += o.Kubernetes
	t.Fixtures += o.Fixtures
	t.Open += o.Open
	t.Accepted += o.Accepted
	for kind, n := range o.Unchecked {
		for range n {
			t.Skip(kind)
		}
	}
}

func (t Tally) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "conformance: %d apps (%d with assumed surroundings), %d documents, %d objects in fixtures\n", t.Apps, t.Assumed, t.Documents, t.Fixtures)
	fmt.Fprintf(&b, "conformance: checked: %d by CRD, %d by the webhook, %d by the analyzers, %d of Kubernetes' own kinds decoded strictly\n",
		t.CRD, t.Webhook, t.Analyzed, t.Kubernetes)
	for _, kind := range slices.Sorted(maps.Keys(t.Unchecked)) {
		fmt.Fprintf(&b, "conformance: not checked: %d %s\n", t.Unchecked[kind], kind)
	}
	fmt.Fprintf(&b, "conformance: findings: %d open, %d reviewed\n", t.Open, t.Accepted)
	return b.String()
}
