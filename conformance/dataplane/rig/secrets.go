package rig

import (
	"fmt"

	tlsv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"

	"istio.io/istio/pilot/pkg/model"
	v3 "istio.io/istio/pilot/pkg/xds/v3"
	"istio.io/istio/pkg/util/sets"
)

func (w *World) secrets(pod *Pod, proxy *model.Proxy, names []string) ([]any, error) {
	var secrets []any
	for _, name := range names {
		secret, err := w.secret(pod, proxy, name)
		if err != nil {
			return nil, err
		}
		secrets = append(secrets, secret)
	}
	return secrets, nil
}

// secret answers by name: the identity of the workload as istio-agent would have it from istiod, the certificates of
// the system, which trust our authority, and everything else from Secrets, as pilot itself reads them.
func (w *World) secret(pod *Pod, proxy *model.Proxy, name string) (tree, error) {
	text := func(pem []byte) tree { return tree{"inlineString": string(pem)} }
	switch name {
	case "default":
		certificate, key := w.authority.issue(pod.identity())
		return tree{"name": name, "tlsCertificate": tree{"certificateChain": text(certificate), "privateKey": text(key)}}, nil
	case "ROOTCA", "file-root:system":
		return tree{"name": name, "validationContext": tree{"trustedCa": text(w.authority.pem)}}, nil
	}
	made, _, err := w.server.Discovery.Generators[v3.SecretType].Generate(proxy,
		&model.WatchedResource{TypeUrl: v3.SecretType, ResourceNames: sets.New(name)},
		&model.PushRequest{Forced: true, Push: w.server.PushContext()})
	if err != nil || len(made) == 0 {
		return nil, fmt.Errorf("%s: pilot has no secret %s for it (%v); Envoy would wait for it forever", pod.Key, name, err)
	}
	secret := &tlsv3.Secret{}
	if err := made[0].Resource.UnmarshalTo(secret); err != nil {
		return nil, err
	}
	return treeOf(secret), nil
}
