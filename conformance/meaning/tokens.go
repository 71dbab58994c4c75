package meaning

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	jwtv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"

	securityv1beta1 "istio.io/api/security/v1beta1"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/gvk"
)

// Token is a JWT with a valid signature of its issuer.
type Token struct {
	Issuer   string
	Subject  string
	Audience string
	Claims   map[string]string // name, or path with slashes, to value
	At       string            // where it is sent: name of a header and prefix; empty is the Authorization header
}

type location struct{ header, prefix string }

var authorization = location{"authorization", "Bearer "}

func (t *Token) location() location {
	if t.At == "" {
		return authorization
	}
	header, prefix, _ := strings.Cut(t.At, ": ")
	return location{header, prefix}
}

func (t *Token) String() string {
	parts := []string{"iss=" + t.Issuer}
	for _, claim := range [][2]string{{"sub", t.Subject}, {"aud", t.Audience}} {
		if claim[1] != "" {
			parts = append(parts, claim[0]+"="+claim[1])
		}
	}
	for _, name := range slices.Sorted(maps.Keys(t.Claims)) {
		parts = append(parts, name+"="+t.Claims[name])
	}
	if t.At != "" {
		parts = append(parts, "in "+t.At)
	}
	return "token(" + strings.Join(parts, ", ") + ")"
}

func (t *Token) claims() map[string]any {
	all := map[string]any{"iss": t.Issuer}
	if t.Subject != "" {
		all["sub"] = t.Subject
	}
	if t.Audience != "" {
		all["aud"] = []any{t.Audience}
	}
	for path, value := range t.Claims {
		fields := all
		steps := strings.Split(path, "/")
		for _, step := range steps[:len(steps)-1] {
			deeper, ok := fields[step].(map[string]any)
			if !ok {
				deeper = map[string]any{}
				fields[step] = deeper
			}
			fields = deeper
		}
		fields[steps[len(steps)-1]] = value
	}
	return all
}

const keysFrom = "from "

// withLocalKeys puts the name of a key set in the place of its keys: istiod would fetch them, and what matters
// here is whether both sides trust the same ones.
func withLocalKeys(c config.Config) config.Config {
	if c.GroupVersionKind != gvk.RequestAuthentication {
		return c
	}
	c = c.DeepCopy()
	for _, rule := range c.Spec.(*securityv1beta1.RequestAuthentication).JwtRules {
		if rule.Jwks == "" {
			rule.Jwks = keysFrom + cmp.Or(rule.JwksUri, "the issuer "+rule.Issuer)
			rule.JwksUri = ""
		}
	}
	return c
}

// authenticate is the JWT filter as pilot configures it: a token that some provider finds must be valid for one,
// and no token is fine. The answer is empty, or why the request ends here.
func (m *message) authenticate(filter *jwtv3.JwtAuthentication) string {
	if m.token == nil || filter.BypassCorsPreflight && m.isPreflight() {
		return ""
	}
	found := false
	for _, name := range slices.Sorted(maps.Keys(filter.Providers)) {
		provider := filter.Providers[name]
		if !looksAt(provider, m.token.location()) {
			continue
		}
		found = true
		if provider.Issuer == m.token.Issuer && (len(provider.Audiences) == 0 || slices.Contains(provider.Audiences, m.token.Audience)) {
			m.accept(provider)
			return ""
		}
	}
	if found {
		return "401 for the token"
	}
	return ""
}

func (m *message) isPreflight() bool {
	return m.headers[":method"] == "OPTIONS" && m.headers["origin"] != "" && m.headers["access-control-request-method"] != ""
}

func looksAt(provider *jwtv3.JwtProvider, where location) bool {
	if len(provider.FromHeaders)+len(provider.FromParams)+len(provider.FromCookies) == 0 {
		return where == authorization
	}
	return slices.ContainsFunc(provider.FromHeaders, func(h *jwtv3.JwtHeader) bool {
		return strings.EqualFold(h.Name, where.header) && h.ValuePrefix == where.prefix
	})
}

func (m *message) accept(provider *jwtv3.JwtProvider) {
	m.accepted = m.token
	m.claimed = append(m.claimed, "keys "+provider.GetLocalJwks().GetInlineString())
	if provider.Forward {
		m.claimed = append(m.claimed, "token forwarded")
	} else {
		delete(m.headers, m.token.location().header)
	}
	if provider.ForwardPayloadHeader != "" {
		m.claimed = append(m.claimed, "payload in "+provider.ForwardPayloadHeader)
	}
	for _, each := range provider.ClaimToHeaders {
		m.claimed = append(m.claimed, fmt.Sprintf("%s in %s", each.ClaimName, each.HeaderName))
		if value, ok := m.claims()[each.ClaimName].(string); ok {
			m.headers[strings.ToLower(each.HeaderName)] = value
		}
	}
	slices.Sort(m.claimed)
}
