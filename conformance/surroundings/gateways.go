package surroundings

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The Pod of the ingress gateway that the analyzers themselves add.
var stockGateway = pod(rootNamespace, "istio-ingressgateway", map[string]string{"istio": "ingressgateway"})

func (w *world) gateways() []Object {
	return slices.DeleteFunc(ofKind(w.objects, "Gateway"), func(o Object) bool {
		return o.GroupVersionKind().Group != "networking.istio.io" // a Gateway of the Gateway API makes its own Pods
	})
}

// gatewayPods gives the Pods that a Gateway configures; its selector holds for all namespaces.
func (w *world) gatewayPods(gateway Object) []Object {
	selector := gatewaySelector(gateway)
	pods := w.podsIn("", selector)
	if matches(selector, stockGateway) {
		pods = append(pods, stockGateway)
	}
	return pods
}

func gatewaySelector(gateway Object) map[string]string {
	return stringMap(gateway.Object, "spec", "selector")
}

func (w *world) assumeGateways() {
	var assumed []Object
	for _, gateway := range w.gateways() {
		if len(w.gatewayPods(gateway)) == 0 {
			p := pod(gateway.GetNamespace(), fmt.Sprintf("gateway-%d", len(assumed)), gatewaySelector(gateway))
			assumed = append(assumed, p)
			w.add(p)
		}
	}
	// The stock gateway's own Service has few ports; those who use more add them.
	for _, p := range append(assumed, stockGateway) {
		w.add(service(p.GetNamespace(), p.GetName()+"-ports", p.GetLabels(), w.portsAt(p)))
	}
}

// portsAt gives the ports that all Gateways together open at the Pod.
func (w *world) portsAt(pod Object) []int64 {
	ports := map[int64]bool{}
	for _, gateway := range w.gateways() {
		if matches(gatewaySelector(gateway), pod) {
			for _, server := range list(gateway.Object, "spec", "servers") {
				ports[number(server, "port", "number")] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(ports))
}

// assumeCredentials puts what a Gateway's servers name where its proxy looks: beside its Pods.
func (w *world) assumeCredentials() {
	for _, gateway := range w.gateways() {
		for _, server := range list(gateway.Object, "spec", "servers") {
			name := text(server, "tls", "credentialName")
			if name == "" || strings.Contains(name, "/") {
				continue
			}
			for _, pod := range w.gatewayPods(gateway) {
				if !w.has("Secret", pod.GetNamespace(), name) {
					w.add(certificateSecret(pod.GetNamespace(), name))
				}
			}
		}
	}
}
