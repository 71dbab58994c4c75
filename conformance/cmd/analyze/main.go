// Command analyze does what `istioctl analyze --all-namespaces --use-kube=false FILE` does: it runs all of Istio's analyzers over a file. The benchmark compares with it.
package main

import (
	"fmt"
	"os"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/diag"
	"istio.io/istio/pkg/config/analysis/local"
)

// Exit codes of istioctl: findings are errors there, too.
const (
	failed = 1
	found  = 79
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: analyze FILE")
		os.Exit(failed)
	}
	messages, err := analyze(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(failed)
	}
	for _, message := range messages {
		fmt.Println(message.String())
	}
	if len(messages.FilterOutLowerThan(diag.Error)) > 0 {
		os.Exit(found)
	}
}

func analyze(file string) (diag.Messages, error) {
	reader, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), "", "istio-system", nil)
	if err := analyzer.AddDefaultResources(); err != nil {
		return nil, err
	}
	if err := analyzer.AddReaderKubeSource([]local.ReaderSource{{Name: file, Reader: reader}}); err != nil {
		return nil, err
	}
	stop := make(chan struct{})
	defer close(stop)
	result, err := analyzer.Analyze(stop)
	return result.Messages, err
}
