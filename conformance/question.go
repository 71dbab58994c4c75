package conformance

import (
	"cmp"
	"fmt"
	"slices"

	"cdk8s-istio/conformance/analyze"
	"cdk8s-istio/conformance/kubecheck"
	"cdk8s-istio/conformance/manifest"
	"cdk8s-istio/conformance/report"
	"cdk8s-istio/conformance/surroundings"
	"cdk8s-istio/conformance/webhook"
)

// question is one app on its way through the stages.
type question struct {
	oracle   *Oracle
	app      string
	findings []report.Finding
	tally    report.Tally
}

func (q *question) find(object, code string, level report.Level, messages ...string) {
	for _, message := range messages {
		q.findings = append(q.findings, report.Finding{App: q.app, Object: object, Code: code, Level: level, Message: message})
	}
}

func (q *question) read(file string) []manifest.Object {
	objects, errs := manifest.ReadFile(file)
	for _, err := range errs {
		q.find("(unreadable)", "read", report.Error, err.Error())
	}
	return objects
}

func (q *question) ask(own, elsewhere []manifest.Object) error {
	for i := range elsewhere {
		elsewhere[i] = surroundings.Generated(elsewhere[i])
	}
	q.tally.Documents, q.tally.Fixtures = len(own), len(elsewhere)
	for _, object := range own {
		q.tally.Add(q.askAbout(object))
	}
	for _, object := range elsewhere {
		q.askAbout(object) // a wrong fixture would prove nothing; but it is not counted
	}
	all := slices.Concat(own, elsewhere)
	q.refuseDuplicates(all)
	all = append(all, surroundings.ByControllers(all)...)
	assumed := surroundings.Assume(all)
	if len(assumed) > 0 {
		q.tally.Assumed = 1
	}
	return q.analyze(append(all, assumed...))
}

// askAbout puts one object to the stages that look at objects one by one.
func (q *question) askAbout(object manifest.Object) report.Tally {
	var asked report.Tally
	name, crds := manifest.Name(object), q.oracle.crds
	switch {
	case crds.Knows(object):
		asked.CRD = 1
		q.find(name, "crd", report.Error, crds.Check(object)...)
	case crds.Misnamed(object):
		asked.CRD = 1
		q.find(name, "crd", report.Error, fmt.Sprintf("no CRD for %s", object.GroupVersionKind()))
	case kubecheck.Knows(object):
		asked.Kubernetes = 1
		q.find(name, "kubernetes", report.Error, kubecheck.Check(object)...)
	case kubecheck.OwnsGroup(object):
		asked.Kubernetes = 1
		q.find(name, "kubernetes", report.Error, fmt.Sprintf("Kubernetes has no %s", object.GroupVersionKind()))
	default:
		asked.Skip(object.GetAPIVersion() + " " + object.GetKind())
	}
	if verdict := webhook.Check(object); verdict.Asked {
		asked.Webhook = 1
		q.find(name, "webhook", report.Error, verdict.Errors...)
		q.find(name, "webhook", report.Warning, verdict.Warnings...)
	}
	if analyze.Reads(object) {
		asked.Analyzed = 1
	}
	return asked
}

// refuseDuplicates: of two objects with one name the analyzers, and a cluster, keep the last.
func (q *question) refuseDuplicates(objects []manifest.Object) {
	seen := map[string]bool{}
	for _, object := range objects {
		key := object.GroupVersionKind().Group + " " + manifest.Name(object)
		if seen[key] {
			q.find(manifest.Name(object), "read", report.Error, "a second object of this kind and name")
		}
		seen[key] = true
	}
}

func (q *question) analyze(objects []manifest.Object) error {
	messages, err := analyze.Run(objects)
	for _, message := range messages {
		level := report.Warning
		if message.Error {
			level = report.Error
		}
		q.find(cmp.Or(message.Object, "(no object)"), message.Code, level, message.Text)
	}
	return err
}
