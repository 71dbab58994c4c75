package meaning

import (
	"maps"
	"slices"
	"strings"

	securityv1beta1 "istio.io/api/security/v1beta1"
)

// tokenBorders are what rules want of tokens.
type tokenBorders struct {
	issuers, subjects, audiences, locations set
	claims                                  map[string]set
}

func newTokenBorders() *tokenBorders {
	return &tokenBorders{issuers: set{}, subjects: set{}, audiences: set{}, locations: set{"": true}, claims: map[string]set{}}
}

func (t *tokenBorders) addRule(rule *securityv1beta1.JWTRule) {
	t.issuers.add(rule.Issuer)
	t.audiences.add(rule.Audiences...)
	for _, header := range rule.FromHeaders {
		if !strings.EqualFold(header.Name, authorization.header) || header.Prefix != authorization.prefix {
			t.locations.add(strings.ToLower(header.Name) + ": " + header.Prefix)
		}
	}
}

func (t *tokenBorders) addClaim(name string, values ...string) {
	switch name {
	case "iss":
		t.issuers.add(values...)
	case "sub":
		t.subjects.add(values...)
	default:
		addTo(t.claims, name, values)
	}
}

// addPrincipal takes issuer/subject, where the issuer may hold slashes.
func (t *tokenBorders) addPrincipal(pattern string) {
	at := strings.LastIndex(pattern, "/")
	if pattern == "*" || at < 0 {
		return
	}
	if issuer := pattern[:at]; !strings.Contains(issuer, "*") {
		t.issuers.add(issuer)
	}
	if subject := pattern[at+1:]; !strings.Contains(subject, "*") {
		t.subjects.add(subject)
	}
}

// all gives no token, and for each issuer a token with all that is asked for and tokens that lack or change one thing.
func (t *tokenBorders) all() []*Token {
	tokens := []*Token{nil}
	if len(t.issuers) == 0 {
		return tokens
	}
	for _, issuer := range append(t.issuers.sorted(), "https://stranger.example.com") {
		full := t.full(issuer)
		tokens = append(tokens, full)
		vary := func(change func(*Token)) {
			other := *full
			other.Claims = maps.Clone(full.Claims)
			change(&other)
			tokens = append(tokens, &other)
		}
		for _, subject := range append(t.subjects.sorted(), "", "other") {
			vary(func(o *Token) { o.Subject = subject })
		}
		for _, audience := range append(t.audiences.sorted(), "") {
			vary(func(o *Token) { o.Audience = audience })
		}
		for name, values := range t.claims {
			vary(func(o *Token) { delete(o.Claims, name) })
			for value := range values {
				vary(func(o *Token) { o.Claims[name] = value })
			}
		}
		for _, location := range t.locations.sorted() {
			vary(func(o *Token) { o.At = location })
		}
	}
	return distinct(tokens)
}

func (t *tokenBorders) full(issuer string) *Token {
	token := &Token{Issuer: issuer, Subject: "somebody", Claims: map[string]string{}}
	if subjects := t.subjects.sorted(); len(subjects) > 0 {
		token.Subject = subjects[0]
	}
	if audiences := t.audiences.sorted(); len(audiences) > 0 {
		token.Audience = audiences[0]
	}
	for name, values := range t.claims {
		named := slices.DeleteFunc(values.sorted(), func(value string) bool { return value == "other" })
		token.Claims[name] = append(named, "other")[0]
	}
	return token
}

func distinct(tokens []*Token) []*Token {
	byText := map[string]*Token{}
	for _, token := range tokens {
		if token != nil {
			byText[token.String()] = token
		}
	}
	sorted := []*Token{nil}
	for _, text := range slices.Sorted(maps.Keys(byText)) {
		sorted = append(sorted, byText[text])
	}
	return sorted
}
