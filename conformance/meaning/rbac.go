package meaning

import (
	"fmt"
	"maps"
	"net/netip"
	"regexp"
	"slices"
	"strings"

	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	rbacv3 "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	templatev3 "github.com/envoyproxy/go-control-plane/envoy/extensions/path/match/uri_template/v3"
)

// effective names the policy that matches, or nothing. Envoy keeps policies in the order of their names.
func (p *proxy) effective(rules *rbacv3.RBAC, m *message) (string, error) {
	for _, name := range slices.Sorted(maps.Keys(rules.GetPolicies())) {
		policy := rules.Policies[name]
		permitted, err := anyOf(policy.Permissions, func(each *rbacv3.Permission) (bool, error) { return p.permission(each, m) })
		if err != nil || !permitted {
			if err != nil {
				return "", err
			}
			continue
		}
		named, err := anyOf(policy.Principals, func(each *rbacv3.Principal) (bool, error) { return p.principal(each, m) })
		if named || err != nil {
			return name, err
		}
	}
	return "", nil
}

func anyOf[T any](items []T, test func(T) (bool, error)) (bool, error) {
	for _, item := range items {
		if ok, err := test(item); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

func allOf[T any](items []T, test func(T) (bool, error)) (bool, error) {
	failed, err := anyOf(items, func(item T) (bool, error) {
		ok, err := test(item)
		return !ok, err
	})
	return !failed, err
}

func (p *proxy) permission(permission *rbacv3.Permission, m *message) (bool, error) {
	deeper := func(each *rbacv3.Permission) (bool, error) { return p.permission(each, m) }
	switch rule := permission.Rule.(type) {
	case *rbacv3.Permission_Any:
		return rule.Any, nil
	case *rbacv3.Permission_AndRules:
		return allOf(rule.AndRules.Rules, deeper)
	case *rbacv3.Permission_OrRules:
		return anyOf(rule.OrRules.Rules, deeper)
	case *rbacv3.Permission_NotRule:
		ok, err := deeper(rule.NotRule)
		return !ok, err
	case *rbacv3.Permission_Header:
		return matchesHeader(rule.Header, m.headers)
	case *rbacv3.Permission_UrlPath:
		return matchesString(rule.UrlPath.GetPath(), m.path())
	case *rbacv3.Permission_UriTemplate:
		var template templatev3.UriTemplateMatchConfig
		if err := rule.UriTemplate.GetTypedConfig().UnmarshalTo(&template); err != nil {
			return false, err
		}
		return matchesWhole(templateExpression(template.PathTemplate), m.path())
	case *rbacv3.Permission_DestinationPort:
		return int(rule.DestinationPort) == m.port, nil
	case *rbacv3.Permission_DestinationIp:
		return contains(rule.DestinationIp, p.at.pod.Status.PodIP)
	case *rbacv3.Permission_RequestedServerName:
		return matchesString(rule.RequestedServerName, m.sni)
	case *rbacv3.Permission_Metadata:
		return matchesValue(rule.Metadata.Value, lookUp(m.claims(), rule.Metadata.Path))
	}
	return false, fmt.Errorf("permission that is not modelled: %T", permission.Rule)
}

func (p *proxy) principal(principal *rbacv3.Principal, m *message) (bool, error) {
	deeper := func(each *rbacv3.Principal) (bool, error) { return p.principal(each, m) }
	switch id := principal.Identifier.(type) {
	case *rbacv3.Principal_Any:
		return id.Any, nil
	case *rbacv3.Principal_AndIds:
		return allOf(id.AndIds.Ids, deeper)
	case *rbacv3.Principal_OrIds:
		return anyOf(id.OrIds.Ids, deeper)
	case *rbacv3.Principal_NotId:
		ok, err := deeper(id.NotId)
		return !ok, err
	case *rbacv3.Principal_Authenticated_:
		if m.caller == "" || id.Authenticated.PrincipalName == nil {
			return m.caller != "", nil
		}
		return matchesString(id.Authenticated.PrincipalName, "spiffe://"+m.caller)
	case *rbacv3.Principal_FilterState:
		return matchesString(id.FilterState.GetStringMatch(), "spiffe://"+m.caller)
	case *rbacv3.Principal_DirectRemoteIp:
		return contains(id.DirectRemoteIp, m.address)
	case *rbacv3.Principal_RemoteIp:
		return contains(id.RemoteIp, m.address)
	case *rbacv3.Principal_Header:
		return matchesHeader(id.Header, m.headers)
	case *rbacv3.Principal_Metadata:
		return matchesValue(id.Metadata.Value, lookUp(m.claims(), id.Metadata.Path))
	}
	return false, fmt.Errorf("principal that is not modelled: %T", principal.Identifier)
}

func contains(block *corev3.CidrRange, address string) (bool, error) {
	prefix, err := netip.ParsePrefix(fmt.Sprintf("%s/%d", block.AddressPrefix, block.GetPrefixLen().GetValue()))
	if err != nil {
		return false, err
	}
	ip, err := netip.ParseAddr(address)
	return prefix.Contains(ip), err
}

// templateExpression says an Envoy URI template as a regular expression: * is one segment, ** any number of them.
func templateExpression(template string) string {
	text := regexp.QuoteMeta(template)
	return strings.NewReplacer(`\*\*`, `.*`, `\*`, `[^/]+`).Replace(text)
}
