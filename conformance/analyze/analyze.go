// Package analyze runs all of istioctl's analyzers over objects in memory.
package analyze

import (
	"bytes"
	"fmt"

	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/diag"
	"istio.io/istio/pkg/config/analysis/local"
	istio "istio.io/istio/pkg/config/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

const rootNamespace = "istio-system"

// Message is one thing an analyzer had to say.
type Message struct {
	Object string // "Kind namespace/name"; empty where the analyzer names none
	Code   string
	Text   string
	Error  bool // else a warning
}

// Run analyzes the objects together, beside a stock ingress gateway.
// Messages of level Info are left out: they are advice about style or about a cluster that is not there
// (a namespace without injection, a port name), true of configurations that are meant so.
func Run(objects []*unstructured.Unstructured) ([]Message, error) { return run(objects, diag.Warning) }

// RunAll is Run with the messages of level Info.
func RunAll(objects []*unstructured.Unstructured) ([]Message, error) { return run(objects, diag.Info) }

func run(objects []*unstructured.Unstructured, least diag.Level) ([]Message, error) {
	analyzer := local.NewIstiodAnalyzer(analyzers.AllCombined(), "", rootNamespace, nil)
	// The first source decides which kinds are read, and only this one reads Pods, Services, Namespaces and Secrets.
	if err := analyzer.AddTestReaderKubeSource([]local.ReaderSource{source("stock", []byte(stockNamespace))}); err != nil {
		return nil, err
	}
	// Before the app, so that the app's own gateway of that name wins.
	if err := analyzer.AddDefaultResources(); err != nil {
		return nil, err
	}
	var messages []Message
	for _, object := range objects {
		text, err := visible(object).MarshalJSON()
		if err != nil {
			return nil, err
		}
		// An object that does not decode is skipped by the analyzers, without a message.
		if err := analyzer.AddTestReaderKubeSource([]local.ReaderSource{source(name(object), text)}); err != nil {
			messages = append(messages, Message{Object: name(object), Code: "analyze", Text: "skipped by the analyzers: " + err.Error(), Error: true})
		}
	}
	stop := make(chan struct{})
	defer close(stop)
	result, err := analyzer.Analyze(stop)
	if err != nil {
		return nil, err
	}
	if len(result.SkippedAnalyzers) > 0 {
		return nil, fmt.Errorf("analyzers that did not run: %v", result.SkippedAnalyzers)
	}
	for _, message := range result.Messages {
		if message.Type.Level().IsWorseThanOrEqualTo(least) {
			messages = append(messages, translate(message))
		}
	}
	return messages, nil
}

func source(name string, text []byte) local.ReaderSource {
	return local.ReaderSource{Name: name, Reader: bytes.NewReader(text)}
}

func translate(m diag.Message) Message {
	out := Message{Code: m.Type.Code(), Text: fmt.Sprintf(m.Type.Template(), m.Parameters...), Error: m.Type.Level() == diag.Error}
	if m.Resource != nil {
		out.Object = m.Resource.Metadata.Schema.Kind() + " " + fullName(m.Resource.Metadata.FullName)
	}
	return out
}

func fullName(n istio.FullName) string {
	if n.Namespace == "" {
		return n.Name.String()
	}
	return n.Namespace.String() + "/" + n.Name.String()
}
