package meaning

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"

	"istio.io/api/label"
)

// workload is the one Pod of a Deployment.
type workload struct {
	name      string // namespace/name of the Deployment
	pod       *corev1.Pod
	gateway   bool
	inMesh    bool
	principal string // cluster.local/ns/<namespace>/sa/<account>
}

// gatewayTemplate is how a Deployment asks the injector for a gateway instead of a sidecar.
const gatewayTemplate = "gateway"

func (w *World) addWorkload(pod *corev1.Pod) {
	at := &workload{name: pod.Namespace + "/" + strings.TrimSuffix(pod.Name, "-0"), pod: pod}
	at.gateway = pod.Annotations["inject.istio.io/templates"] == gatewayTemplate
	for _, container := range pod.Spec.Containers {
		at.inMesh = at.inMesh || container.Name == "istio-proxy"
	}
	pod.Spec.ServiceAccountName = cmp.Or(pod.Spec.ServiceAccountName, "default")
	pod.Spec.NodeName = "node"
	at.principal = fmt.Sprintf("%s/ns/%s/sa/%s", w.mesh.TrustDomain, pod.Namespace, pod.Spec.ServiceAccountName)
	if at.inMesh && !at.gateway {
		pod.Labels[label.SecurityTlsMode.Name] = "istio" // as the injector does: what auto mTLS looks at
	}
	ip := fmt.Sprintf("10.244.0.%d", len(w.workloads)+1)
	pod.Status = corev1.PodStatus{
		Phase: corev1.PodRunning, PodIP: ip, PodIPs: []corev1.PodIP{{IP: ip}},
		Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}},
	}
	w.workloads[at.name] = at
}

func (w *World) sortedWorkloads() []*workload {
	byName := func(a, b *workload) int { return strings.Compare(a.name, b.name) }
	return slices.SortedFunc(maps.Values(w.workloads), byName)
}

// cluster gives what a real one would add: addresses and target ports of Services, and their endpoints.
func (w *World) cluster() []runtime.Object {
	var objects []runtime.Object
	for _, at := range w.sortedWorkloads() {
		objects = append(objects, at.pod)
	}
	for i, service := range w.services {
		for j, port := range service.Spec.Ports {
			if port.TargetPort == (intstr.IntOrString{}) {
				service.Spec.Ports[j].TargetPort = intstr.FromInt32(port.Port)
			}
		}
		service.Spec.ClusterIP = cmp.Or(service.Spec.ClusterIP, fmt.Sprintf("10.96.0.%d", i+1))
		objects = append(objects, service, w.endpointsOf(service))
	}
	return objects
}

func (w *World) endpointsOf(service *corev1.Service) *discoveryv1.EndpointSlice {
	slice := &discoveryv1.EndpointSlice{
		ObjectMeta:  metav1.ObjectMeta{Name: service.Name + "-1", Namespace: service.Namespace, Labels: map[string]string{discoveryv1.LabelServiceName: service.Name}},
		AddressType: discoveryv1.AddressTypeIPv4,
	}
	ready := true
	for _, at := range w.selected(service) {
		if len(slice.Endpoints) == 0 {
			slice.Ports = endpointPorts(service, at.pod)
		}
		slice.Endpoints = append(slice.Endpoints, discoveryv1.Endpoint{
			Addresses: []string{at.pod.Status.PodIP}, Conditions: discoveryv1.EndpointConditions{Ready: &ready},
			TargetRef: &corev1.ObjectReference{Kind: "Pod", Name: at.pod.Name, Namespace: at.pod.Namespace},
		})
	}
	return slice
}

func (w *World) selected(service *corev1.Service) []*workload {
	return slices.DeleteFunc(w.sortedWorkloads(), func(at *workload) bool {
		selector := labels.SelectorFromSet(service.Spec.Selector)
		return selector.Empty() || at.pod.Namespace != service.Namespace || !selector.Matches(labels.Set(at.pod.Labels))
	})
}

func endpointPorts(service *corev1.Service, pod *corev1.Pod) []discoveryv1.EndpointPort {
	var ports []discoveryv1.EndpointPort
	for _, p := range service.Spec.Ports {
		target := int32(targetPort(p, pod))
		ports = append(ports, discoveryv1.EndpointPort{Name: &p.Name, Port: &target, Protocol: &p.Protocol, AppProtocol: p.AppProtocol})
	}
	return ports
}

// targetPort is where a Pod listens for a port of its Service.
func targetPort(p corev1.ServicePort, pod *corev1.Pod) int {
	if p.TargetPort.Type == intstr.Int {
		return int(cmp.Or(p.TargetPort.IntVal, p.Port))
	}
	for _, container := range pod.Spec.Containers {
		for _, port := range container.Ports {
			if port.Name == p.TargetPort.StrVal {
				return int(port.ContainerPort)
			}
		}
	}
	return int(p.Port)
}
