// Which requests a match is for, at its borders: the same conditions in the mesh and at a gateway.
import { App, Chart } from 'cdk8s';
import {
  DirectResponse, GatewayPods, HttpRoute, IngressGateway, IngressRoute, PathMatch, RequestMatch, Route, ServerTls, StringMatch, VirtualService,
} from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });

const { header, allOf } = RequestMatch;
const path = (exact: string) => RequestMatch.path(PathMatch.exact(exact));
const conditions: { [name: string]: RequestMatch[] } = {
  'exact-header': [allOf(path('/header/exact'), header('x-color', StringMatch.exact('red')))],
  'begin-of-header': [allOf(path('/header/begin'), header('x-color', StringMatch.startsWith('red')))],
  'end-of-header': [allOf(path('/header/end'), header('x-color', StringMatch.suffix('.red')))],
  'regex-header': [allOf(path('/header/regex'), header('x-color', StringMatch.regex('re+d')))],
  'present-header': [allOf(path('/header/present'), RequestMatch.headerPresent('x-color'))],
  'absent-header': [allOf(path('/header/absent'), RequestMatch.headerAbsent('x-color'))],
  'without-header': [allOf(path('/header/without'), RequestMatch.withoutHeader('x-color', StringMatch.exact('red')))],
  'exact-path': [RequestMatch.path(PathMatch.exact('/exact'))],
  'prefix-path': [RequestMatch.path(PathMatch.prefix('/prefix'))],
  'text-path': [RequestMatch.path(PathMatch.startsWith('/text'))],
  'regex-path': [RequestMatch.path(PathMatch.regex('/regex/[0-9]+'))],
  'method': [allOf(path('/method'), RequestMatch.method('GET', 'PUT'))],
  'query': [allOf(path('/query'), RequestMatch.query('page', StringMatch.exact('1')))],
  'query-present': [allOf(path('/query/present'), RequestMatch.queryPresent('page'))],
  'authority': [allOf(path('/authority'), RequestMatch.authority('rules.example.com'))],
  'and': [allOf(path('/and'), RequestMatch.method('GET'), header('x-color', StringMatch.exact('red')), RequestMatch.queryPresent('page'))],
  'or': [allOf(path('/or'), header('x-color', StringMatch.exact('red'))), allOf(path('/or'), RequestMatch.query('color', StringMatch.exact('red')))],
};
const answer = (name: string) => DirectResponse.text(200, `<${name}>`);

new VirtualService(chart, 'Mesh', {
  hosts: ['rules.example.com'],
  http: [
    ...Object.entries(conditions).map(([name, matches]) => HttpRoute.respond(answer(name), { matches })),
    HttpRoute.respond(answer('none')),
  ],
});
new IngressRoute(chart, 'Front', {
  gateway: new IngressGateway(chart, 'Edge', { pods: GatewayPods.istioctl() }),
  hosts: ['rules.example.com', '*.rules.example.com'],
  tls: ServerTls.simple('rules-cert'),
  routes: [...Object.entries(conditions).map(([name, matches]) => Route.when(matches, answer(name))), Route.all(answer('none'))],
});

app.synth();
