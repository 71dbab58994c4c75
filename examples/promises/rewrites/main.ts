// What becomes of paths and hosts on the way: prefixes that are stripped or replaced, redirects, answers of the gateway itself.
import { App, Chart } from 'cdk8s';
import {
  DirectResponse, GatewayPods, HttpRoute, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, PathMatch, Redirect, RedirectCode, RedirectScheme,
  RequestMatch, Rewrite, Route, ServerTls, VirtualService,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const web = new MeshService(chart, 'Web', { name: 'web', namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(80, { targetPort: 8080 })] });
new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['shop.example.com'],
  tls: ServerTls.simple('shop-cert'),
  routes: [
    Route.all(web),
    Route.prefix('/api', web, { rewrite: Rewrite.stripPrefix() }),
    Route.prefix('/v1', web, { rewrite: Rewrite.prefix('/v2') }),
    Route.exact('/start', web, { rewrite: Rewrite.path('/index.html') }),
    Route.prefix('/items', web, { rewrite: Rewrite.regex('^/items/([0-9]+)$', '/item/\\1') }),
    Route.prefix('/inner', web, { rewrite: Rewrite.authority('inner.shop.internal') }),
    Route.prefix('/tenant', web, { rewrite: Rewrite.stripPrefix().withAuthority('tenant.shop.internal') }),
    Route.prefix('/old', Redirect.replacePrefix('/new')),
    Route.exact('/help', Redirect.toPath('/support', RedirectCode.FOUND)),
    Route.prefix('/blog', Redirect.toHost('blog.example.com', RedirectCode.PERMANENT)),
    Route.exact('/plain', Redirect.to({ scheme: RedirectScheme.HTTP, host: 'plain.example.com' })),
    Route.exact('/robots.txt', DirectResponse.text(200, 'User-agent: *')),
    Route.exact('/status', DirectResponse.json(503, '{"up":false}')),
  ],
});

// The same is possible for callers in the mesh.
new VirtualService(chart, 'Legacy', {
  hosts: ['legacy.shop.svc.cluster.local'],
  http: [
    HttpRoute.to([{ target: web }], { matches: [RequestMatch.path(PathMatch.prefix('/api'))], rewrite: Rewrite.stripPrefix() }),
    HttpRoute.redirect(Redirect.toHost('web.shop.svc.cluster.local')),
  ],
});

app.synth();
