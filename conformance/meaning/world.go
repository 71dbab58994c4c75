// Package meaning asks real pilot what two sets of manifests do in one cluster, request by request.
package meaning

import (
	"encoding/json"
	"fmt"
	"testing"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	"istio.io/istio/pkg/kube"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"cdk8s-istio/conformance/manifest"
	"cdk8s-istio/conformance/surroundings"
)

// World is one cluster with its mesh configuration, behind an istiod in this process.
type World struct {
	t         *testing.T
	server    *xds.FakeDiscoveryServer
	mesh      *meshconfig.MeshConfig
	configs   []config.Config
	services  []*corev1.Service
	workloads map[string]*workload // by namespace/name
	proxies   map[string]*proxy
	unpacked  map[*anypb.Any]proto.Message
}

// NewWorld starts an istiod that sees the objects. Of two objects of one kind and name the later one counts.
func NewWorld(t *testing.T, meshConfig string, objects []manifest.Object) (*World, error) {
	settings, err := mesh.ApplyMeshConfigDefaults(meshConfig)
	if err != nil {
		return nil, fmt.Errorf("mesh configuration: %w", err)
	}
	w := &World{t: t, mesh: settings, workloads: map[string]*workload{}, proxies: map[string]*proxy{}, unpacked: map[*anypb.Any]proto.Message{}}
	objects = latest(objects)
	var native []runtime.Object
	for _, o := range append(objects, surroundings.ByControllers(objects)...) {
		object, err := w.take(o)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", manifest.Name(o), err)
		}
		if object != nil {
			native = append(native, object)
		}
	}
	native = append(native, w.cluster()...)
	w.server = xds.NewFakeDiscoveryServer(t, xds.FakeOptions{KubernetesObjects: native, Configs: w.configs, MeshConfig: settings})
	return w, nil
}

// unpack decodes a part of an Envoy's configuration once. It is nil for an extension that this program does not
// know: those of Istio exchange metadata and count, and decide nothing.
func (w *World) unpack(packed *anypb.Any) proto.Message {
	message, known := w.unpacked[packed]
	if !known {
		message, _ = packed.UnmarshalNew()
		w.unpacked[packed] = message
	}
	return message
}

// latest keeps the last object of each kind and name, in the place of the first, as kubectl apply does.
func latest(objects []manifest.Object) []manifest.Object {
	var kept []manifest.Object
	at := map[string]int{}
	for _, o := range objects {
		key := o.GroupVersionKind().GroupKind().String() + " " + manifest.Name(o)
		if i, seen := at[key]; seen {
			kept[i] = o
			continue
		}
		at[key] = len(kept)
		kept = append(kept, o)
	}
	return kept
}

// take files an object where pilot will look for it; what is returned belongs to the Kubernetes API.
func (w *World) take(o manifest.Object) (runtime.Object, error) {
	text, err := o.MarshalJSON()
	if err != nil {
		return nil, err
	}
	gvk := o.GroupVersionKind()
	if schema, found := collections.Pilot.FindByGroupKind(resource.FromKubernetesGVK(&gvk)); found {
		var kind crd.IstioKind
		if err := json.Unmarshal(text, &kind); err != nil {
			return nil, err
		}
		made, err := crd.ConvertObject(schema, &kind, "cluster.local")
		if err == nil {
			w.configs = append(w.configs, withLocalKeys(*made))
		}
		return nil, err
	}
	decoded, _, err := kube.IstioCodec.UniversalDeserializer().Decode(text, nil, nil)
	if err != nil {
		return nil, nil //nolint:nilerr // a kind that pilot does not read
	}
	switch object := decoded.(type) {
	case *corev1.Service:
		w.services = append(w.services, object)
		return nil, nil
	case *corev1.Pod:
		w.addWorkload(object)
		return nil, nil
	}
	return decoded, nil
}
