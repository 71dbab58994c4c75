package adversary

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"hash"
	"maps"
	"math/big"
	"strings"
	"time"
)

const (
	issuer  = "https://login.acme.example"
	foreign = "https://login.globex.example"
)

type object = map[string]any

func claims(changes object) object {
	made := object{"iss": issuer, "sub": "mallory", "aud": "shop", "tenant": "acme", "iat": time.Now().Add(-time.Hour).Unix(), "exp": time.Now().Add(time.Hour).Unix()}
	maps.Copy(made, changes)
	for name, value := range made {
		if value == nil {
			delete(made, name)
		}
	}
	return made
}

func part(value any) string {
	text, err := json.Marshal(value)
	must(err)
	return base64.RawURLEncoding.EncodeToString(text)
}

// signed is a token that the key signs.
func signed(key *ecdsa.PrivateKey, head, payload object) string {
	text := part(head) + "." + part(payload)
	sum := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, key, sum[:])
	must(err)
	return text + "." + signature(r, s)
}

func signature(r, s *big.Int) string {
	return base64.RawURLEncoding.EncodeToString(append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...))
}

func header(changes object) object {
	made := object{"alg": "ES256", "typ": "JWT", "kid": "rig"}
	maps.Copy(made, changes)
	return made
}

func attackersKey() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(err)
	return key
}

// bearers are attempts with one of the tokens, as texts that a description tells apart.
func bearers(gates []gate, tokens ...string) []Attempt {
	var lines []string
	for _, token := range tokens {
		lines = append(lines, "Authorization: Bearer "+token)
	}
	return heads(gates, lines...)
}

// tokenKinds are the attacks with tokens: none is one that the guard of the gates takes.
func tokenKinds(s *site, gates []gate) []Attack {
	key, other, own := s.IssuerKey(issuer), s.IssuerKey(foreign), attackersKey()
	good := signed(key, header(nil), claims(nil))
	kind := func(name, control string, attempts []Attempt) Attack {
		return Attack{Kind: name, Control: control, Attempts: attempts}
	}
	by := func(changes ...object) []string {
		var made []string
		for _, change := range changes {
			made = append(made, signed(key, header(nil), claims(change)))
		}
		return made
	}
	at := func(d time.Duration) int64 { return time.Now().Add(d).Unix() }
	return []Attack{
		kind("no token, or another scheme", noPolicy, heads(gates, "X: y", "Authorization:", "Authorization: Basic YWRtaW46YWRtaW4=", "Authorization: Negotiate x", "Authorization: bearer", "Authorization: Token abc",
			"Authorization: BEARER "+good, "Authorization: Bearer:"+good, "Authorization: JWT "+good, "Authorization: Digest username=\"x\"", "Authorization: null")),
		kind("token without substance", nothing, bearers(gates, ".", "..", "...", "null", "undefined", "a.b.c", "e30.e30.", "e30.e30.e30", repeat("a", 4000), good[:20], strings.Split(good, ".")[0]+".", "{}", "%00", "Bearer x.y.z", `""`)),
		kind("token signed with alg none", nothing, bearers(gates, unsigned(claims(nil), good)...)),
		kind("token signed with the public key as a secret", nothing, bearers(gates, confused(&key.PublicKey)...)),
		kind("token signed with another key", nothing, bearers(gates, signed(own, header(nil), claims(nil)), signed(other, header(nil), claims(nil)), signed(own, header(object{"kid": nil}), claims(nil)), signed(other, header(object{"kid": ""}), claims(object{"sub": nil})), signed(own, header(nil), claims(object{"aud": []string{"shop"}})), signed(own, header(object{"alg": "ES384"}), claims(nil)), signed(own, header(object{"alg": "EdDSA"}), claims(nil)))),
		kind("token that brings its own key", nothing, bearers(gates, ownKeys(own)...)),
		kind("token with a tampered part", nothing, bearers(gates, tampered(good, key)...)),
		kind("expired token", nothing, bearers(gates, by(object{"exp": at(-2 * time.Minute)}, object{"exp": at(-time.Hour)}, object{"exp": 1}, object{"exp": at(-87600 * time.Hour)}, object{"exp": at(-time.Hour), "iat": at(-time.Minute)}, object{"exp": at(-65 * time.Second)}, object{"exp": at(-24 * time.Hour), "nbf": 0})...)),
		kind("token that is not yet valid", nothing, bearers(gates, by(object{"nbf": at(2 * time.Minute)}, object{"nbf": at(time.Hour), "exp": at(2 * time.Hour)}, object{"nbf": at(8760 * time.Hour), "exp": at(9000 * time.Hour)}, object{"nbf": at(90 * time.Second)}, object{"nbf": 4102444800, "exp": 4102448400}, object{"nbf": at(59 * time.Minute)}, object{"nbf": at(30 * time.Minute)})...)),
		kind("token of an unknown issuer", nothing, bearers(gates, issuers(own)...)),
		kind("token for another audience", nothing, bearers(gates, by(object{"aud": "other"}, object{"aud": nil}, object{"aud": []string{}}, object{"aud": ""}, object{"aud": []string{"a", "b"}}, object{"aud": "Shop"}, object{"aud": "shop2"}, object{"aud": "shop,other"}, object{"aud": "*"}, object{"aud": "https://shop"}, object{"aud": " shop"}, object{"aud": "shop "})...)),
		kind("token of another tenant", nothing, bearers(gates, globexTokens(other)...)),
		kind("claim in another form", noPolicy, bearers(gates, by(tenants()...)...)),
		kind("token in the query, a cookie or another header", noPolicy, misplaced(gates, good)),
		kind("two Authorization headers", nothing, twoTokens(gates, signed(own, header(nil), claims(nil)), good, signed(other, header(nil), claims(object{"iss": foreign, "tenant": "globex"})))),
	}
}

func unsigned(payload object, good string) []string {
	var made []string
	for _, alg := range []any{"none", "None", "NONE", "nOnE", "", nil, "null", "HS256", "none ", []string{"none"}, 0} {
		head := part(object{"alg": alg, "typ": "JWT", "kid": "rig"})
		made = append(made, head+"."+part(payload)+".", head+"."+part(payload), head+"."+part(payload)+"."+strings.Split(good, ".")[2])
	}
	return made
}

// confused takes what everybody can read for a secret.
func confused(key *ecdsa.PublicKey) []string {
	point, err := key.Bytes()
	must(err)
	der, err := x509.MarshalPKIXPublicKey(key)
	must(err)
	text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	x := base64.RawURLEncoding.EncodeToString(point[1:33])
	secrets := [][]byte{point, point[1:], point[1:33], der, text, text[:len(text)-1], []byte(x), []byte(asJSON(object{"kty": "EC", "crv": "P-256", "x": x})), {}, []byte("rig"), make([]byte, 32)}
	var made []string
	for _, secret := range secrets {
		for alg, sum := range map[string]func() hash.Hash{"HS256": sha256.New, "HS384": sha512.New384, "HS512": sha512.New, "ES256": sha256.New} {
			body := part(header(object{"alg": alg})) + "." + part(claims(nil))
			mac := hmac.New(sum, secret)
			_, _ = mac.Write([]byte(body))
			made = append(made, body+"."+base64.RawURLEncoding.EncodeToString(mac.Sum(nil)))
		}
	}
	return made
}

// ownKeys say in the head of the token where its key is.
func ownKeys(key *ecdsa.PrivateKey) []string {
	point, err := key.PublicKey.Bytes()
	must(err)
	jwk := object{"kty": "EC", "crv": "P-256", "kid": "rig", "x": base64.RawURLEncoding.EncodeToString(point[1:33]), "y": base64.RawURLEncoding.EncodeToString(point[33:])}
	self := certificate{common: "login", names: []string{"login.acme.example"}}.signedBy(nil)
	x5c := []string{base64.StdEncoding.EncodeToString(self.Certificate[0])}
	var made []string
	for _, change := range []object{
		{"jwk": jwk}, {"jku": "http://127.0.0.1:1/keys"}, {"jku": issuer + "@evil.example/keys"}, {"x5u": "http://127.0.0.1:1/keys"}, {"x5c": x5c}, {"kid": "../../../../dev/null"}, {"kid": "/dev/null"},
		{"kid": "rig' UNION SELECT 'a"}, {"kid": "rig\x00"}, {"kid": "http://127.0.0.1:1/key"}, {"kid": "RIG"}, {"kid": nil, "jwk": jwk}, {"kid": []string{"rig"}}, {"kid": 0}, {"crit": []string{"jwk"}, "jwk": jwk},
		{"cty": "JWT"}, {"zip": "DEF"}, {"b64": false, "crit": []string{"b64"}}, {"kid": "| id"}, {"alg": "ES256", "jwks": object{"keys": []any{jwk}}},
	} {
		made = append(made, signed(key, header(change), claims(nil)))
	}
	return made
}

func tampered(good string, key *ecdsa.PrivateKey) []string {
	parts := strings.Split(good, ".")
	payload := part(claims(object{"sub": "admin"}))
	zero := signature(big.NewInt(0), big.NewInt(0))
	order := signature(elliptic.P256().Params().N, elliptic.P256().Params().N)
	one := signature(big.NewInt(1), big.NewInt(1))
	stale := strings.Split(signed(key, header(nil), claims(object{"aud": "other"})), ".")
	return []string{
		parts[0] + "." + payload + "." + parts[2], parts[0] + "." + payload + ".", parts[0] + "." + payload + "." + zero, parts[0] + "." + payload + "." + order, parts[0] + "." + payload + "." + one, parts[0] + "." + payload + ".AA",
		parts[0] + "." + parts[1] + "." + stale[2], stale[0] + "." + parts[1] + "." + stale[2], parts[0] + "." + stale[1] + "." + parts[2], part(header(object{"kid": "x"})) + "." + parts[1] + "." + parts[2],
		parts[0] + "." + parts[1] + "." + parts[2][:40], parts[0] + "." + parts[1] + "." + parts[2] + "AAAA", parts[0] + "." + payload + "." + parts[1] + "." + parts[2], parts[0] + ".." + parts[2], "." + parts[1] + "." + parts[2], parts[0] + "." + payload + "." + strings.ToUpper(parts[2]),
	}
}

func issuers(own *ecdsa.PrivateKey) []string {
	var made []string
	for _, name := range []any{"https://evil.example", issuer + "/", issuer + ".evil.example", strings.ToUpper(issuer), "https://login.acme.example:443", "http://login.acme.example", "login.acme.example", issuer + "#", issuer + "?", " " + issuer, []string{issuer}, nil, "", "*", object{"iss": issuer}, issuer + "\x00"} {
		made = append(made, signed(own, header(nil), claims(object{"iss": name})))
	}
	return made
}

// globexTokens are those that the other tenant's own login signs, and where they claim to be of this one.
func globexTokens(key *ecdsa.PrivateKey) []string {
	var made []string
	for _, change := range []object{
		{}, {"tenant": "globex"}, {"tenant": []string{"globex", "acme"}}, {"sub": "admin"}, {"sub": nil}, {"aud": []string{"shop", "acme"}}, {"azp": issuer}, {"iss2": issuer}, {"sub": issuer + "/admin"}, {"scope": "acme"}, {"tenant": object{"acme": true}}, {"Iss": issuer},
	} {
		made = append(made, signed(key, header(nil), claims(mergedWith(change, object{"iss": foreign}))))
	}
	return made
}

func mergedWith(a, b object) object {
	made := maps.Clone(a)
	maps.Copy(made, b)
	return made
}

// tenants are values of the claim that are not what is asked for, and look like it.
func tenants() []object {
	var made []object
	for _, value := range []any{nil, "globex", []string{"globex"}, []string{}, object{"acme": true}, object{"tenant": "acme"}, "ACME", "Acme", " acme", "acme ", "acme,globex", "globex acme", "acme\x00", "acm", "acme2", 1, true, []any{[]string{"acme"}}, []any{object{"name": "acme"}}, "*", "", []string{"ACME"}, "a\u0441me"} {
		made = append(made, object{"tenant": value})
	}
	return append(made, object{"tenant": nil, "Tenant": "acme"}, object{"tenant": nil, "TENANT": "acme"}, object{"tenant": nil, "tenants": "acme"}, object{"tenant": nil, "x": object{"tenant": "acme"}}, object{"tenant": nil, "tenant.x": "acme"}, object{"tenant": nil, "[tenant]": "acme"}, object{"tenant": nil, "groups": []string{"acme"}})
}

// misplaced sends a good token where nobody said that it is taken.
func misplaced(gates []gate, good string) []Attempt {
	return every(gates, func(g gate, path string) []Attempt {
		var texts []string
		for _, name := range []string{"accesstoken", "token", "jwt", "id_token", "authorization", "bearer", "Authorization"} {
			texts = append(texts, g.get(path+sep(path)+name+"="+good), g.get(path, "Cookie: "+name+"="+good), g.get(path, "X-"+name+": "+good), g.get(path, name+"x: Bearer "+good))
		}
		return plain(append(texts, g.get(path, "Proxy-Authorization: Bearer "+good), g.get(path, "X-Forwarded-Authorization: Bearer "+good), g.get(path, "X-Auth-Token: "+good), g.get(path, "WWW-Authenticate: Bearer "+good), g.get(path, "X-JWT-Assertion: "+good), g.get(path, "Authorization_: Bearer "+good))...)
	})
}

// twoTokens have a good one beside a bad one. What would count is up to servers, so none may pass.
func twoTokens(gates []gate, bad, good, foreign string) []Attempt {
	line := func(token string) string { return "Authorization: Bearer " + token }
	return heads(gates,
		line(bad)+"\r\n"+line(good), line(good)+"\r\n"+line(bad), line(bad)+"\r\n"+line(bad), line(bad)+", Bearer "+good, line(good)+", Bearer "+bad, "Authorization: Basic eDp5\r\n"+line(bad), line(foreign)+"\r\n"+line(bad), line(bad)+"\r\nauthorization: Bearer "+good,
		line(bad)+" "+good, line(bad)+"\r\nAuthorization: ", "Authorization:\r\n"+line(bad), line(foreign)+"\r\n"+line(foreign))
}
