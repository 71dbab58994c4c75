package meaning

import (
	"cmp"
	"fmt"
	"slices"
)

// Difference is one aspect of the answers in which the sides differ, in the same way for several requests to one place.
type Difference struct {
	Place    string   `json:"place"`
	Aspect   string   `json:"aspect"`
	Original string   `json:"original"`
	Rebuilt  string   `json:"rebuilt"`
	Requests []string `json:"-"`
}

// nothing is what an aspect is said to be where a side says nothing of it.
const nothing = "-"

// Compare puts every request to both sides.
func Compare(original, rebuilt *World) (differences []Difference, asked int, err error) {
	type key struct{ place, aspect, original, rebuilt string }
	found := map[key]*Difference{}
	requests := Requests(original, rebuilt)
	for _, r := range requests {
		one, err := original.Ask(r)
		if err != nil {
			return nil, 0, fmt.Errorf("original: %s: %w", r, err)
		}
		other, err := rebuilt.Ask(r)
		if err != nil {
			return nil, 0, fmt.Errorf("rebuilt: %s: %w", r, err)
		}
		for aspect, texts := range differing(one, other) {
			k := key{r.place(), aspect, cmp.Or(texts[0], nothing), cmp.Or(texts[1], nothing)}
			if found[k] == nil {
				found[k] = &Difference{Place: k.place, Aspect: k.aspect, Original: k.original, Rebuilt: k.rebuilt}
			}
			found[k].Requests = append(found[k].Requests, r.String())
		}
	}
	for _, each := range found {
		differences = append(differences, *each)
	}
	slices.SortFunc(differences, func(a, b Difference) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(a.Aspect, b.Aspect), cmp.Compare(a.Original, b.Original), cmp.Compare(a.Rebuilt, b.Rebuilt))
	})
	return differences, len(requests), nil
}

// differing gives the aspects in which the answers differ, with both texts. Where a request ends early, or goes
// elsewhere, what follows from that is not told.
func differing(one, other Answer) map[string][2]string {
	found := map[string][2]string{}
	if one["outcome"] != other["outcome"] {
		found["outcome"] = [2]string{one.end(), other.end()}
		return found
	}
	same := one["destination"] == other["destination"] && one[then+"outcome"] == other[then+"outcome"]
	if !same {
		found["destination"] = [2]string{one.way(), other.way()}
	}
	for _, aspect := range append(one.aspects(), other.aspects()...) {
		if one[aspect] != other[aspect] && (same || ofRoutes[aspect]) {
			found[aspect] = [2]string{one[aspect], other[aspect]}
		}
	}
	return found
}

// ofRoutes are the aspects that do not depend on where a request goes.
var ofRoutes = map[string]bool{
	"certificate": true, "token": true, "timeout": true, "retries": true, "hash": true, "mirror": true,
	"path arriving": true, "host arriving": true, "fault": true, "cors": true, "headers": true,
}
