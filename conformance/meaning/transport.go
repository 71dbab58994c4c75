package meaning

import (
	"cmp"
	"strings"

	clusterv3 "github.com/envoyproxy/go-control-plane/envoy/config/cluster/v3"
	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	endpointv3 "github.com/envoyproxy/go-control-plane/envoy/config/endpoint/v3"
	tlsv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	httpv3 "github.com/envoyproxy/go-control-plane/envoy/extensions/upstreams/http/v3"
	"google.golang.org/protobuf/types/known/structpb"
)

// transport is how a proxy secures its connections to an endpoint.
type transport struct {
	secured  bool
	asSent   bool // the client may have encrypted it by itself
	mesh     bool // with the certificate that names the workload
	sni      string
	verifies string
	shows    string // a client certificate from elsewhere
}

func (t transport) String() string {
	switch {
	case !t.secured && t.asSent:
		return "as sent"
	case !t.secured:
		return "plaintext"
	case t.mesh:
		return "mutual TLS of the mesh"
	}
	text := "TLS to " + cmp.Or(t.sni, "no name") + ", " + cmp.Or(t.verifies, "not verified")
	if t.shows != "" {
		text += ", with client certificate " + t.shows
	}
	return text
}

// transportTo chooses as Envoy does: by the metadata of the endpoint, where the cluster says so.
func (p *proxy) transportTo(cluster *clusterv3.Cluster, endpoint *endpointv3.LbEndpoint, m *message) transport {
	socket := cluster.TransportSocket
	for _, match := range cluster.TransportSocketMatches {
		if fits(match.GetMatch(), endpoint) {
			socket = match.TransportSocket
			break
		}
	}
	context, secured := p.world.unpack(socket.GetTypedConfig()).(*tlsv3.UpstreamTlsContext)
	if !secured {
		return transport{asSent: m.tcp}
	}
	return p.describeTLS(context, cluster, m)
}

func fits(match *structpb.Struct, endpoint *endpointv3.LbEndpoint) bool {
	metadata := endpoint.GetMetadata().GetFilterMetadata()["envoy.transport_socket_match"].GetFields()
	for name, value := range match.GetFields() {
		if metadata[name].GetStringValue() != value.GetStringValue() {
			return false
		}
	}
	return true
}

func (p *proxy) describeTLS(context *tlsv3.UpstreamTlsContext, cluster *clusterv3.Cluster, m *message) transport {
	common := context.GetCommonTlsContext()
	t := transport{secured: true, sni: context.Sni}
	for _, secret := range common.GetTlsCertificateSdsSecretConfigs() {
		t.mesh = secret.Name == "default"
		t.shows = secret.Name
	}
	if file := common.GetTlsCertificates(); len(file) > 0 {
		t.shows = file[0].GetCertificateChain().GetFilename()
	}
	options := p.world.upstreamOptions(cluster)
	if options.GetUpstreamHttpProtocolOptions().GetAutoSni() && t.sni == "" {
		t.sni = m.headers[":authority"]
	}
	t.verifies = verification(common, options, m)
	return t
}

func (w *World) upstreamOptions(cluster *clusterv3.Cluster) *httpv3.HttpProtocolOptions {
	packed := cluster.TypedExtensionProtocolOptions["envoy.extensions.upstreams.http.v3.HttpProtocolOptions"]
	options, _ := w.unpack(packed).(*httpv3.HttpProtocolOptions)
	return options
}

// verification says whose certificate is accepted, and what signs it.
func verification(common *tlsv3.CommonTlsContext, options *httpv3.HttpProtocolOptions, m *message) string {
	combined := common.GetCombinedValidationContext()
	context := combined.GetDefaultValidationContext()
	if combined == nil {
		context = common.GetValidationContext()
	}
	var names []string
	for _, san := range context.GetMatchTypedSubjectAltNames() {
		names = addNew(names, san.GetMatcher().GetExact())
	}
	if options.GetUpstreamHttpProtocolOptions().GetAutoSanValidation() && len(names) == 0 {
		names = []string{m.headers[":authority"]}
	}
	signer := cmp.Or(combined.GetValidationContextSdsSecretConfig().GetName(), common.GetValidationContextSdsSecretConfig().GetName())
	if name := fileName(context.GetTrustedCa()); name != "" {
		signer = name
	}
	if signer == "" {
		return ""
	}
	return "verified as " + cmp.Or(strings.Join(names, " or "), "anybody") + " by " + signer
}

func fileName(source *corev3.DataSource) string { return source.GetFilename() }
