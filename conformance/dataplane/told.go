package dataplane

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"cdk8s-istio/conformance/dataplane/rig"
)

// told says in a few words what is sent.
func (r *Request) told() string {
	text := "`" + r.Request.Request + "`"
	if r.HTTP2 {
		text += " in HTTP/2"
	}
	if r.Host != "" {
		text += " for host " + r.Host
	}
	if r.SNI != "" {
		text += " for server name " + r.SNI
	}
	for _, name := range slices.Sorted(maps.Keys(r.Headers)) {
		text += fmt.Sprintf(" %s: %s", name, r.Headers[name])
	}
	if r.Token != nil {
		text += " with " + tokenTold(r.Token)
	}
	if r.Certificate != "" {
		text += " as " + strings.TrimPrefix(r.Certificate, "spiffe://cluster.local/")
	}
	if r.Untrusted {
		text += " of an unknown authority"
	}
	switch {
	case r.From != "":
		text += " from " + r.From
	case r.To != "":
		text += " straight to the pod"
	}
	for _, name := range slices.Sorted(maps.Keys(r.Servers)) {
		text += fmt.Sprintf(", %s %s", name, behaviourTold(r.Servers[name]))
	}
	if r.Arrive {
		text += ", once all pods are there"
	}
	if r.Times > 1 {
		text += fmt.Sprintf(", %d times", r.Times)
	}
	if r.Parallel > 1 {
		text += fmt.Sprintf(", %d at once", r.Parallel)
	}
	if r.Cookies {
		text += ", each keeping its cookies"
	}
	return text
}

func tokenTold(token *rig.Token) string {
	if token.Text != "" {
		return "the token " + token.Text
	}
	text := "a token of " + token.Issuer
	if token.Audience != "" {
		text += " for " + token.Audience
	}
	for _, name := range slices.Sorted(maps.Keys(token.Claims)) {
		value, _ := json.Marshal(token.Claims[name])
		text += fmt.Sprintf(", %s %s", name, value)
	}
	if token.SignedBy != "" {
		text += ", signed by " + token.SignedBy
	}
	if token.Expired {
		text += ", expired"
	}
	return text
}

func behaviourTold(b rig.Behaviour) string {
	var parts []string
	if b.Delay != 0 {
		parts = append(parts, "waits "+b.Delay.String())
	}
	if b.Status != 0 {
		parts = append(parts, fmt.Sprintf("answers %d", b.Status))
	}
	if b.Grpc != 0 {
		parts = append(parts, fmt.Sprintf("answers grpc-status %d", b.Grpc))
	}
	if b.Close {
		parts = append(parts, "closes the connection")
	}
	if b.Times != 0 {
		parts = append(parts, fmt.Sprintf("(%d times)", b.Times))
	}
	return strings.Join(parts, " ")
}

// told says in a few words what came of it.
func (e *Expectation) told(times int) string {
	var parts []string
	add := func(format string, args ...any) { parts = append(parts, fmt.Sprintf(format, args...)) }
	switch {
	case e.Status != 0:
		add("**%d**", e.Status)
	case e.Kind != "":
		add("**%s**", e.Kind)
	}
	if e.Grpc != nil {
		add("grpc-status **%d**", *e.Grpc)
	}
	if e.By != "" {
		add("by %s", e.By)
	}
	for _, key := range slices.Sorted(maps.Keys(e.Share)) {
		least, most := bounds(times, e.Share[key]/100)
		add("**%g %%** %s (%s of %d)", e.Share[key], key, Range{least, most}, times)
	}
	for _, key := range slices.Sorted(maps.Keys(e.Counts)) {
		add("%s: **%s**", key, e.Counts[key])
	}
	if e.Pods != nil {
		add("**%s** servers answer", *e.Pods)
	}
	if e.Took != nil {
		add("after %s", *e.Took)
	}
	if e.Body != "" {
		add("%q", e.Body)
	}
	if e.Certificate != "" {
		add("certificate of %s", e.Certificate)
	}
	parts = append(parts, headersTold(e.Headers)...)
	for _, key := range slices.Sorted(maps.Keys(e.Hits)) {
		add("%s", hitsTold(key, e.Hits[key]))
	}
	if e.Seen != nil {
		add("seen: %s", strings.Join(e.Seen.told(), ", "))
	}
	for _, log := range e.Log {
		add("%s", log.told())
	}
	for _, key := range slices.Sorted(maps.Keys(e.Threads)) {
		add("**%s** threads of %s take connections", e.Threads[key], key)
	}
	return strings.Join(parts, ", ")
}

func hitsTold(key string, hits Range) string {
	switch {
	case hits == Range{} && key == "":
		return "nothing arrives"
	case hits == Range{}:
		return "nothing arrives at " + key
	case key == "":
		return fmt.Sprintf("**%s** arrive", hits)
	}
	return fmt.Sprintf("**%s** arrive at %s", hits, key)
}

func (l *Log) told() string {
	text := fmt.Sprintf("**%s** lines in the log of %s", l.Lines, l.Of)
	if (l.Lines == Range{}) {
		text = "no line in the log of " + l.Of
	}
	for _, name := range slices.Sorted(maps.Keys(l.Fields)) {
		text += fmt.Sprintf(", %s %s", name, strings.TrimPrefix(l.Fields[name], "~"))
	}
	return text
}

func (a *Arrived) told() []string {
	var parts []string
	if a.At != "" {
		parts = append(parts, "at "+a.At)
	}
	for _, field := range [][2]string{
		{"method", a.Method}, {"path", a.Path}, {"host", a.Host}, {"server name", a.SNI}, {"client", a.Client}, {"", a.Proto}, {"body", a.Body},
	} {
		if field[1] != "" {
			parts = append(parts, strings.TrimSpace(field[0]+" "+field[1]))
		}
	}
	return append(parts, headersTold(a.Headers)...)
}

func headersTold(headers map[string]*string) []string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		switch value := headers[name]; {
		case value == nil:
			parts = append(parts, "no "+name)
		default:
			parts = append(parts, fmt.Sprintf("%s: %s", strings.ToLower(http.CanonicalHeaderKey(name)), strings.TrimPrefix(*value, "~")))
		}
	}
	return parts
}

// withoutTold names what the twin lacks: objects, or the places in them that change.
func withoutTold(changes map[string]json.RawMessage) []string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		parts = append(parts, name+changeTold(changes[name]))
	}
	return parts
}

func changeTold(change json.RawMessage) string {
	var places []string
	var operations []struct {
		Op, Path string
		Value    any
	}
	var merged map[string]any
	switch {
	case string(change) == "null":
		return ""
	case json.Unmarshal(change, &operations) == nil:
		for _, operation := range operations {
			path := strings.ReplaceAll(strings.TrimPrefix(operation.Path, "/"), "/", ".")
			if operation.Op == "remove" {
				places = append(places, "`"+path+"`")
			} else {
				places = append(places, placeTold(path, operation.Value))
			}
		}
	case json.Unmarshal(change, &merged) == nil:
		places = mergedTold("", merged)
	}
	return " " + strings.Join(places, " and ")
}

// mergedTold lists the ends of a merge patch.
func mergedTold(path string, value any) []string {
	branch, is := value.(map[string]any)
	if !is {
		return []string{placeTold(path, value)}
	}
	var places []string
	for _, key := range slices.Sorted(maps.Keys(branch)) {
		places = append(places, mergedTold(strings.TrimPrefix(path+"."+key, "."), branch[key])...)
	}
	return places
}

const longValue = 60

func placeTold(path string, value any) string {
	text, _ := json.Marshal(value) // it was JSON before
	switch {
	case value == nil:
		return "`" + path + "`"
	case len(text) > longValue:
		return "`" + path + "`, which is another"
	}
	return fmt.Sprintf("`%s`, which is `%s`", path, text)
}
