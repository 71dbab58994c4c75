// Package rig runs manifests in Istio's pilot and, configured by it, in real Envoy processes on loopback, so that real
// requests tell what the manifests do.
package rig

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"testing"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"cdk8s-istio/conformance/manifest"
)

// Setup is what a world is made of.
type Setup struct {
	Envoy     string // the program
	Folder    string // for configurations and logs of the Envoys
	Mesh      string // mesh configuration, YAML or JSON
	Objects   []manifest.Object
	Written   []manifest.Object   // the app as it is written, where Objects are a variant of it
	Workloads map[string]Workload // by namespace/name
	Outside   map[string]Outside  // servers outside of the mesh, by host:port
	// Change is made to every finished configuration of an Envoy, where the manifests cannot say it.
	Change func(configuration map[string]any)
}

func (s *Setup) written() []manifest.Object {
	if s.Written != nil {
		return s.Written
	}
	return s.Objects
}

// World is one cluster: an istiod in this process, and an Envoy for each pod that has one.
type World struct {
	t         *testing.T
	setup     Setup
	number    int
	steps     int // so far
	server    *xds.FakeDiscoveryServer
	mesh      *meshconfig.MeshConfig
	authority *Authority
	configs   []config.Config
	native    []runtime.Object
	services  []*corev1.Service
	pods      []*Pod
	nodes     map[string]map[string]string
	outside   map[string]*Stub
	addresses map[string]string // of hosts, on loopback
	arrivals  []arrival         // that are still to come
}

// Start brings a world up. It ends with the test.
func Start(t *testing.T, setup Setup) (*World, error) {
	number, err := claim(t)
	if err != nil {
		return nil, err
	}
	settings, err := mesh.ApplyMeshConfigDefaults(setup.Mesh)
	if err != nil {
		return nil, fmt.Errorf("mesh configuration: %w", err)
	}
	w := &World{
		t: t, setup: setup, number: number, mesh: settings, authority: newAuthority(),
		nodes: map[string]map[string]string{}, outside: map[string]*Stub{}, addresses: map[string]string{},
	}
	for _, step := range []func() error{w.populate, w.startStubs, w.startPilot, w.startEnvoys} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *World) populate() error {
	for _, o := range w.setup.Objects {
		if err := w.take(o); err != nil {
			return fmt.Errorf("%s: %w", manifest.Name(o), err)
		}
	}
	for _, key := range sortedKeys(w.setup.Workloads) {
		if err := w.addWorkload(key, w.setup.Workloads[key]); err != nil {
			return err
		}
	}
	w.addStockGateways()
	if err := w.openGateways(); err != nil {
		return err
	}
	if err := w.addSecrets(); err != nil {
		return err
	}
	for _, name := range sortedKeys(w.nodes) {
		w.native = append(w.native, &corev1.Node{
			TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "Node"}, ObjectMeta: metav1.ObjectMeta{Name: name, Labels: w.nodes[name]},
		})
	}
	for _, pod := range w.pods {
		w.native = append(w.native, pod.Pod)
	}
	for _, service := range w.services {
		w.native = append(w.native, service)
		if slice := w.endpoints(service); slice != nil {
			w.native = append(w.native, slice)
		}
	}
	return nil
}

func (w *World) startPilot() error {
	w.server = xds.NewFakeDiscoveryServer(w.t, xds.FakeOptions{
		KubernetesObjects: w.native, Configs: w.configs, MeshConfig: w.mesh, DisableSecretAuthorization: true,
	})
	return nil
}

func (w *World) startEnvoys() error {
	for _, pod := range w.pods {
		if pod.proxied() {
			if err := w.startEnvoy(pod); err != nil {
				return err
			}
		}
	}
	for _, pod := range w.pods {
		if pod.envoy != nil {
			if err := pod.envoy.waitReady(); err != nil {
				return err
			}
		}
	}
	return nil
}

// Pod finds a running workload; nil where there is none.
func (w *World) Pod(key string) *Pod {
	for _, pod := range w.pods {
		if pod.Key == key {
			return pod
		}
	}
	return nil
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
