package agreement

import (
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Verdict is what Istio says of one object alone.
type Verdict struct {
	Refused []string // by the CRD or the webhook
}

// Message is what an analyzer says of an app.
type Message struct {
	Object string // Kind namespace/name
	Code   string
	Text   string
	Error  bool
}

// Difference is where the two do not say the same.
type Difference struct {
	App    string
	Object string
	Code   string // `refused`, an IST code that is not told here, or the id of a rule that is stricter than Istio
	Text   string
	Beside []string // whatever else analyzers say of the object, code and text
}

func (d Difference) String() string { return d.App + " " + d.Object + " [" + d.Code + "] " + d.Text }

// Missed is an object that Istio refuses and this project does not call an error.
func Missed(app App, document Document, object string, verdict Verdict) []Difference {
	if len(verdict.Refused) == 0 || slices.ContainsFunc(document.Alone, Finding.IsError) {
		return nil
	}
	return []Difference{{app.ID, object, "refused", oneLine(strings.Join(verdict.Refused, "; ")), nil}}
}

// Untold are messages of analyzers for which no finding of the same object has the code.
func Untold(app App, messages []Message) []Difference {
	told := map[string]bool{}
	for _, finding := range app.Findings {
		for _, code := range finding.SameAs {
			for _, place := range append(finding.Also, finding.Place) {
				told[code+" "+place.String()] = true
			}
		}
	}
	beside := map[string][]string{}
	for _, message := range messages {
		beside[message.Object] = append(beside[message.Object], message.Code+" "+message.Text)
	}
	var untold []Difference
	for _, message := range messages {
		// IST0106 repeats the webhook, which is asked about each object.
		if message.Code == "IST0106" || told[message.Code+" "+message.Object] {
			continue
		}
		untold = append(untold, Difference{app.ID, message.Object, message.Code, oneLine(message.Text), beside[message.Object]})
	}
	return untold
}

// Stricter are errors of this project about objects that Istio takes without one.
func Stricter(app App, refused map[string]bool, messages []Message) []Difference {
	wrong := map[string]bool{}
	for _, message := range messages {
		if message.Error {
			wrong[message.Object] = true
		}
	}
	seen := map[string]bool{}
	var stricter []Difference
	for _, finding := range app.Findings {
		object := finding.Place.String()
		if key := finding.Rule + " " + object; finding.IsError() && !refused[object] && !wrong[object] && !seen[key] {
			seen[key] = true
			stricter = append(stricter, Difference{app.ID, object, finding.Rule, oneLine(finding.Problem), nil})
		}
	}
	return stricter
}

// Fill puts the findings into the namespaces that their objects get, as Istio's tools name them.
func (a *App) Fill(objects []*unstructured.Unstructured) {
	home := map[string]string{}
	for _, object := range objects {
		home[object.GetKind()+" "+object.GetName()] = object.GetNamespace()
	}
	fill := func(place *Place) {
		if place.Namespace == "" {
			place.Namespace = home[place.Kind+" "+place.Name]
		}
	}
	for i := range a.Findings {
		fill(&a.Findings[i].Place)
		for j := range a.Findings[i].Also {
			fill(&a.Findings[i].Also[j])
		}
	}
}
