package rig

import (
	"bytes"
	"encoding/json"
	"os"
	"time"
)

// Logged is a line in the access log of a proxy. Its fields are there where the mesh says accessLogEncoding JSON.
type Logged struct {
	By     string // workload
	Fields map[string]any
}

// logs gives what the proxies log from now on.
func (w *World) logs() func() []Logged {
	now := time.Now().Truncate(time.Millisecond) // as Envoy writes it
	before := map[*Pod]int64{}
	for _, pod := range w.pods {
		if pod.envoy != nil {
			if file, err := os.Stat(pod.envoy.logFile()); err == nil {
				before[pod] = file.Size()
			}
		}
	}
	return func() []Logged {
		var lines []Logged
		for _, pod := range w.pods {
			for _, text := range bytes.Split(pod.logText()[before[pod]:], []byte("\n")) {
				var fields map[string]any
				if json.Unmarshal(text, &fields) == nil && isSince(fields, now) {
					lines = append(lines, Logged{pod.Key, fields})
				}
			}
		}
		return lines
	}
}

// isSince leaves out lines of earlier requests, which Envoy writes a little later.
func isSince(fields map[string]any, start time.Time) bool {
	text, _ := fields["start_time"].(string)
	begun, err := time.Parse(time.RFC3339, text)
	return err == nil && !begun.Before(start)
}

func (p *Pod) logText() []byte {
	if p.envoy == nil {
		return nil
	}
	text, _ := os.ReadFile(p.envoy.logFile()) // Envoy itself has it open
	return text
}
