package rig

import (
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// addService makes the Service of a workload, unless the app brings it.
func (w *World) addService(namespace, name string, labels map[string]string, ports map[string]Port) error {
	for _, service := range w.services {
		if service.Namespace == namespace && service.Name == name {
			return fit(service, labels, ports)
		}
	}
	service := &corev1.Service{
		TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Service"},
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace},
		Spec:       corev1.ServiceSpec{Selector: labels},
	}
	for _, portName := range sortedKeys(ports) {
		port := ports[portName]
		service.Spec.Ports = append(service.Spec.Ports, corev1.ServicePort{
			Name: portName, Port: port.Service, TargetPort: intstr.FromInt32(port.Pod), Protocol: corev1.ProtocolTCP,
		})
	}
	w.takeService(service)
	return nil
}

// fit gives the named target ports of a Service of the app their numbers. A workload that the Service does not lead to is
// an error: nobody would answer, and it would not be the app's doing.
func fit(service *corev1.Service, labels map[string]string, ports map[string]Port) error {
	for _, key := range sortedKeys(service.Spec.Selector) {
		if value := service.Spec.Selector[key]; key != "version" && labels[key] != value {
			return fmt.Errorf(`Service %s/%s selects pods by %s=%s: say "labels": {"%s": "%s"} of the workload`, service.Namespace, service.Name, key, value, key, value)
		}
	}
	for _, name := range sortedKeys(ports) {
		if err := fitPort(service, ports[name]); err != nil {
			return err
		}
	}
	return nil
}

func fitPort(service *corev1.Service, wanted Port) error {
	for i := range service.Spec.Ports {
		port := &service.Spec.Ports[i]
		if port.Port != wanted.Service {
			continue
		}
		if port.TargetPort.Type == intstr.String {
			port.TargetPort = intstr.FromInt32(wanted.Pod)
		}
		if port.TargetPort.IntVal == 0 {
			port.TargetPort = intstr.FromInt32(port.Port) // as Kubernetes has it
		}
		if port.TargetPort.IntVal != wanted.Pod {
			return fmt.Errorf("Service %s/%s leads port %d to port %d of its pods, and the workload listens on %d", service.Namespace, service.Name, port.Port, port.TargetPort.IntVal, wanted.Pod)
		}
		return nil
	}
	return fmt.Errorf("Service %s/%s has no port %d, and the workload listens on %d for it", service.Namespace, service.Name, wanted.Service, wanted.Pod)
}
