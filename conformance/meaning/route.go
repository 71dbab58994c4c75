package meaning

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	routev3 "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

// follow says what the route that matches does with the message.
func (p *proxy) follow(to connection, m *message, answer Answer) error {
	route, err := firstMatch(to.virtualHost.GetRoutes(), m)
	if err != nil {
		return err
	}
	if route == nil {
		answer.add("outcome", "404 without a route")
		return nil
	}
	for name, config := range route.TypedPerFilterConfig {
		answer.set(name[strings.LastIndex(name, ".")+1:], compact(p.world.unpack(config)))
	}
	answer.set("headers", headerChanges(to.virtualHost, route))
	switch action := route.Action.(type) {
	case *routev3.Route_Redirect:
		answer.add("outcome", redirection(action.Redirect, m))
	case *routev3.Route_DirectResponse:
		answer.add("outcome", strings.TrimRight(fmt.Sprintf("%d %s", action.DirectResponse.Status, action.DirectResponse.GetBody().GetInlineString()), " "))
	case *routev3.Route_Route:
		return p.forward(action.Route, m, answer)
	default:
		return fmt.Errorf("action that is not modelled: %T", route.Action)
	}
	return nil
}

func (p *proxy) forward(action *routev3.RouteAction, m *message, answer Answer) error {
	rewrite(action, m, answer)
	if d := action.GetTimeout().AsDuration(); d != 0 {
		answer.set("timeout", d.String())
	}
	answer.set("retries", retries(action.RetryPolicy))
	for _, policy := range action.HashPolicy {
		answer.add("hash", compact(policy))
	}
	for _, mirror := range action.RequestMirrorPolicies {
		copies, err := p.destinations([]weighted{{mirror.Cluster, 100}}, m)
		if err != nil {
			return err
		}
		share := mirror.GetRuntimeFraction().GetDefaultValue()
		answer.add("mirror", fmt.Sprintf("%s of requests to %s", fraction(share.GetNumerator(), share.GetDenominator().String()), copies.where()))
	}
	clusters, err := clustersOf(action)
	if err != nil {
		return err
	}
	found, err := p.destinations(clusters, m)
	if err == nil {
		found.describe(answer)
	}
	return err
}

type weighted struct {
	cluster string
	weight  uint32
}

func clustersOf(action *routev3.RouteAction) ([]weighted, error) {
	switch specifier := action.ClusterSpecifier.(type) {
	case *routev3.RouteAction_Cluster:
		return []weighted{{specifier.Cluster, 100}}, nil
	case *routev3.RouteAction_WeightedClusters:
		var all []weighted
		for _, each := range specifier.WeightedClusters.Clusters {
			all = append(all, weighted{each.Name, each.Weight.GetValue()})
		}
		return all, nil
	}
	return nil, fmt.Errorf("cluster specifier that is not modelled: %T", action.ClusterSpecifier)
}

func fraction(numerator uint32, denominator string) string {
	per := map[string]float64{"HUNDRED": 1, "TEN_THOUSAND": 100, "MILLION": 10000}[denominator]
	return fmt.Sprintf("%g%%", float64(numerator)/per)
}

// rewrite says what arrives, where it is not what was sent.
func rewrite(action *routev3.RouteAction, m *message, answer Answer) {
	before := m.path()
	after := before
	if action.RegexRewrite != nil {
		substitution := regexp.MustCompile(`\\(\d)`).ReplaceAllString(action.RegexRewrite.Substitution, `$${$1}`)
		after = regexp.MustCompile(action.RegexRewrite.Pattern.Regex).ReplaceAllString(before, substitution)
	}
	if prefix := action.PrefixRewrite; prefix != "" {
		after = prefix + strings.TrimPrefix(before, m.matchedPrefix)
	}
	if after != before {
		answer.set("path arriving", after)
	}
	if host := action.GetHostRewriteLiteral(); host != "" && host != m.headers[":authority"] {
		m.headers[":authority"] = host
		answer.set("host arriving", host)
	}
}

func retries(policy *routev3.RetryPolicy) string {
	if policy == nil || policy.GetNumRetries().GetValue() == 0 {
		return "none"
	}
	text := fmt.Sprintf("%d on %s", policy.GetNumRetries().GetValue(), policy.RetryOn)
	if len(policy.RetriableStatusCodes) > 0 {
		text += fmt.Sprintf(" %v", policy.RetriableStatusCodes)
	}
	if d := policy.GetPerTryTimeout().AsDuration(); d != 0 {
		text += ", each " + d.String()
	}
	if back := policy.GetRetryBackOff(); back != nil {
		text += ", back off " + compact(back)
	}
	if len(policy.RetriableHeaders)+len(policy.RetriableRequestHeaders) > 0 {
		text += ", by header"
	}
	return text
}

func redirection(r *routev3.RedirectAction, m *message) string {
	scheme, host, path := m.headers[":scheme"], m.headers[":authority"], m.path()
	switch {
	case r.GetHttpsRedirect():
		scheme = "https"
	case r.GetSchemeRedirect() != "":
		scheme = r.GetSchemeRedirect()
	}
	if r.HostRedirect != "" {
		host = r.HostRedirect
	}
	if r.PortRedirect != 0 {
		host = fmt.Sprintf("%s:%d", host, r.PortRedirect)
	}
	switch {
	case r.GetPathRedirect() != "":
		path = r.GetPathRedirect()
	case r.GetPrefixRewrite() != "":
		path = r.GetPrefixRewrite() + strings.TrimPrefix(path, m.matchedPrefix)
	}
	return fmt.Sprintf("%s to %s://%s%s", strings.ToLower(r.ResponseCode.String()), scheme, host, path)
}

func headerChanges(host *routev3.VirtualHost, route *routev3.Route) string {
	var changes []string
	add := func(side string, options []*corev3.HeaderValueOption, removed []string) {
		for _, option := range options {
			changes = append(changes, fmt.Sprintf("%s %s %s=%s", side, strings.ToLower(option.AppendAction.String()), option.Header.Key, option.Header.Value))
		}
		for _, name := range removed {
			changes = append(changes, side+" remove "+name)
		}
	}
	add("request", host.RequestHeadersToAdd, host.RequestHeadersToRemove)
	add("response", host.ResponseHeadersToAdd, host.ResponseHeadersToRemove)
	add("request", route.RequestHeadersToAdd, route.RequestHeadersToRemove)
	add("response", route.ResponseHeadersToAdd, route.ResponseHeadersToRemove)
	for _, each := range route.GetRoute().GetWeightedClusters().GetClusters() {
		side := fmt.Sprintf("at weight %d: ", each.Weight.GetValue())
		add(side+"request", each.RequestHeadersToAdd, each.RequestHeadersToRemove)
		add(side+"response", each.ResponseHeadersToAdd, each.ResponseHeadersToRemove)
	}
	slices.Sort(changes)
	return strings.Join(changes, ", ")
}

// compact is a message as JSON with a stable layout.
func compact(m proto.Message) string {
	text, err := protojson.Marshal(m)
	if err != nil {
		return err.Error()
	}
	var value any
	if err := json.Unmarshal(text, &value); err != nil {
		return err.Error()
	}
	text, _ = json.Marshal(value)
	return string(text)
}
