package dataplane

import (
	"encoding/json"
	"fmt"
	"math"
)

// A rate is right when what was counted lies where an ideal coin of that rate ends in all but 1 of 100,000 runs.
const (
	confidence     = "99.999 %"
	outsideOfBound = 1e-5
)

// bounds gives the least and the most that n tries of a rate may count.
func bounds(n int, rate float64) (least, most int) {
	tail, least := 0.0, 0
	for tail+binomial(n, least, rate) < outsideOfBound/2 {
		tail += binomial(n, least, rate)
		least++
	}
	tail, most = 0.0, n
	for tail+binomial(n, most, rate) < outsideOfBound/2 {
		tail += binomial(n, most, rate)
		most--
	}
	return least, most
}

// binomial is the probability of k of n.
func binomial(n, k int, rate float64) float64 {
	switch {
	case rate <= 0:
		return map[bool]float64{true: 1}[k == 0]
	case rate >= 1:
		return map[bool]float64{true: 1}[k == n]
	}
	logOf := func(i int) float64 { value, _ := math.Lgamma(float64(i + 1)); return value }
	return math.Exp(logOf(n) - logOf(k) - logOf(n-k) + float64(k)*math.Log(rate) + float64(n-k)*math.Log(1-rate))
}

// Range is a number of times: 4, or [1, 3].
type Range struct{ Least, Most int }

// UnmarshalJSON reads both forms.
func (r *Range) UnmarshalJSON(text []byte) error {
	if err := json.Unmarshal(text, &r.Least); err == nil {
		r.Most = r.Least
		return nil
	}
	var two []int
	if err := json.Unmarshal(text, &two); err != nil || len(two) != 2 || two[0] > two[1] {
		return fmt.Errorf("%s: write a number, or the least and the most as [1, 3]", text)
	}
	r.Least, r.Most = two[0], two[1]
	return nil
}

func (r Range) holds(n int) bool { return r.Least <= n && n <= r.Most }

func (r Range) String() string {
	if r.Least == r.Most {
		return fmt.Sprint(r.Least)
	}
	return fmt.Sprintf("%d to %d", r.Least, r.Most)
}

// Hits is how many requests arrived: a number for all servers together, or by server.
type Hits map[string]Range

// UnmarshalJSON reads both forms.
func (h *Hits) UnmarshalJSON(text []byte) error {
	if text[0] == '{' {
		return json.Unmarshal(text, (*map[string]Range)(h))
	}
	var all Range
	err := json.Unmarshal(text, &all)
	*h = Hits{"": all}
	return err
}
