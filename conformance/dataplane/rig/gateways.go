package rig

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	networking "istio.io/api/networking/v1alpha3"
	"istio.io/istio/pkg/config/schema/gvk"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Gateways as `istioctl install` makes them; they are there where a Gateway selects them.
var stockGateways = map[string]string{"istio-ingressgateway": "ingressgateway", "istio-egressgateway": "egressgateway"}

func (w *World) addStockGateways() {
	for _, name := range sortedKeys(stockGateways) {
		labels := map[string]string{"istio": stockGateways[name]}
		for _, gateway := range w.gateways() {
			if w.Pod("istio-system/"+name) == nil && maps.Equal(gateway.Selector, labels) {
				// The error is for names without a namespace.
				_ = w.addWorkload("istio-system/"+name, Workload{Gateway: true, Labels: labels, ServiceAccount: name + "-service-account"})
			}
		}
	}
}

func (w *World) gateways() []*networking.Gateway {
	var found []*networking.Gateway
	for _, c := range w.configs {
		if c.GroupVersionKind == gvk.Gateway {
			found = append(found, c.Spec.(*networking.Gateway))
		}
	}
	return found
}

// openGateways gives the pods of gateways the Service and the ports that Gateways open at them. Ports below 1024 are
// 8000 higher in the pod, as in Istio's own installations.
func (w *World) openGateways() error {
	for _, pod := range w.pods {
		if !pod.gateway {
			continue
		}
		ports := map[string]Port{}
		for _, gateway := range w.gateways() {
			for _, server := range gateway.Servers {
				number := int32(server.Port.Number)
				if !matches(gateway.Selector, pod) {
					continue
				}
				target := number
				if target < lowestPort {
					target += 8000
				}
				ports[fmt.Sprintf("%s-%d", strings.ToLower(server.Port.Protocol), number)] = Port{number, target}
			}
		}
		for _, port := range ports {
			pod.ports = append(pod.ports, port.Pod)
		}
		slices.Sort(pod.ports)
		pod.ports = slices.Compact(pod.ports)
		if len(ports) == 0 {
			continue
		}
		if err := w.addService(pod.Namespace, pod.Name, pod.Labels, oneName(ports)); err != nil {
			return err
		}
	}
	return nil
}

// oneName keeps one name for each number: two Gateways may give one port several.
func oneName(ports map[string]Port) map[string]Port {
	kept := map[string]Port{}
	seen := map[int32]bool{}
	for _, name := range sortedKeys(ports) {
		if !seen[ports[name].Service] {
			seen[ports[name].Service] = true
			kept[name] = ports[name]
		}
	}
	return kept
}

// addSecrets mints what Gateways and DestinationRules name as credentials, in every namespace with pods, unless the app
// holds it. What is in a Secret does not depend on who names it: hosts are those of the app as written.
func (w *World) addSecrets() error {
	hosts := map[string][]string{}
	for _, o := range w.setup.written() {
		text, err := o.MarshalJSON()
		if err != nil {
			return err
		}
		made, err := asConfig(o, text)
		if err != nil || made == nil {
			continue // it is refused where it is taken
		}
		switch spec := made.Spec.(type) {
		case *networking.Gateway:
			for _, server := range spec.Servers {
				name := server.GetTls().GetCredentialName()
				hosts[name] = append(hosts[name], hostNames(server.Hosts)...)
			}
		case *networking.DestinationRule:
			for _, name := range credentials(spec) {
				hosts[name] = append(hosts[name], clientOfMesh)
			}
		}
	}
	delete(hosts, "")
	for _, name := range sortedKeys(hosts) {
		for _, pod := range w.pods {
			w.addSecret(pod.Namespace, name, hosts[name])
		}
	}
	return nil
}

// clientOfMesh is the name in certificates that proxies show to servers outside.
const clientOfMesh = "client.example.com"

func credentials(rule *networking.DestinationRule) []string {
	policies := []*networking.TrafficPolicy{rule.TrafficPolicy}
	for _, subset := range rule.Subsets {
		policies = append(policies, subset.TrafficPolicy)
	}
	var names []string
	for _, policy := range policies {
		names = append(names, policy.GetTls().GetCredentialName())
		for _, port := range policy.GetPortLevelSettings() {
			names = append(names, port.GetTls().GetCredentialName())
		}
	}
	return names
}

func hostNames(hosts []string) []string {
	var names []string
	for _, host := range hosts {
		if _, name, qualified := strings.Cut(host, "/"); qualified {
			host = name
		}
		names = append(names, host)
	}
	return names
}

func (w *World) addSecret(namespace, name string, hosts []string) {
	for _, o := range w.native {
		if secret, is := o.(*corev1.Secret); is && secret.Namespace == namespace && secret.Name == name {
			return
		}
	}
	certificate, key := w.authority.issue("", hosts...)
	w.native = append(w.native, &corev1.Secret{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Secret"},
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name},
		Type:       corev1.SecretTypeTLS,
		Data:       map[string][]byte{"tls.crt": certificate, "tls.key": key, "ca.crt": w.authority.pem},
	})
}
