import { broken } from './broken';

const RULE = 'envoy-filter/service-port';
const FILTER = 'filter: { name: envoy.filters.network.http_connection_manager }';
const WEB = 'selector: { app: web }';

function service(spec = `${WEB}, ports: [{ name: http, port: 80, targetPort: 8080 }]`, name = 'web'): string {
  return `kind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { ${spec} }`;
}

function deployment(ports = '{ containerPort: 8080 }', labels = 'app: web'): string {
  return `kind: Deployment\nmetadata: { name: web, namespace: shop }\nspec: { template: { metadata: { labels: { ${labels} } }, spec: { containers: [{ name: app, ports: [${ports}] }] } } }`;
}

function patch(applyTo: string, match: string, operation = 'MERGE'): string {
  return `{ applyTo: ${applyTo}, match: { context: SIDECAR_INBOUND, ${match} }, patch: { operation: ${operation}, value: { name: a } } }`;
}

function filter(patches: string, selector = 'workloadSelector: { labels: { app: web } }, ', namespace = 'shop'): string {
  return `kind: EnvoyFilter\nmetadata: { name: filter, namespace: ${namespace} }\nspec: { ${selector}configPatches: [${patches}] }`;
}

function found(...documents: string[]) {
  return broken(documents.join('\n---\n'), { only: RULE });
}

const CLUSTER = patch('CLUSTER', 'cluster: { portNumber: 80 }');

test('the port of a Service is told of, with that of the workload', () => {
  expect(found(filter(patch('HTTP_FILTER', `listener: { portNumber: 80, filterChain: { ${FILTER} } }`, 'INSERT_BEFORE')), service(), deployment())).toEqual([{
    rule: RULE,
    severity: 'warning',
    at: 'EnvoyFilter shop/filter, spec.configPatches[0].match.listener.portNumber',
    and: ['Service shop/web, spec.ports[0]'],
    problem: 'listener.portNumber is 80, which is port "http" of Service shop/web; the ports of Deployment shop/web are 8080, so the patch changes nothing',
    fix: 'use the port of the workload: 8080',
  }]);
});

test.each([
  ['FILTER_CHAIN', 'listener: { portNumber: 80 }', 'MERGE', 'listener.portNumber'],
  ['FILTER_CHAIN', 'listener: { portNumber: 80 }', 'REMOVE', 'listener.portNumber'],
  ['NETWORK_FILTER', 'listener: { portNumber: 80 }', 'INSERT_FIRST', 'listener.portNumber'],
  ['HTTP_FILTER', 'listener: { filterChain: { destinationPort: 80 } }', 'ADD', 'listener.filterChain.destinationPort'],
  ['ROUTE_CONFIGURATION', 'routeConfiguration: { portNumber: 80 }', 'MERGE', 'routeConfiguration.portNumber'],
  ['VIRTUAL_HOST', 'routeConfiguration: { portNumber: 80 }', 'ADD', 'routeConfiguration.portNumber'],
  ['HTTP_ROUTE', 'routeConfiguration: { portNumber: 80 }', 'INSERT_FIRST', 'routeConfiguration.portNumber'],
  ['CLUSTER', 'cluster: { portNumber: 80 }', 'REMOVE', 'cluster.portNumber'],
])('%s with %s and %s is for that port', (applyTo, match, operation, field) => {
  expect(found(filter(patch(applyTo, match, operation)), service()).map(({ at }) => at)).toEqual([`EnvoyFilter shop/filter, spec.configPatches[0].match.${field}`]);
});

test.each([
  ['a listener, which is one for all ports', patch('LISTENER', 'listener: { portNumber: 80 }')],
  ['a listener filter, which is for all ports', patch('LISTENER_FILTER', 'listener: { portNumber: 80 }', 'INSERT_FIRST')],
  ['a chain that is added', patch('FILTER_CHAIN', 'listener: { portNumber: 80 }', 'ADD')],
  ['a cluster that is added', patch('CLUSTER', 'cluster: { portNumber: 80 }', 'ADD')],
  ['a cluster that is added in another way', patch('CLUSTER', 'cluster: { portNumber: 80 }', 'INSERT_FIRST')],
  ['a cluster that is matched by its name', patch('CLUSTER', 'cluster: { name: "inbound|8080||", portNumber: 80 }')],
  ['the port of the workload', patch('CLUSTER', 'cluster: { portNumber: 8080 }')],
  ['a port that no Service has', patch('CLUSTER', 'cluster: { portNumber: 81 }')],
  ['no port', patch('CLUSTER', 'cluster: {}')],
  ['what is sent', CLUSTER.replace('SIDECAR_INBOUND', 'SIDECAR_OUTBOUND')],
  ['any context', CLUSTER.replace('SIDECAR_INBOUND', 'ANY')],
  ['no context', CLUSTER.replace('context: SIDECAR_INBOUND, ', '')],
  ['both ports', `${CLUSTER}, ${patch('CLUSTER', 'cluster: { portNumber: 8080 }')}`],
])('nothing is told of a patch for %s', (_, patches) => {
  expect(found(filter(patches), service(), deployment())).toEqual([]);
});

test('a patch of something else for the right port says nothing for this one', () => {
  expect(found(filter(`${CLUSTER}, ${patch('NETWORK_FILTER', 'listener: { portNumber: 8080 }')}`), service())).toHaveLength(1);
});

describe('nothing is told where', () => {
  const silent = (...documents: string[]) => expect(found(...documents)).toEqual([]);

  test('the workload listens on both ports', () => silent(filter(CLUSTER), service(), deployment('{ containerPort: 8080 }, { containerPort: 80 }')));

  test('another Service sends to this port', () => silent(filter(CLUSTER), service(), service(`${WEB}, ports: [{ name: http, port: 80 }]`, 'other'), deployment()));

  test('the Service sends to a name that nobody says', () => {
    silent(filter(CLUSTER), service(`${WEB}, ports: [{ name: http, port: 80, targetPort: web }]`), deployment());
    silent(filter(CLUSTER), service(`${WEB}, ports: [{ name: http, port: 80, targetPort: web }]`));
  });

  test('the selector is for others', () => silent(filter(CLUSTER, 'workloadSelector: { labels: { app: cart } }, '), service(), deployment()));

  test('a Sidecar says which ports there are', () => {
    const sidecar = (spec: string) => `kind: Sidecar\nmetadata: { namespace: shop }\nspec: { ${spec} }`;
    silent(filter(CLUSTER), service(), deployment(), sidecar('ingress: [{ port: { number: 80, protocol: HTTP, name: http }, defaultEndpoint: "127.0.0.1:8080" }]'));
    expect(found(filter(CLUSTER), service(), deployment(), sidecar('egress: [{ hosts: ["./*"] }]'))).toHaveLength(1);
  });

  test('the pods are those of a gateway', () => {
    const gateway = 'kind: Gateway\nmetadata: { name: edge, namespace: shop }\nspec: { selector: { app: web }, servers: [] }';
    silent(filter(CLUSTER), service(), deployment(), gateway);
  });

  test('the EnvoyFilter is for all namespaces', () => silent(filter(CLUSTER, undefined, 'istio-system'), service(), deployment()));

  test('the EnvoyFilter is for a whole namespace, of which not all is known', () => {
    silent(filter(CLUSTER, ''), service(), deployment());
    const namespace = 'kind: Namespace\nmetadata: { name: shop, labels: { istio-injection: enabled } }';
    expect(found(filter(CLUSTER, ''), service(), deployment(), namespace)).toHaveLength(1);
  });
});
