package rig

import (
	"crypto/ecdsa"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	security "istio.io/api/security/v1beta1"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/schema/gvk"
)

// Token is a JWT. The rig stands for all issuers: where a RequestAuthentication names keys, their address or none, it
// has those that the rig made for the issuer.
type Token struct {
	Issuer   string         `json:"issuer"`
	Subject  string         `json:"subject"`
	Audience string         `json:"audience"`
	Claims   map[string]any `json:"claims"`
	Expired  bool           `json:"expired"`
	SignedBy string         `json:"signedBy"` // another issuer, whose key signs
	Text     string         `json:"text"`     // sent as it is, in the place of a token
}

func (a *Authority) issuer(name string) *ecdsa.PrivateKey {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.issuers[name] == nil {
		a.issuers[name] = newKey()
	}
	return a.issuers[name]
}

// Sign writes the token out.
func (a *Authority) Sign(token Token) string {
	if token.Text != "" {
		return token.Text
	}
	end := time.Now().Add(time.Hour)
	if token.Expired {
		end = time.Now().Add(-time.Hour)
	}
	claims := map[string]any{"iss": token.Issuer, "exp": end.Unix(), "iat": time.Now().Add(-2 * time.Hour).Unix()}
	if token.Subject != "" {
		claims["sub"] = token.Subject
	}
	if token.Audience != "" {
		claims["aud"] = token.Audience
	}
	maps.Copy(claims, token.Claims)
	signer := token.SignedBy
	if signer == "" {
		signer = token.Issuer
	}
	head := map[string]string{"alg": "ES256", "typ": "JWT", "kid": "rig"}
	text := part(must(json.Marshal(head))) + "." + part(must(json.Marshal(claims)))
	hash := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, a.issuer(signer), hash[:])
	must(0, err)
	return text + "." + part(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
}

func part(text []byte) string { return base64.RawURLEncoding.EncodeToString(text) }

func (a *Authority) keySet(issuer string) string {
	point := must(a.issuer(issuer).PublicKey.Bytes()) // 4, x, y
	return fmt.Sprintf(`{"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"rig","x":"%s","y":"%s"}]}`, part(point[1:33]), part(point[33:]))
}

func (a *Authority) withOwnKeys(c config.Config) config.Config {
	if c.GroupVersionKind != gvk.RequestAuthentication {
		return c
	}
	c = c.DeepCopy()
	for _, rule := range c.Spec.(*security.RequestAuthentication).JwtRules {
		rule.Jwks, rule.JwksUri = a.keySet(rule.Issuer), ""
	}
	return c
}
