package rig

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"runtime"

	"istio.io/istio/pilot/pkg/model"
)

// settings are those of the pod's proxy, as pilot tells them to the injector when the pod is made.
func (w *World) settings(pod *Pod) *model.NodeMetaProxyConfig {
	return (*model.NodeMetaProxyConfig)(w.server.Env().GetProxyConfigOrDefault(pod.Namespace, pod.Labels, nil, w.mesh))
}

// threads is how many the pod's Envoy is started with. Where nobody says it, one is enough here.
func (w *World) threads(pod *Pod) string {
	switch said := w.settings(pod).Concurrency; {
	case said == nil:
		return "1"
	case said.Value == 0:
		return fmt.Sprint(runtime.NumCPU())
	default:
		return fmt.Sprint(said.Value)
	}
}

var usedThread = regexp.MustCompile(`(?m)^listener\..*\.(worker_\d+)\.downstream_cx_total: [1-9]`)

// UsedThreads counts the threads of a workload's Envoy that have taken connections.
func (w *World) UsedThreads(key string) (int, error) {
	pod := w.Pod(key)
	if pod == nil || pod.envoy == nil {
		return 0, fmt.Errorf("threads: %q has no proxy; there are %s", key, w.podKeys())
	}
	answer, err := http.Get("http://" + pod.envoy.admin + "/stats?filter=worker_.*downstream_cx_total")
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	used := map[string]bool{}
	for _, found := range usedThread.FindAllSubmatch(text, -1) {
		used[string(found[1])] = true
	}
	return len(used), err
}
