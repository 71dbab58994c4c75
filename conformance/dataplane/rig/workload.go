package rig

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Workload is what runs beside the manifests of an app: a Service with its pods, or pods that only call.
type Workload struct {
	// Ports of its Service by name; the name begins with the protocol, as Istio has it. 8080, or "80:8080" for a
	// port of the Service and the one that the pods listen on.
	Ports map[string]Port `json:"ports"`
	// Versions make a pod each, named after workload and version, with the label version.
	Versions       []string          `json:"versions"`
	Replicas       int               `json:"replicas"`   // pods of each version
	Later          int               `json:"later"`      // how many of them are not there before a step says "arrive"
	Localities     []string          `json:"localities"` // region/zone of each replica
	ServiceAccount string            `json:"serviceAccount"`
	Labels         map[string]string `json:"labels"` // besides app
	// Sidecar false is a pod outside of the mesh.
	Sidecar *bool `json:"sidecar"`
	Gateway bool  `json:"gateway"`
	// Names of the certificate that the application shows on ports named https and tls.
	Names []string `json:"names"`
	// Known is how the world outside of the cluster knows it: addresses or names.
	Known []string `json:"known"`
}

// Port is a port of a Service and the one of its pods.
type Port struct{ Service, Pod int32 }

// UnmarshalJSON reads 8080 and "80:8080".
func (p *Port) UnmarshalJSON(text []byte) error {
	service, pod, two := strings.Cut(strings.Trim(string(text), `"`), ":")
	if !two {
		pod = service
	}
	for _, part := range []struct {
		text string
		into *int32
	}{{service, &p.Service}, {pod, &p.Pod}} {
		number, err := strconv.ParseUint(part.text, 10, 16)
		if err != nil {
			return fmt.Errorf(`port %s: write 8080, or "80:8080" for port and target port`, text)
		}
		*part.into = int32(number)
	}
	if p.Pod < lowestPort {
		return fmt.Errorf(`port %s: pods of the rig listen on %d and up; write "%d:%d" and say the target port in the app`, text, lowestPort, p.Service, p.Service+8000)
	}
	return nil
}

// Pod is one running workload.
type Pod struct {
	*corev1.Pod
	Key     string // namespace/workload, with the version
	owner   Workload
	n       int
	world   int
	ports   []int32 // that it listens on
	sidecar bool
	gateway bool
	later   bool
	stub    *Stub
	envoy   *Envoy
}

// IP is where the pod is on this machine.
func (p *Pod) IP() string { return onLoopback(p.Status.PodIP) }

func (p *Pod) appIP() string {
	if p.sidecar {
		return appIP(p.world, p.n)
	}
	return p.IP()
}

func (p *Pod) proxied() bool { return p.sidecar || p.gateway }

// identity is the SPIFFE name of the pod's certificate.
func (p *Pod) identity() string {
	return fmt.Sprintf("spiffe://cluster.local/ns/%s/sa/%s", p.Namespace, p.Spec.ServiceAccountName)
}

func (w *World) addWorkload(key string, workload Workload) error {
	namespace, name, ok := strings.Cut(key, "/")
	if !ok {
		return fmt.Errorf("workload %q: write namespace/name", key)
	}
	labels := map[string]string{"app": name}
	maps.Copy(labels, workload.Labels)
	if len(workload.Ports) > 0 {
		if err := w.addService(namespace, name, labels, workload.Ports); err != nil {
			return err
		}
	}
	versions := workload.Versions
	if len(versions) == 0 {
		versions = []string{""}
	}
	replicas := max(workload.Replicas, len(workload.Localities), 1)
	for _, version := range versions {
		for replica := range replicas {
			w.addPod(namespace, name, version, replica, replicas, labels, workload)
		}
	}
	return nil
}

func (w *World) addPod(namespace, name, version string, replica, of int, labels map[string]string, workload Workload) {
	labels = maps.Clone(labels)
	pod := &Pod{n: len(w.pods) + 1, world: w.number, owner: workload, gateway: workload.Gateway, later: replica >= of-workload.Later}
	pod.sidecar = !pod.gateway && (workload.Sidecar == nil || *workload.Sidecar)
	if version != "" {
		name += "-" + version
		labels["version"] = version
	}
	if of > 1 {
		name += fmt.Sprintf("-%d", replica)
	}
	if pod.sidecar {
		labels["security.istio.io/tlsMode"] = "istio" // as the injector does
	}
	account := workload.ServiceAccount
	if account == "" {
		account = "default"
	}
	locality := ""
	if len(workload.Localities) > 0 {
		locality = workload.Localities[replica%len(workload.Localities)]
	}
	for _, port := range workload.Ports {
		pod.ports = append(pod.ports, port.Pod)
	}
	pod.Key = namespace + "/" + name
	ip := podIP(w.number, pod.n)
	pod.Pod = &corev1.Pod{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Pod"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace, Labels: labels},
		Spec:       corev1.PodSpec{ServiceAccountName: account, NodeName: w.node(locality), Containers: []corev1.Container{{Name: "app"}}},
		Status: corev1.PodStatus{Phase: corev1.PodRunning, PodIP: ip, PodIPs: []corev1.PodIP{{IP: ip}},
			Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue, LastTransitionTime: metav1.Now()}}},
	}
	for _, host := range workload.Known {
		w.addresses[host] = pod.IP()
	}
	w.pods = append(w.pods, pod)
}

// node gives the node of a locality, region/zone.
func (w *World) node(locality string) string {
	name := "node-" + strings.ReplaceAll(locality, "/", "-")
	region, zone, _ := strings.Cut(locality, "/")
	w.nodes[name] = map[string]string{"topology.kubernetes.io/region": region, "topology.kubernetes.io/zone": zone}
	return name
}
