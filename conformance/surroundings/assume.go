package surroundings

// Assume makes what mesh configuration needs to be meaningful, for an app that does not hold it.
// The constructs describe Services and workloads that exist; a snapshot of a few constructs holds none. So,
//
//   - where no Service is in view: every Service named `name.namespace.svc.cluster.local` by a route or a DestinationRule
//     exists, with every port named for it;
//   - where no workload is in view: every Service has a running Pod for itself and for each of its subsets, every
//     selector of a policy has a Pod in the policy's namespace, and every selector of a Gateway has a Pod in the
//     Gateway's namespace (unless it is the stock ingress gateway) behind a Service with all ports of the Gateway;
//   - where either is missing: every namespace exists and is injected, and every credential of a Gateway is in the
//     namespace of its Pods.
//
// Hence these can NOT be found in such an app: without Services, a host or port that does not exist (IST0101 host and
// host:port, IST0112 where no port is ever named, IST0174 for hosts of the mesh); without workloads, what selects nothing
// (IST0101 selector, IST0127, IST0173) and ports of a gateway that no Service exposes (IST0162); without either, IST0101 for
// credentialName and namespace.
// Still found: a missing Gateway, a subset that no DestinationRule defines, an external host without ServiceEntry,
// conflicts between objects, and all that is wrong inside one object.
// Where a Service and a workload are in view, of the app or of its fixtures, the app is checked in full.
func Assume(objects []Object) []Object {
	w := &world{objects: objects}
	services := len(ofKind(objects, "Service")) > 0
	workloads := len(ofKind(objects, "Pod")) > 0 // after ByControllers
	if services && workloads {
		return nil
	}
	if !services {
		w.assumeServices()
	}
	if !workloads {
		w.assumePods()
		w.assumeGateways() // before the policies, which may select the gateway's Pods
		w.assumeSelected()
	}
	w.assumeCredentials()
	w.assumeNamespaces()
	return w.made
}

// world is what is in view and what was assumed so far.
type world struct {
	objects []Object
	made    []Object
}

func (w *world) add(o ...Object) { w.made = append(w.made, o...) }

func (w *world) all(kinds ...string) []Object {
	return append(ofKind(w.objects, kinds...), ofKind(w.made, kinds...)...)
}

func (w *world) has(kind, namespace, name string) bool {
	return w.get(kind, namespace, name) != nil
}

func (w *world) get(kind, namespace, name string) Object {
	for _, o := range w.all(kind) {
		if o.GetNamespace() == namespace && o.GetName() == name {
			return o
		}
	}
	return nil
}

func (w *world) podsIn(namespace string, selector map[string]string) []Object {
	var found []Object
	for _, pod := range w.all("Pod") {
		if (namespace == "" || namespace == pod.GetNamespace()) && matches(selector, pod) {
			found = append(found, pod)
		}
	}
	return found
}
