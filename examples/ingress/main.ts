// One gateway with several hosts and certificates, teams with paths and hosts of their own on it, and a gateway that others own.
import { App, Chart, Duration } from 'cdk8s';
import {
  Caller, CorsPolicy, DelegatedRoutes, DirectResponse, GatewayPods, HeaderOperations, IngressGateway, IngressRoute, MeshNamespace, MeshPort, PathMatch,
  Redirect, RedirectCode, RequestMatch, Retries, Rewrite, Route, SecureNamespace, SecurityHeaders, ServerTls, StringMatch, TcpIngressRoute,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const shop = new SecureNamespace(chart, 'Namespace', { name: 'shop' });
const web = shop.addService('web', { ports: [MeshPort.http(80, { targetPort: 8080 })] });
const api = shop.addService('api', { ports: [MeshPort.http(8080)], versions: ['v1', 'v2'], defaultVersion: 'v1' });
const partners = shop.addService('partners', { ports: [MeshPort.http(8080)] });
const vault = shop.addService('vault', { ports: [MeshPort.https(8443)] });
const broker = shop.addService('broker', { ports: [MeshPort.tcp(5672)] });

const pods = GatewayPods.helm('istio-ingress', MeshNamespace.fromName('istio-ingress'));
const edge = new IngressGateway(chart, 'Edge', { pods, name: 'public' });
// The address of a client is what the gateway takes for it: behind proxies, tell the mesh how many of them to trust.
edge.denyFrom(Caller.clientIps('198.51.100.0/24'));

// The team of the help pages, in a namespace and a chart of its own, decides what happens under /help.
const helpChart = new Chart(app, 'help', { namespace: 'help' });
const help = new SecureNamespace(helpChart, 'Namespace', { name: 'help' });
const pages = help.addService('pages', { ports: [MeshPort.http(8080)] });
const search = help.addService('search', { ports: [MeshPort.http(8080)] });
const helpRoutes = new DelegatedRoutes(helpChart, 'Routes', {
  routes: [Route.prefix('/help/search', search, { rewrite: Rewrite.stripPrefix() }), Route.all(pages)],
});

// Plain HTTP is sent to HTTPS unless said otherwise.
new IngressRoute(chart, 'Www', {
  gateway: edge,
  hosts: ['www.example.com'],
  tls: ServerTls.simple('www-cert'),
  responseHeaders: SecurityHeaders.strict({ includeSubdomains: false }).remove('x-powered-by'),
  // The order does not matter: the narrower match comes first.
  routes: [
    Route.all(web),
    Route.prefix('/help', helpRoutes),
    Route.prefix('/old', Redirect.replacePrefix('/archive', RedirectCode.PERMANENT)),
    Route.exact('/robots.txt', DirectResponse.text(200, 'User-agent: *\nDisallow: /archive\n')),
  ],
});

// cert-manager obtains the certificate; the Certificate is written beside the pods of the gateway.
new IngressRoute(chart, 'Api', {
  gateway: edge,
  hosts: ['api.example.com'],
  tls: ServerTls.certManager('letsencrypt-dns'),
  cors: CorsPolicy.originsWithCredentials([StringMatch.exact('https://www.example.com')], {
    methods: ['GET', 'POST'],
    headers: ['content-type'],
    maxAge: Duration.hours(1),
  }),
  routes: [
    // /catalog/items is /items for the service, /catalog is /.
    Route.prefix('/catalog', api, { rewrite: Rewrite.stripPrefix(), timeout: Duration.seconds(5), retries: Retries.onServerErrors(2) }),
    Route.when([RequestMatch.allOf(RequestMatch.path(PathMatch.prefix('/catalog')), RequestMatch.header('x-preview', StringMatch.exact('true')))],
      api.version('v2'), { rewrite: Rewrite.stripPrefix(), requestHeaders: HeaderOperations.none().remove('x-preview') }),
    Route.all(DirectResponse.json(404, '{"error":"no such resource"}')),
  ],
});

// Partners have to show a certificate with one of these names.
new IngressRoute(chart, 'Partners', {
  gateway: edge,
  hosts: ['partners.example.com'],
  tls: ServerTls.mutual('partners-cert', { subjectAltNames: ['acme.example.org', 'globex.example.org'] }),
  routes: [Route.all(partners)],
});

// The vault ends TLS itself; the gateway sees the server name only.
new IngressRoute(chart, 'Vault', {
  gateway: edge,
  hosts: ['vault.example.com'],
  tls: ServerTls.passthrough(),
  routes: [Route.all(vault)],
});

// The gateway ends TLS for the broker as well, and sends the bytes on.
new TcpIngressRoute(chart, 'Broker', {
  gateway: edge,
  port: 5671,
  hosts: ['broker.example.com'],
  tls: ServerTls.simple('broker-cert'),
  target: broker,
});

// The blog is another team's app. It knows the gateway by name; hosts and certificates of the gateway are the owner's.
const theirs = new Chart(app, 'blog', { namespace: 'blog' });
const blog = new SecureNamespace(theirs, 'Namespace', { name: 'blog' });
new IngressRoute(theirs, 'Front', {
  gateway: IngressGateway.fromName('istio-ingress/company', { pods }),
  hosts: ['blog.example.com'],
  routes: [Route.all(blog.addService('blog', { ports: [MeshPort.http(8080)] }))],
});

app.synth();
