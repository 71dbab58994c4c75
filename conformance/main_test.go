package conformance

import (
	"fmt"
	"os"
	"testing"

	"cdk8s-istio/conformance/report"
)

var (
	oracle *Oracle
	total  report.Tally // over all apps of this run; tests run one after the other, since the analyzers keep global state
)

func TestMain(m *testing.M) {
	var err error
	if oracle, err = NewOracle(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if total.Apps > 0 {
		fmt.Print(total)
	}
	os.Exit(code)
}
