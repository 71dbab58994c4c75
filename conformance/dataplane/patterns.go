package dataplane

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

var (
	exportedFile   = regexp.MustCompile(`'\./(patterns/[a-z-]+)'`)
	exportedObject = regexp.MustCompile(`(?m)^export class (\w+) extends `)
)

// patternsOf gives the constructs that users get from the patterns of a source folder.
func patternsOf(src string) ([]string, error) {
	index, err := os.ReadFile(filepath.Join(src, "index.ts"))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, file := range exportedFile.FindAllSubmatch(index, -1) {
		text, err := os.ReadFile(filepath.Join(src, string(file[1])+".ts"))
		if err != nil {
			return nil, err
		}
		for _, class := range exportedObject.FindAllSubmatch(text, -1) {
			names = append(names, string(class[1]))
		}
	}
	return names, nil
}

// gaps gives what is wrong with the account that cases and unshown.json give of the patterns: each has cases, or a reason
// why it has none. others are what else may promise.
func gaps(patterns, others []string, files []*File, unshown map[string]string) []string {
	var wrong []string
	known := slices.Concat(patterns, others)
	shown := map[string]bool{}
	for _, file := range files {
		for _, promise := range file.Promises {
			shown[promise.Pattern] = true
			if !slices.Contains(known, promise.Pattern) {
				wrong = append(wrong, fmt.Sprintf("%s: %q promises %q, and is no pattern", file.name, promise.Pattern, promise.Promise))
			}
		}
	}
	for _, pattern := range known {
		if !shown[pattern] && strings.TrimSpace(unshown[pattern]) == "" {
			wrong = append(wrong, pattern+" has no case; add one (README.md), or say in unshown.json why this rig cannot show it")
		}
	}
	for _, pattern := range slices.Sorted(maps.Keys(unshown)) {
		switch {
		case !slices.Contains(known, pattern):
			wrong = append(wrong, fmt.Sprintf("unshown.json: %s is no pattern", pattern))
		case shown[pattern]:
			wrong = append(wrong, fmt.Sprintf("unshown.json: %s has cases; take the line away", pattern))
		}
	}
	return wrong
}
