package dataplane

import (
	"fmt"
	"os"
	"regexp"
)

var required = regexp.MustCompile(`(?m)^\s*(istio\.io/(?:istio|api)) (\S+)`)

// istioVersion reads what a go.mod requires of Istio.
func istioVersion(file string) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	said := ""
	for _, found := range required.FindAllStringSubmatch(string(text), -1) {
		if said != "" {
			said += ", "
		}
		said += found[1] + " " + found[2]
	}
	if said == "" {
		return "", fmt.Errorf("%s does not require istio.io/istio", file)
	}
	return said, nil
}
