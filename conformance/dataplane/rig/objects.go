package rig

import (
	"encoding/json"
	"fmt"
	"net"
	"strings"
	"time"

	networking "istio.io/api/networking/v1alpha3"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
	"istio.io/istio/pkg/kube"
	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"cdk8s-istio/conformance/manifest"
)

// take files an object where pilot will look for it. What Istio's webhook refuses is an error.
func (w *World) take(o manifest.Object) error {
	text, err := o.MarshalJSON()
	if err != nil {
		return err
	}
	if made, err := asConfig(o, text); made != nil || err != nil {
		if err == nil {
			made.CreationTimestamp = time.Unix(int64(1700000000+len(w.configs)), 0) // in the order in which they are written
			w.addVirtualAddresses(made.Spec)
			w.configs = append(w.configs, w.authority.withOwnKeys(*made))
		}
		return err
	}
	decoded, _, err := kube.IstioCodec.UniversalDeserializer().Decode(text, nil, nil)
	if err != nil {
		return nil //nolint:nilerr // a kind that pilot does not read
	}
	switch object := decoded.(type) {
	case *corev1.Service:
		w.takeService(object)
	case *corev1.Node, *corev1.Namespace, *corev1.Secret, *corev1.ConfigMap, *corev1.ServiceAccount:
		w.native = append(w.native, decoded)
	}
	return nil
}

// asConfig reads an object of a kind that Istio has; it is nil for others.
func asConfig(o manifest.Object, text []byte) (*config.Config, error) {
	gvk := o.GroupVersionKind()
	schema, found := collections.Pilot.FindByGroupKind(resource.FromKubernetesGVK(&gvk))
	if !found {
		return nil, nil
	}
	var kind crd.IstioKind
	if err := json.Unmarshal(text, &kind); err != nil {
		return nil, err
	}
	made, err := crd.ConvertObject(schema, &kind, "cluster.local")
	if err != nil {
		return nil, err
	}
	_, err = schema.ValidateConfig(*made)
	return made, err
}

// addVirtualAddresses has an address of loopback stand for each one that a ServiceEntry gives to its hosts. Their names lead
// there too, as where the proxy answers DNS.
func (w *World) addVirtualAddresses(spec config.Spec) {
	entry, is := spec.(*networking.ServiceEntry)
	if !is {
		return
	}
	for _, address := range entry.Addresses {
		if net.ParseIP(address) == nil || w.addresses[address] != "" || isLoopback(onLoopback(address)) {
			continue
		}
		w.addresses[address] = virtualIP(w.number, len(w.addresses)+1)
		for _, host := range entry.Hosts {
			w.addresses[host] = w.addresses[address]
		}
	}
}

func (w *World) takeService(service *corev1.Service) {
	if service.Spec.ClusterIP == "" {
		service.Spec.ClusterIP = serviceIP(w.number, len(w.services)+1)
	}
	w.services = append(w.services, service)
	w.addresses[service.Name+"."+service.Namespace] = onLoopback(service.Spec.ClusterIP)
}

func (w *World) podsOf(service *corev1.Service) []*Pod {
	var found []*Pod
	for _, pod := range w.pods {
		if len(service.Spec.Selector) > 0 && pod.Namespace == service.Namespace && matches(service.Spec.Selector, pod) {
			found = append(found, pod)
		}
	}
	return found
}

func matches(selector map[string]string, pod *Pod) bool {
	return labels.SelectorFromSet(selector).Matches(labels.Set(pod.Labels))
}

func (w *World) endpoints(service *corev1.Service) *discoveryv1.EndpointSlice {
	pods := w.podsOf(service)
	if len(pods) == 0 {
		return nil
	}
	slice := &discoveryv1.EndpointSlice{
		TypeMeta:    metav1.TypeMeta{APIVersion: "discovery.k8s.io/v1", Kind: "EndpointSlice"},
		ObjectMeta:  metav1.ObjectMeta{Name: service.Name, Namespace: service.Namespace, Labels: map[string]string{discoveryv1.LabelServiceName: service.Name}},
		AddressType: discoveryv1.AddressTypeIPv4,
	}
	for i := range service.Spec.Ports {
		port := &service.Spec.Ports[i]
		slice.Ports = append(slice.Ports, discoveryv1.EndpointPort{Name: &port.Name, Port: &port.TargetPort.IntVal, Protocol: &port.Protocol})
	}
	ready := true
	for _, pod := range pods {
		slice.Endpoints = append(slice.Endpoints, discoveryv1.Endpoint{
			Addresses:  []string{pod.Status.PodIP},
			Conditions: discoveryv1.EndpointConditions{Ready: &ready},
			TargetRef:  &corev1.ObjectReference{Kind: "Pod", Name: pod.Name, Namespace: pod.Namespace},
		})
	}
	return slice
}

// resolve is the DNS of an application: short names are those of its namespace.
func (w *World) resolve(host, namespace string) (string, error) {
	short := strings.TrimSuffix(strings.TrimSuffix(host, ".cluster.local"), ".svc")
	for _, name := range []string{host, short, short + "." + namespace} {
		if address, known := w.addresses[name]; known {
			return address, nil
		}
	}
	switch address := onLoopback(host); {
	case isLoopback(address):
		return address, nil
	case strings.Trim(host, "0123456789.") == "":
		return "", fmt.Errorf(`%s is not of this rig: list it under "outside"`, host)
	}
	return nobody, nil
}
