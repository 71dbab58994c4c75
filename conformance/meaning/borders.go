package meaning

import (
	"maps"
	"regexp"
	"slices"
	"strings"
)

// borders are the values at which some rule of either side begins or ends to hold.
type borders struct {
	paths   set
	methods set
	headers map[string]set
	queries map[string]set
}

type set map[string]bool

func (s set) add(values ...string) {
	for _, value := range values {
		s[value] = true
	}
}

func (s set) sorted() []string { return slices.Sorted(maps.Keys(s)) }

func newBorders() *borders {
	b := &borders{paths: set{}, methods: set{}, headers: map[string]set{}, queries: map[string]set{}}
	b.paths.add("/", "/other")
	b.methods.add("GET", "POST")
	return b
}

func (b *borders) header(name string, values ...string) {
	addTo(b.headers, strings.ToLower(name), values)
}
func (b *borders) query(name string, values ...string) { addTo(b.queries, name, values) }

func addTo(all map[string]set, name string, values []string) {
	if all[name] == nil {
		all[name] = set{"other": true}
	}
	all[name].add(values...)
}

func (b *borders) exactPath(path string) { b.paths.add(path, path+"x", path+"/", path+"/x") }

func (b *borders) prefixPath(prefix string) {
	bare := strings.TrimSuffix(prefix, "/")
	b.paths.add(bare+"/", bare+"/x")
	if bare != "" {
		b.paths.add(bare, bare+"x", bare+"x/y")
	}
}

// policyPath is a path of an AuthorizationPolicy: exact, with * at one end, or a template.
func (b *borders) policyPath(pattern string) {
	switch {
	case strings.Contains(pattern, "{"):
		for _, fill := range []string{"x", "x/y"} {
			b.exactPath(strings.NewReplacer("{**}", fill, "{*}", fill).Replace(pattern))
		}
	case strings.HasPrefix(pattern, "*"):
		b.paths.add("/x"+strings.TrimPrefix(pattern, "*"), "/"+strings.TrimLeft(pattern, "*/"))
	case strings.HasSuffix(pattern, "*"):
		b.prefixPath(strings.TrimRight(pattern, "*"))
	default:
		b.exactPath(pattern)
	}
}

// policyValue is a value of a condition: exact, or with * at one end.
func policyValue(pattern string) []string {
	if !strings.Contains(pattern, "*") {
		return []string{pattern}
	}
	return []string{strings.Replace(pattern, "*", "some", 1)}
}

var classes = regexp.MustCompile(`\[[^\]]*\]|\\[dws]|\.`)

// sample is a text that a simple expression matches: repetitions are left out, alternatives give their first.
func sample(expression string) string {
	text := strings.NewReplacer("(?i)", "", "^", "", "$", "", ".*", "", ".+", "x", "[^/]+", "x", `\.`, "\x00").Replace(expression)
	text = regexp.MustCompile(`\|[^)]*`).ReplaceAllString(text, "")
	text = classes.ReplaceAllStringFunc(text, func(class string) string {
		if class == "[.]" {
			return "\x00"
		}
		return "1"
	})
	return strings.NewReplacer("(?:", "", "(", "", ")", "", "+", "", "*", "", "?", "", "\x00", ".").Replace(text)
}

// headerSets gives no header, each value alone, and each two headers together.
func (b *borders) headerSets() []map[string]string {
	all := []map[string]string{nil}
	names := slices.Sorted(maps.Keys(b.headers))
	for i, name := range names {
		for _, value := range b.headers[name].sorted() {
			all = append(all, map[string]string{name: value})
			for _, second := range names[i+1:] {
				for _, other := range b.headers[second].sorted() {
					all = append(all, map[string]string{name: value, second: other})
				}
			}
		}
	}
	return all
}

// targets gives each path, with each query that somebody looks at.
func (b *borders) targets() []string {
	paths := b.paths.sorted()
	for _, name := range slices.Sorted(maps.Keys(b.queries)) {
		for _, value := range b.queries[name].sorted() {
			paths = append(paths, "/?"+name+"="+value)
		}
	}
	return paths
}

func (b *borders) join(o *borders) *borders {
	joined := newBorders()
	for _, each := range []*borders{b, o} {
		maps.Copy(joined.paths, each.paths)
		maps.Copy(joined.methods, each.methods)
		for name, values := range each.headers {
			joined.header(name, values.sorted()...)
		}
		for name, values := range each.queries {
			joined.query(name, values.sorted()...)
		}
	}
	return joined
}
