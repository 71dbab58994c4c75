// Package conformance asks real Istio about everything the project synthesizes. See README.md.
package conformance

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"

	"istio.io/istio/pkg/log"

	"cdk8s-istio/conformance/crdcheck"
	"cdk8s-istio/conformance/manifest"
	"cdk8s-istio/conformance/report"
)

// Oracle answers for Istio.
type Oracle struct {
	crds *crdcheck.Checker
}

// NewOracle loads the CRDs, which takes about a second, and silences Istio's logs: they go to standard output.
func NewOracle() (*Oracle, error) {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
	crds, err := crdcheck.New(filepath.Join(shared(), "crds"))
	return &Oracle{crds}, err
}

// shared is the folder of reference material beside the project: CRDs of others, real configurations.
// It is no part of the project, and conformance does not pass without it.
func shared() string { return cmp.Or(os.Getenv("CONFORMANCE_SHARED"), "../../shared") }

// Ask puts an app to all stages.
func (o *Oracle) Ask(app manifest.App) ([]report.Finding, report.Tally, error) {
	q := question{oracle: o, app: app.ID, tally: report.Tally{Apps: 1}}
	var own, elsewhere []manifest.Object
	for _, file := range app.Files {
		own = append(own, q.read(file)...)
	}
	if _, err := os.Stat(app.Fixtures); err == nil {
		elsewhere = q.read(app.Fixtures)
	}
	if len(own) == 0 {
		return nil, q.tally, fmt.Errorf("%s holds no documents", app.ID)
	}
	err := q.ask(own, elsewhere)
	return report.Distinct(q.findings), q.tally, err
}
