package rig

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// arrival is what an Envoy is told when pods come that were not there at first.
type arrival struct {
	envoy     *Pod
	cluster   string
	file      string
	endpoints []byte
	addresses []string // of those who come
}

// postpone has an Envoy read the endpoints of a cluster from a file, first without the pods that come later.
func (w *World) postpone(pod *Pod, cluster tree) error {
	assignment, _ := cluster["loadAssignment"].(tree)
	everybody := discovery(assignment)
	coming := w.takeLater(assignment)
	if coming == nil {
		return nil
	}
	name := cluster["name"].(string)
	file := filepath.Join(w.folder(pod), strings.NewReplacer("|", "_", "/", "_").Replace(name)+".json")
	delete(cluster, "loadAssignment")
	cluster["type"] = "EDS"
	cluster["edsClusterConfig"] = tree{
		"serviceName": assignment["clusterName"],
		"edsConfig":   tree{"resourceApiVersion": "V3", "pathConfigSource": tree{"path": file}},
	}
	w.arrivals = append(w.arrivals, arrival{pod, name, file, everybody, coming})
	return os.WriteFile(file, discovery(assignment), 0o644)
}

// discovery is the answer in which Envoy expects endpoints.
func discovery(assignment tree) []byte {
	resource := tree{"@type": "type.googleapis.com/envoy.config.endpoint.v3.ClusterLoadAssignment"}
	for key, value := range assignment {
		resource[key] = value
	}
	return must(json.Marshal(tree{"resources": []any{resource}}))
}

// takeLater takes the pods that come later out of an assignment, and gives their addresses.
func (w *World) takeLater(assignment tree) []string {
	var coming []string
	localities, _ := assignment["endpoints"].([]any)
	for _, locality := range localities {
		endpoints, _ := locality.(tree)["lbEndpoints"].([]any)
		locality.(tree)["lbEndpoints"] = slices.DeleteFunc(endpoints, func(endpoint any) bool {
			socket := branch(endpoint.(tree), "endpoint", "address", "socketAddress")
			later := slices.ContainsFunc(w.pods, func(p *Pod) bool { return p.later && p.IP() == socket["address"] })
			if later {
				coming = append(coming, net.JoinHostPort(fmt.Sprint(socket["address"]), fmt.Sprint(socket["portValue"])))
			}
			return later
		})
	}
	return coming
}

// arrive lets the pods come that come later, and returns when all Envoys know.
func (w *World) arrive() error {
	if !slices.ContainsFunc(w.pods, func(p *Pod) bool { return p.later }) {
		return errors.New(`arrive: no workload says how many of its pods come "later"`)
	}
	for _, arrival := range w.arrivals {
		written := arrival.file + ".new"
		if err := os.WriteFile(written, arrival.endpoints, 0o644); err != nil {
			return err
		}
		if err := os.Rename(written, arrival.file); err != nil { // which is what Envoy watches
			return err
		}
	}
	for _, arrival := range w.arrivals {
		if err := arrival.wait(); err != nil {
			return err
		}
	}
	w.arrivals = nil
	return nil
}

func (a *arrival) wait() error {
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		answer, err := http.Get("http://" + a.envoy.envoy.admin + "/clusters")
		if err != nil {
			return err
		}
		known, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(a.addresses, func(address string) bool { return !strings.Contains(string(known), a.cluster+"::"+address+"::") }) {
			return nil
		}
	}
	return fmt.Errorf("the Envoy of %s does not learn that %v came to %s", a.envoy.Key, a.addresses, a.cluster)
}
