package meaning

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	routev3 "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	matcherv3 "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
)

// firstMatch is Envoy's choice of a route: the first that matches in every respect.
func firstMatch(routes []*routev3.Route, m *message) (*routev3.Route, error) {
	for _, route := range routes {
		matched, err := matches(route.Match, m)
		if matched || err != nil {
			m.matchedPrefix = cmp.Or(route.Match.GetPrefix(), route.Match.GetPathSeparatedPrefix(), route.Match.GetPath())
			return route, err
		}
	}
	return nil, nil
}

func matches(match *routev3.RouteMatch, m *message) (bool, error) {
	path, err := matchesPath(match, m.path())
	if err != nil || !path {
		return false, err
	}
	for _, header := range match.Headers {
		if ok, err := matchesHeader(header, m.headers); err != nil || !ok {
			return false, err
		}
	}
	for _, parameter := range match.QueryParameters {
		if ok, err := matchesQuery(parameter, m.query()); err != nil || !ok {
			return false, err
		}
	}
	for _, metadata := range match.DynamicMetadata {
		ok, err := matchesValue(metadata.Value, lookUp(m.claims(), metadata.Path))
		if err != nil || ok == metadata.Invert {
			return false, err
		}
	}
	return true, nil
}

func matchesPath(match *routev3.RouteMatch, path string) (bool, error) {
	fold := func(s string) string { return s }
	if match.CaseSensitive != nil && !match.CaseSensitive.Value {
		fold = strings.ToLower
	}
	path = fold(path)
	switch specifier := match.PathSpecifier.(type) {
	case *routev3.RouteMatch_Prefix:
		return strings.HasPrefix(path, fold(specifier.Prefix)), nil
	case *routev3.RouteMatch_Path:
		return path == fold(specifier.Path), nil
	case *routev3.RouteMatch_PathSeparatedPrefix:
		prefix := fold(specifier.PathSeparatedPrefix)
		return path == prefix || strings.HasPrefix(path, prefix+"/"), nil
	case *routev3.RouteMatch_SafeRegex:
		return matchesWhole(specifier.SafeRegex.Regex, path)
	}
	return false, fmt.Errorf("path matcher that is not modelled: %T", match.PathSpecifier)
}

func matchesWhole(expression, text string) (bool, error) {
	compiled, err := regexp.Compile("^(?:" + expression + ")$")
	return err == nil && compiled.MatchString(text), err
}

func matchesHeader(h *routev3.HeaderMatcher, headers map[string]string) (bool, error) {
	value, present := headers[strings.ToLower(h.Name)]
	if !present && h.TreatMissingHeaderAsEmpty {
		present = true
	}
	switch specifier := h.HeaderMatchSpecifier.(type) {
	case nil:
		return present != h.InvertMatch, nil
	case *routev3.HeaderMatcher_PresentMatch:
		return (present == specifier.PresentMatch) != h.InvertMatch, nil
	case *routev3.HeaderMatcher_StringMatch:
		if !present {
			return false, nil
		}
		ok, err := matchesString(specifier.StringMatch, value)
		return ok != h.InvertMatch, err
	}
	return false, fmt.Errorf("header matcher that is not modelled: %T", h.HeaderMatchSpecifier)
}

func matchesQuery(q *routev3.QueryParameterMatcher, query url.Values) (bool, error) {
	values, present := query[q.Name]
	switch specifier := q.QueryParameterMatchSpecifier.(type) {
	case *routev3.QueryParameterMatcher_PresentMatch:
		return present == specifier.PresentMatch, nil
	case *routev3.QueryParameterMatcher_StringMatch:
		if !present {
			return false, nil
		}
		return matchesString(specifier.StringMatch, values[0])
	}
	return false, fmt.Errorf("query matcher that is not modelled: %T", q.QueryParameterMatchSpecifier)
}

func matchesString(m *matcherv3.StringMatcher, text string) (bool, error) {
	fold := func(s string) string { return s }
	if m.IgnoreCase {
		fold = strings.ToLower
	}
	switch pattern := m.MatchPattern.(type) {
	case *matcherv3.StringMatcher_Exact:
		return fold(text) == fold(pattern.Exact), nil
	case *matcherv3.StringMatcher_Prefix:
		return strings.HasPrefix(fold(text), fold(pattern.Prefix)), nil
	case *matcherv3.StringMatcher_Suffix:
		return strings.HasSuffix(fold(text), fold(pattern.Suffix)), nil
	case *matcherv3.StringMatcher_Contains:
		return strings.Contains(fold(text), fold(pattern.Contains)), nil
	case *matcherv3.StringMatcher_SafeRegex:
		return matchesWhole(pattern.SafeRegex.Regex, text)
	}
	return false, fmt.Errorf("string matcher that is not modelled: %T", m.MatchPattern)
}

// lookUp follows a path into the payload of a token.
func lookUp(claims map[string]any, path []*matcherv3.MetadataMatcher_PathSegment) any {
	var value any
	if claims != nil {
		value = map[string]any{"payload": claims}
	}
	for _, segment := range path {
		fields, ok := value.(map[string]any)
		if !ok {
			return nil
		}
		value = fields[segment.GetKey()]
	}
	return value
}

func matchesValue(m *matcherv3.ValueMatcher, value any) (bool, error) {
	switch pattern := m.MatchPattern.(type) {
	case *matcherv3.ValueMatcher_StringMatch:
		text, ok := value.(string)
		if !ok {
			return false, nil
		}
		return matchesString(pattern.StringMatch, text)
	case *matcherv3.ValueMatcher_ListMatch:
		items, _ := value.([]any)
		for _, item := range items {
			if ok, err := matchesValue(pattern.ListMatch.GetOneOf(), item); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	case *matcherv3.ValueMatcher_OrMatch:
		for _, each := range pattern.OrMatch.ValueMatchers {
			if ok, err := matchesValue(each, value); ok || err != nil {
				return ok, err
			}
		}
		return false, nil
	case *matcherv3.ValueMatcher_PresentMatch:
		return (value != nil) == pattern.PresentMatch, nil
	}
	return false, fmt.Errorf("value matcher that is not modelled: %T", m.MatchPattern)
}
