package meaning

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	endpointv3 "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
)

// destination is a place that a share of the requests goes to.
type destination struct {
	weight   uint32
	where    string // workloads and addresses, not the names that configuration has for them
	tls      string
	settings map[string]string // how connections are made and balanced
	then     Answer            // at the gateway that the place is
}

type destinations []destination

// destinations finds where the clusters lead. A cluster without weight gets nothing.
func (p *proxy) destinations(clusters []weighted, m *message) (destinations, error) {
	var found destinations
	for _, each := range clusters {
		if each.weight == 0 {
			continue
		}
		one, err := p.destination(each.cluster, m)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", each.cluster, err)
		}
		one.weight = each.weight
		found = found.merge(one)
	}
	return found, nil
}

// merge adds up what goes to one place in one way.
func (all destinations) merge(one destination) destinations {
	for i, other := range all {
		if other.where == one.where && other.tls == one.tls && fmt.Sprint(other.settings) == fmt.Sprint(one.settings) {
			all[i].weight += one.weight
			return all
		}
	}
	return append(all, one)
}

func (all destinations) where() string {
	return all.each(func(d destination) string { return d.where })
}

// each says something of every destination with its share, or once where all are alike.
func (all destinations) each(say func(destination) string) string {
	var total uint32
	for _, d := range all {
		total += d.weight
	}
	shares := map[string]uint32{}
	var order []string
	for _, d := range all {
		text := say(d)
		if _, seen := shares[text]; !seen {
			order = append(order, text)
		}
		shares[text] += d.weight
	}
	if len(order) == 1 {
		return order[0]
	}
	slices.Sort(order)
	var parts []string
	for _, text := range order {
		parts = append(parts, fmt.Sprintf("%g%% %s", 100*float64(shares[text])/float64(total), text))
	}
	return strings.Join(parts, " + ")
}

func (all destinations) describe(answer Answer) {
	answer.set("destination", all.where())
	answer.set("tls", all.each(func(d destination) string { return d.tls }))
	names := map[string]bool{}
	for _, d := range all {
		for name := range d.settings {
			names[name] = true
		}
		for aspect, text := range d.then {
			answer.set(then+aspect, text)
		}
	}
	for name := range names {
		answer.set(name, all.each(func(d destination) string {
			return cmp.Or(d.settings[name], "default")
		}))
	}
}

func (p *proxy) destination(name string, m *message) (destination, error) {
	switch name {
	case "PassthroughCluster":
		return destination{where: "wherever the client meant (unknown to the mesh)"}, nil
	case "BlackHoleCluster":
		return destination{where: "nowhere: unknown to the mesh"}, nil
	}
	cluster, known := p.clusters[name]
	if !known {
		return destination{where: "nowhere: no cluster " + name}, nil
	}
	d := destination{settings: p.settingsOf(cluster)}
	if m.tcp {
		d.settings = maps.Clone(d.settings)
		delete(d.settings, "protocol") // how HTTP is spoken
	}
	if cluster.GetType() == clusterv3.Cluster_ORIGINAL_DST {
		d.where = "wherever the client meant"
		if port := cluster.GetOriginalDstLbConfig().GetUpstreamPortOverride(); port != nil {
			d.where += fmt.Sprintf(", but port %d", port.GetValue())
		}
		d.tls = p.transportTo(cluster, nil, m).String()
		return d, nil
	}
	return d, p.locate(&d, cluster, m)
}

func (p *proxy) locate(d *destination, cluster *clusterv3.Cluster, m *message) error {
	assignment := cluster.LoadAssignment
	if assignment == nil {
		assignment = p.endpoints[cluster.Name]
	}
	places, kinds := []string{}, []string{}
	for _, endpoint := range endpointsOf(assignment) {
		transport := p.transportTo(cluster, endpoint, m)
		address := endpoint.GetEndpoint().GetAddress().GetSocketAddress()
		place, gateway := p.world.placeOf(address.GetAddress())
		if !gateway {
			place = fmt.Sprintf("%s:%d", place, address.GetPortValue())
		}
		places, kinds = addNew(places, place), addNew(kinds, transport.String())
		if gateway {
			var err error
			if d.then, err = p.passOn(place, int(address.GetPortValue()), transport, m); err != nil {
				return err
			}
		}
	}
	if len(places) == 0 {
		places = []string{"nowhere: no endpoints"}
	}
	d.where, d.tls = strings.Join(places, " or "), strings.Join(kinds, " or ")
	return nil
}

func addNew(to []string, text string) []string {
	if !slices.Contains(to, text) {
		to = append(to, text)
		slices.Sort(to)
	}
	return to
}

func endpointsOf(assignment *endpointv3.ClusterLoadAssignment) []*endpointv3.LbEndpoint {
	var all []*endpointv3.LbEndpoint
	for _, locality := range assignment.GetEndpoints() {
		all = append(all, locality.LbEndpoints...)
	}
	return all
}

// placeOf gives the name of the workload at an address, and whether it is a gateway that passes requests on.
func (w *World) placeOf(address string) (place string, gateway bool) {
	for _, at := range w.workloads {
		if at.pod.Status.PodIP == address {
			return at.name, at.gateway
		}
	}
	return address, false
}
