package meaning

import (
	"maps"
	"slices"
	"strings"
)

// Answer is what becomes of a request, by aspect: destination, timeout, access and so on. An aspect that is not
// there is as Istio has it without configuration.
type Answer map[string]string

func (a Answer) set(aspect, text string) {
	if text != "" {
		a[aspect] = text
	}
}

// add is for aspects that are lists.
func (a Answer) add(aspect, text string) {
	if a[aspect] != "" {
		text = a[aspect] + ", " + text
	}
	a[aspect] = text
}

// way is where a request goes and how, gateways included.
func (a Answer) way() string { return a.wayFrom("") }

func (a Answer) wayFrom(prefix string) string {
	text := a[prefix+"destination"]
	if tls := a[prefix+"tls"]; tls != "" {
		text += " (" + tls + ")"
	}
	switch end := a[prefix+then+"outcome"]; {
	case end == "":
		return text
	case a[prefix+then+"destination"] == "":
		return text + ", there " + end
	}
	return text + ", from there " + a.wayFrom(prefix+then)
}

// end is how a request ends, and where.
func (a Answer) end() string {
	if a["destination"] == "" {
		return a["outcome"]
	}
	return a["outcome"] + ", goes to " + a.way()
}

// then begins the aspects of what happens at a gateway that a request is sent on to.
const then = "then "

// aspects gives the names, sorted.
func (a Answer) aspects() []string { return slices.Sorted(maps.Keys(a)) }

func (a Answer) String() string {
	var parts []string
	for _, aspect := range a.aspects() {
		parts = append(parts, aspect+": "+a[aspect])
	}
	return strings.Join(parts, "; ")
}
