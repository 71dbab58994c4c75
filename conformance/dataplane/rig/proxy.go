package rig

import (
	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"

	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pkg/spiffe"
)

// proxy is what istiod learns about the Envoy of a pod when it connects.
func (w *World) proxy(pod *Pod) *model.Proxy {
	proxy := &model.Proxy{
		Type:            model.SidecarProxy,
		ID:              pod.Name + "." + pod.Namespace,
		ConfigNamespace: pod.Namespace,
		IPAddresses:     []string{pod.Status.PodIP},
		Labels:          pod.Labels,
		Metadata: &model.NodeMetadata{
			Namespace: pod.Namespace, Labels: pod.Labels, ServiceAccount: pod.Spec.ServiceAccountName, NodeName: pod.Spec.NodeName,
			IstioVersion: "1.31.0", ClusterID: "Kubernetes",
			ProxyConfig: w.settings(pod),
		},
		VerifiedIdentity: &spiffe.Identity{TrustDomain: "cluster.local", Namespace: pod.Namespace, ServiceAccount: pod.Spec.ServiceAccountName},
	}
	if pod.gateway {
		proxy.Type = model.Router
	}
	if node := w.nodes[pod.Spec.NodeName]; node["topology.kubernetes.io/region"] != "" {
		proxy.Locality = &corev3.Locality{Region: node["topology.kubernetes.io/region"], Zone: node["topology.kubernetes.io/zone"]}
	}
	return w.server.SetupProxy(proxy)
}
