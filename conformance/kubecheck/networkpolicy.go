package kubecheck

import (
	"net/netip"
	"slices"

	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	metavalidation "k8s.io/apimachinery/pkg/apis/meta/v1/validation"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

var protocols = []string{"TCP", "UDP", "SCTP"}

// checkNetworkPolicy follows what an API server checks of a NetworkPolicy: a policy that is refused protects nothing.
func checkNetworkPolicy(policy *networkingv1.NetworkPolicy) field.ErrorList {
	at := field.NewPath("spec")
	errs := checkSelector(&policy.Spec.PodSelector, at.Child("podSelector"))
	for i, rule := range policy.Spec.Ingress {
		errs = append(errs, checkRule(rule.Ports, rule.From, at.Child("ingress").Index(i), "from")...)
	}
	for i, rule := range policy.Spec.Egress {
		errs = append(errs, checkRule(rule.Ports, rule.To, at.Child("egress").Index(i), "to")...)
	}
	return append(errs, checkTypes(policy.Spec.PolicyTypes, at.Child("policyTypes"))...)
}

func checkTypes(types []networkingv1.PolicyType, at *field.Path) field.ErrorList {
	var errs field.ErrorList
	seen := map[networkingv1.PolicyType]bool{}
	for i, each := range types {
		if each != networkingv1.PolicyTypeIngress && each != networkingv1.PolicyTypeEgress {
			errs = append(errs, field.NotSupported(at.Index(i), each, []string{"Ingress", "Egress"}))
		}
		if seen[each] {
			errs = append(errs, field.Duplicate(at.Index(i), each))
		}
		seen[each] = true
	}
	return errs
}

func checkRule(ports []networkingv1.NetworkPolicyPort, peers []networkingv1.NetworkPolicyPeer, at *field.Path, side string) field.ErrorList {
	var errs field.ErrorList
	for i, port := range ports {
		errs = append(errs, checkPort(port, at.Child("ports").Index(i))...)
	}
	for i, peer := range peers {
		errs = append(errs, checkPeer(peer, at.Child(side).Index(i))...)
	}
	return errs
}

func checkPort(p networkingv1.NetworkPolicyPort, at *field.Path) field.ErrorList {
	var errs field.ErrorList
	if p.Protocol != nil && !slices.Contains(protocols, string(*p.Protocol)) {
		errs = append(errs, field.NotSupported(at.Child("protocol"), *p.Protocol, protocols))
	}
	refuse := func(name string, value any, messages []string) {
		for _, message := range messages {
			errs = append(errs, field.Invalid(at.Child(name), value, message))
		}
	}
	if p.Port != nil && p.Port.Type == intstr.Int {
		refuse("port", p.Port.IntVal, validation.IsValidPortNum(int(p.Port.IntVal)))
	} else if p.Port != nil {
		refuse("port", p.Port.StrVal, validation.IsValidPortName(p.Port.StrVal))
	}
	if p.EndPort != nil {
		refuse("endPort", *p.EndPort, validation.IsValidPortNum(int(*p.EndPort)))
		if p.Port == nil || p.Port.Type != intstr.Int || *p.EndPort < p.Port.IntVal {
			refuse("endPort", *p.EndPort, []string{"must come after a port that is a number"})
		}
	}
	return errs
}

func checkPeer(p networkingv1.NetworkPolicyPeer, at *field.Path) field.ErrorList {
	var errs field.ErrorList
	for name, selector := range map[string]*metav1.LabelSelector{"podSelector": p.PodSelector, "namespaceSelector": p.NamespaceSelector} {
		if selector != nil {
			errs = append(errs, checkSelector(selector, at.Child(name))...)
		}
	}
	selects := p.PodSelector != nil || p.NamespaceSelector != nil
	if selects == (p.IPBlock != nil) {
		errs = append(errs, field.Invalid(at, "peer", "must have either selectors or an ipBlock"))
	}
	if p.IPBlock != nil {
		errs = append(errs, checkBlock(*p.IPBlock, at.Child("ipBlock"))...)
	}
	return errs
}

func checkBlock(block networkingv1.IPBlock, at *field.Path) field.ErrorList {
	whole, err := netip.ParsePrefix(block.CIDR)
	if err != nil {
		return field.ErrorList{field.Invalid(at.Child("cidr"), block.CIDR, err.Error())}
	}
	var errs field.ErrorList
	for i, text := range block.Except {
		part, err := netip.ParsePrefix(text)
		if err != nil || !whole.Contains(part.Addr()) || part.Bits() <= whole.Bits() {
			errs = append(errs, field.Invalid(at.Child("except").Index(i), text, "must be a strict subset of cidr"))
		}
	}
	return errs
}

func checkSelector(selector *metav1.LabelSelector, at *field.Path) field.ErrorList {
	return metavalidation.ValidateLabelSelector(selector, metavalidation.LabelSelectorValidationOptions{}, at)
}
