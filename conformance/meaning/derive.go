package meaning

import (
	"strings"

	networkingv1alpha3 "istio.io/api/networking/v1alpha3"
	securityv1beta1 "istio.io/api/security/v1beta1"
	"istio.io/istio/pkg/config"
)

// derived is everything that both sides' configuration tells apart.
type derived struct {
	sides   []*World
	routing *borders // what routes look at
	access  *borders // what policies look at
	hosts   map[hostPort]bool
	edge    set // hosts that gateways serve
	callers set
	tokens  *tokenBorders
	blocks  set // addresses inside of and beside the blocks that policies name
	domain  string
}

func derive(sides ...*World) *derived {
	d := &derived{
		sides:   sides,
		routing: newBorders(), access: newBorders(), hosts: map[hostPort]bool{}, edge: set{}, callers: set{}, blocks: set{"": true},
		tokens: newTokenBorders(), domain: sides[0].mesh.TrustDomain,
	}
	d.callers.add("", d.domain+"/ns/elsewhere/sa/stranger", "other.example/ns/elsewhere/sa/stranger")
	d.addHost("stranger.example.com", 80, HTTP)
	d.addHost("stranger.example.com", 443, TLS)
	d.edge.add("stranger.example.com")
	for _, w := range sides {
		d.addServices(w)
		for _, at := range w.workloads {
			d.callers.add(at.principal)
		}
		for _, c := range w.configs {
			d.addConfig(c)
		}
	}
	return d
}

func (d *derived) addConfig(c config.Config) {
	switch spec := c.Spec.(type) {
	case *networkingv1alpha3.VirtualService:
		d.addRoutes(spec)
	case *networkingv1alpha3.ServiceEntry:
		d.addEntry(spec)
	case *networkingv1alpha3.Gateway:
		for _, server := range spec.Servers {
			for _, host := range server.Hosts {
				d.addEdgeHost(host)
			}
		}
	case *securityv1beta1.AuthorizationPolicy:
		for _, rule := range spec.Rules {
			d.addRule(c.Namespace, rule)
		}
	case *securityv1beta1.RequestAuthentication:
		for _, rule := range spec.JwtRules {
			d.tokens.addRule(rule)
		}
	}
}

func (d *derived) addRoutes(spec *networkingv1alpha3.VirtualService) {
	inMesh := len(spec.Gateways) == 0
	for _, gateway := range spec.Gateways {
		inMesh = inMesh || gateway == "mesh"
	}
	for _, host := range spec.Hosts {
		if inMesh && (strings.Contains(host, ".") || host == "*") && !strings.HasSuffix(host, ".svc.cluster.local") {
			d.addHost(host, 80, HTTP)
		}
		d.addEdgeHost(host)
	}
	for _, route := range spec.Http {
		for _, match := range route.Match {
			d.addMatch(match)
		}
	}
	for _, route := range spec.Tls {
		for _, match := range route.Match {
			for _, host := range match.SniHosts {
				d.addEdgeHost(host)
			}
		}
	}
}

func (d *derived) addMatch(match *networkingv1alpha3.HTTPMatchRequest) {
	b := d.routing
	switch uri := match.GetUri().GetMatchType().(type) {
	case *networkingv1alpha3.StringMatch_Exact:
		b.exactPath(uri.Exact)
	case *networkingv1alpha3.StringMatch_Prefix:
		b.prefixPath(uri.Prefix)
	case *networkingv1alpha3.StringMatch_Regex:
		b.exactPath(sample(uri.Regex))
	}
	if match.IgnoreUriCase {
		b.paths.add(strings.ToUpper(match.GetUri().GetExact() + match.GetUri().GetPrefix()))
	}
	b.methods.add(stringValues(match.Method)...)
	for name, value := range match.Headers {
		if claim, isClaim := strings.CutPrefix(name, "@request.auth.claims."); isClaim {
			d.tokens.addClaim(strings.ReplaceAll(claim, ".", "/"), stringValues(value)...)
			continue
		}
		b.header(name, stringValues(value)...)
	}
	for name, value := range match.WithoutHeaders {
		b.header(name, stringValues(value)...)
	}
	for name, value := range match.QueryParams {
		b.query(name, stringValues(value)...)
	}
	for _, host := range stringValues(match.Authority) {
		d.addEdgeHost(host)
	}
}

// stringValues gives texts at the border of a match; nothing for no match.
func stringValues(m *networkingv1alpha3.StringMatch) []string {
	switch value := m.GetMatchType().(type) {
	case *networkingv1alpha3.StringMatch_Exact:
		return []string{value.Exact}
	case *networkingv1alpha3.StringMatch_Prefix:
		return []string{value.Prefix, value.Prefix + "x"}
	case *networkingv1alpha3.StringMatch_Regex:
		text := sample(value.Regex)
		return []string{text, "a" + text + "z"}
	}
	return nil
}

func (d *derived) addRule(namespace string, rule *securityv1beta1.Rule) {
	for _, from := range rule.From {
		d.addSource(namespace, from.Source)
	}
	for _, to := range rule.To {
		operation := to.Operation
		for _, path := range append(operation.GetPaths(), operation.GetNotPaths()...) {
			d.access.policyPath(path)
		}
		for _, method := range append(operation.GetMethods(), operation.GetNotMethods()...) {
			d.access.methods.add(policyValue(method)...)
		}
		for _, host := range append(operation.GetHosts(), operation.GetNotHosts()...) {
			d.addEdgeHost(strings.TrimSuffix(host, ":*"))
		}
	}
	for _, when := range rule.When {
		d.addCondition(namespace, when.Key, append(when.Values, when.NotValues...))
	}
}

func (d *derived) addSource(namespace string, s *securityv1beta1.Source) {
	for _, principal := range append(s.GetPrincipals(), s.GetNotPrincipals()...) {
		d.addPrincipal(principal)
	}
	for _, name := range append(s.GetNamespaces(), s.GetNotNamespaces()...) {
		d.callers.add(d.domain + "/ns/" + policyValue(name)[0] + "/sa/some")
	}
	for _, account := range append(s.GetServiceAccounts(), s.GetNotServiceAccounts()...) {
		in, name, qualified := strings.Cut(account, "/")
		if !qualified {
			in, name = namespace, account
		}
		d.callers.add(d.domain + "/ns/" + in + "/sa/" + name)
	}
	for _, principal := range append(s.GetRequestPrincipals(), s.GetNotRequestPrincipals()...) {
		d.tokens.addPrincipal(principal)
	}
	for _, blocks := range [][]string{s.GetIpBlocks(), s.GetNotIpBlocks(), s.GetRemoteIpBlocks(), s.GetNotRemoteIpBlocks()} {
		for _, block := range blocks {
			address, _, _ := strings.Cut(block, "/")
			d.blocks.add(address)
		}
	}
}

// addPrincipal fills the wildcards of an identity in.
func (d *derived) addPrincipal(pattern string) {
	switch {
	case pattern == "*":
	case strings.HasPrefix(pattern, "*"):
		d.callers.add(d.domain + "/ns/some" + pattern[strings.LastIndex(pattern, "/sa/"):])
	default:
		d.callers.add(policyValue(pattern)[0])
	}
}

func (d *derived) addCondition(namespace, key string, values []string) {
	attribute, name, _ := strings.Cut(key, "[")
	name = strings.TrimSuffix(name, "]")
	for _, value := range values {
		switch attribute {
		case "request.headers":
			d.access.header(name, policyValue(value)...)
		case "request.auth.claims":
			d.tokens.addClaim(strings.ReplaceAll(name, "][", "/"), policyValue(value)...)
		case "request.auth.principal":
			d.tokens.addPrincipal(value)
		case "request.auth.audiences":
			d.tokens.audiences.add(policyValue(value)...)
		case "source.principal":
			d.addPrincipal(value)
		case "source.namespace":
			d.callers.add(d.domain + "/ns/" + policyValue(value)[0] + "/sa/some")
		}
	}
}
