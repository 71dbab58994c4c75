// Package webhook runs what istiod's validation webhook runs. The webhook's own function is not exported;
// beyond this it only refuses unknown keys at the top of an object.
package webhook

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/hashicorp/go-multierror"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Verdict is what the webhook would answer.
type Verdict struct {
	Asked    bool // false: the webhook has nothing to say about this kind
	Errors   []string
	Warnings []string
}

// Check asks about one object. Unknown fields inside spec are none of the webhook's business: see crdcheck.
func Check(o *unstructured.Unstructured) Verdict {
	gvk := o.GroupVersionKind()
	schema, found := collections.Pilot.FindByGroupKind(resource.FromKubernetesGVK(&gvk)) // as the webhook does: any version
	if !found {
		return Verdict{}
	}
	verdict := Verdict{Asked: true, Errors: unknownKeys(o)}
	text, err := o.MarshalJSON()
	if err != nil {
		return verdict.refuse(err)
	}
	var kind crd.IstioKind
	if err := json.Unmarshal(text, &kind); err != nil {
		return verdict.refuse(fmt.Errorf("cannot decode: %w", err))
	}
	config, err := crd.ConvertObject(schema, &kind, "cluster.local")
	if err != nil {
		return verdict.refuse(fmt.Errorf("cannot decode: %w", err))
	}
	warning, err := schema.ValidateConfig(*config)
	verdict.Errors = append(verdict.Errors, flatten(err)...)
	verdict.Warnings = flatten(warning)
	return verdict
}

func (v Verdict) refuse(err error) Verdict {
	v.Errors = append(v.Errors, err.Error())
	return v
}

func unknownKeys(o *unstructured.Unstructured) []string {
	var messages []string
	for key := range o.Object {
		switch key {
		case "apiVersion", "kind", "metadata", "spec", "status":
		default:
			messages = append(messages, fmt.Sprintf("unknown field %q", key))
		}
	}
	return messages
}

func flatten(err error) []string {
	if err == nil {
		return nil
	}
	var several *multierror.Error
	if !errors.As(err, &several) {
		return []string{err.Error()}
	}
	var messages []string
	for _, one := range several.Errors {
		messages = append(messages, flatten(one)...)
	}
	return messages
}
