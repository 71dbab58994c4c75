package crdcheck

import (
	"fmt"

	"k8s.io/apimachinery/pkg/runtime/schema"
)

// expected are the kinds that patterns write for other controllers. Without their CRDs nothing would be said
// about them, which looks like nothing being wrong.
var expected = []schema.GroupVersionKind{
	{Group: "argoproj.io", Version: "v1alpha1", Kind: "AnalysisTemplate"},
	{Group: "argoproj.io", Version: "v1alpha1", Kind: "Rollout"},
	{Group: "cert-manager.io", Version: "v1", Kind: "Certificate"},
	{Group: "flagger.app", Version: "v1beta1", Kind: "Canary"},
	{Group: "gateway.networking.k8s.io", Version: "v1", Kind: "Gateway"},
	{Group: "gateway.networking.k8s.io", Version: "v1", Kind: "HTTPRoute"},
}

// addNeighbours reads the CRDs of controllers that work beside Istio. They come with no module of ours.
func (c *Checker) addNeighbours(folder string) error {
	if err := c.addFolder(folder); err != nil {
		return fmt.Errorf("CRDs of neighbours: %w", err)
	}
	for _, gvk := range expected {
		if len(c.kinds[gvk]) == 0 {
			return fmt.Errorf("CRDs of neighbours: no %s in %s", gvk, folder)
		}
	}
	return nil
}
