package meaning

import (
	"fmt"

	listenerv3 "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	rbacv3 "github.com/envoyproxy/go-control-plane/envoy/config/rbac/v3"
	authzhttpv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/ext_authz/v3"
	jwtv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"
	rbachttpv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/rbac/v3"
	authznetv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/ext_authz/v3"
	rbacnetv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/rbac/v3"
	"google.golang.org/protobuf/types/known/anypb"
)

// verdict is what the filters of a chain decide, in their order.
type verdict struct {
	allowed bool
	asks    string // the external authorizer that is asked; taken to agree
	reason  string
}

func (v verdict) String() string {
	text := "denied" + v.reason
	if v.allowed {
		text = "allowed"
	}
	if v.asks != "" {
		return "asks " + v.asks + ", then " + text
	}
	return text
}

// filter sends the message through the network filters of its chain, then through the HTTP filters.
func (p *proxy) filter(to connection, m *message) (verdict, error) {
	configs := networkFilters(to.chain)
	for _, each := range to.manager.GetHttpFilters() {
		configs = append(configs, each.GetTypedConfig())
	}
	v := verdict{allowed: true}
	for _, config := range configs {
		if err := p.pass(config, m, &v); err != nil {
			return v, err
		}
		if !v.allowed {
			break
		}
	}
	return v, nil
}

func networkFilters(chain *listenerv3.FilterChain) []*anypb.Any {
	var configs []*anypb.Any
	for _, each := range chain.Filters {
		configs = append(configs, each.GetTypedConfig())
	}
	return configs
}

func (p *proxy) pass(config *anypb.Any, m *message, v *verdict) error {
	switch f := p.world.unpack(config).(type) {
	case *jwtv3.JwtAuthentication:
		if reason := m.authenticate(f); reason != "" {
			v.allowed, v.reason = false, ": "+reason
		}
	case *rbachttpv3.RBAC:
		return p.decide(f.Rules, f.ShadowRules, f.ShadowRulesStatPrefix, m, v)
	case *rbacnetv3.RBAC:
		return p.decide(f.Rules, f.ShadowRules, f.ShadowRulesStatPrefix, m, v)
	case *authzhttpv3.ExtAuthz:
		return v.ask(f.FilterEnabledMetadata.GetValue().GetStringMatch().GetPrefix(), providerOf(f), m)
	case *authznetv3.ExtAuthz:
		return v.ask(f.FilterEnabledMetadata.GetValue().GetStringMatch().GetPrefix(), f.GetGrpcService().GetEnvoyGrpc().GetClusterName(), m)
	}
	return nil
}

// customPrefix marks the shadow rules that say when an external authorizer is asked; others are dry runs.
const customPrefix = "istio_ext_authz_"

func (p *proxy) decide(rules, shadow *rbacv3.RBAC, prefix string, m *message, v *verdict) error {
	if prefix == customPrefix {
		name, err := p.effective(shadow, m)
		m.shadow = name
		return err
	}
	if rules == nil {
		return nil
	}
	name, err := p.effective(rules, m)
	switch rules.Action {
	case rbacv3.RBAC_ALLOW:
		v.allowed = name != ""
	case rbacv3.RBAC_DENY:
		v.allowed = name == ""
	}
	return err
}

func providerOf(f *authzhttpv3.ExtAuthz) string {
	if service := f.GetHttpService(); service != nil {
		return service.GetServerUri().GetUri()
	}
	return f.GetGrpcService().GetEnvoyGrpc().GetClusterName()
}

func (v *verdict) ask(prefix, provider string, m *message) error {
	if prefix == "" {
		return fmt.Errorf("external authorizer %s without a condition is not modelled", provider)
	}
	if len(m.shadow) >= len(prefix) && m.shadow[:len(prefix)] == prefix {
		v.asks = provider
	}
	return nil
}
