package surroundings

// ByControllers gives what controllers make of the objects: the Pods of workloads, and the Secrets of
// cert-manager Certificates, in the namespace of the Certificate.
func ByControllers(objects []Object) []Object {
	var made []Object
	for _, o := range objects {
		if template, found := podTemplate(o); found {
			made = append(made, started(o, template, objects))
		}
		if o.GroupVersionKind().Group == "cert-manager.io" && o.GetKind() == "Certificate" {
			made = append(made, certificateSecret(o.GetNamespace(), text(o.Object, "spec", "secretName")))
		}
	}
	return made
}
