package meaning

import (
	"math"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// settingsOf gives how a cluster balances, ejects and limits; what does not differ from Istio's own defaults is left out.
func (p *proxy) settingsOf(cluster *clusterv3.Cluster) map[string]string {
	if settings, known := p.settings[cluster.Name]; known {
		return settings
	}
	settings := map[string]string{}
	p.settings[cluster.Name] = settings
	if cluster.LbPolicy != clusterv3.Cluster_LEAST_REQUEST {
		settings["load balancing"] = cluster.LbPolicy.String()
	}
	if policy := cluster.LoadBalancingPolicy; policy != nil {
		settings["load balancing"] = compact(policy)
	}
	for name, config := range lbConfigs(cluster) {
		settings[name] = compact(config)
	}
	if cluster.OutlierDetection != nil {
		settings["ejection"] = compact(cluster.OutlierDetection)
	}
	for _, limits := range cluster.GetCircuitBreakers().GetThresholds() {
		if text := compact(limited(limits)); text != "{}" {
			settings["limits"] = text
		}
	}
	if timeout := cluster.GetConnectTimeout().AsDuration().String(); timeout != defaultConnectTimeout {
		settings["connect timeout"] = timeout
	}
	if options := proto.CloneOf(p.world.upstreamOptions(cluster)); options != nil {
		options.UpstreamHttpProtocolOptions = nil // names in TLS: see transport
		if text := compact(options); text != "{}" {
			settings["protocol"] = text
		}
	}
	if options := cluster.UpstreamConnectionOptions; options != nil {
		settings["keep alive"] = compact(options)
	}
	return settings
}

const defaultConnectTimeout = "10s"

// limited leaves the limits out that Istio sets so high that they are none.
func limited(all *clusterv3.CircuitBreakers_Thresholds) *clusterv3.CircuitBreakers_Thresholds {
	some := proto.CloneOf(all)
	some.TrackRemaining = false
	for _, limit := range []**wrapperspb.UInt32Value{&some.MaxConnections, &some.MaxPendingRequests, &some.MaxRequests, &some.MaxRetries} {
		if (*limit).GetValue() == math.MaxUint32 {
			*limit = nil
		}
	}
	return some
}

func lbConfigs(cluster *clusterv3.Cluster) map[string]proto.Message {
	configs := map[string]proto.Message{}
	if config := cluster.GetRingHashLbConfig(); config != nil {
		configs["hash ring"] = config
	}
	if config := cluster.GetMaglevLbConfig(); config != nil {
		configs["hash table"] = config
	}
	if config := cluster.GetLeastRequestLbConfig(); config != nil {
		configs["least request"] = config
	}
	if config := cluster.GetRoundRobinLbConfig(); config != nil {
		configs["round robin"] = config
	}
	if config := cluster.CommonLbConfig; config != nil {
		if locality := config.GetLocalityWeightedLbConfig(); locality != nil {
			configs["locality"] = locality
		}
	}
	return configs
}
