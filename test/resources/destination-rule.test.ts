import { Chart, Duration, Testing } from 'cdk8s';
import { DataPlane } from '../../src/core/data-plane';
import { ClientTls } from '../../src/resources/client-tls';
import { ConnectionLimitOptions, ConnectionLimits, H2UpgradePolicy } from '../../src/resources/connection-limits';
import { DestinationRule, DestinationRuleProps } from '../../src/resources/destination-rule';
import { Ejection, EjectionLimits } from '../../src/resources/ejection';
import { LoadBalancing } from '../../src/resources/load-balancing';
import { Locality } from '../../src/resources/locality';
import { Subset } from '../../src/resources/subset';
import { ProxyProtocol, TrafficPolicy } from '../../src/resources/traffic-policy';
import { RetryBudget } from '../../src/resources/traffic-policy-retry-budget';
import { Tunnel } from '../../src/resources/tunnel';
import { Visibility } from '../../src/resources/visibility';
import { manifest } from '../manifest';

function shop(): Chart {
  return new Chart(Testing.app(), 'shop', { namespace: 'shop' });
}

function rule(props: Partial<DestinationRuleProps> = {}, chart = shop()): DestinationRule {
  return new DestinationRule(chart, 'Reviews', { host: 'reviews.shop.svc.cluster.local', ...props });
}

function specOf(props: Partial<DestinationRuleProps>): any {
  const chart = shop();
  rule(props, chart);
  return Testing.synth(chart)[0].spec;
}

function policyOf(trafficPolicy: TrafficPolicy): any {
  return specOf({ trafficPolicy }).trafficPolicy;
}

function namespace(name: string) {
  const nobody = () => {
    throw new Error('not asked in these tests');
  };
  return { namespaceName: name, dataPlane: DataPlane.sidecar(), callerConfig: nobody, policyTargetConfig: nobody };
}

const ejection = Ejection.afterServerErrors(3);

describe('whole manifests', () => {
  test('three subsets share a default load balancer and one overrides it', () => {
    const chart = shop();
    new DestinationRule(chart, 'Reviews', {
      host: 'reviews.shop.svc.cluster.local',
      trafficPolicy: { loadBalancing: LoadBalancing.random() },
      subsets: [
        Subset.of('v1', { version: 'v1' }),
        Subset.of('v2', { version: 'v2' }, { loadBalancing: LoadBalancing.roundRobin() }),
        Subset.of('v3', { version: 'v3' }),
      ],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-reviews
       namespace: shop
     spec:
       host: reviews.shop.svc.cluster.local
       subsets:
         - labels:
             version: v1
           name: v1
         - labels:
             version: v2
           name: v2
           trafficPolicy:
             loadBalancer:
               simple: ROUND_ROBIN
         - labels:
             version: v3
           name: v3
       trafficPolicy:
         loadBalancer:
           simple: RANDOM
     "
    `);
  });

  test('consistent hashing by cookie, header, query parameter and address', () => {
    const chart = shop();
    const sticky = (id: string, loadBalancing: LoadBalancing) =>
      new DestinationRule(chart, id, { host: id.toLowerCase(), trafficPolicy: { loadBalancing } });
    sticky(
      'Cart',
      LoadBalancing.stickyByCookie('cart', Duration.hours(1), { path: '/cart', attributes: { SameSite: 'Strict', Secure: '' }, minimumRingSize: 2048 }),
    );
    sticky('Session', LoadBalancing.stickyByApplicationCookie('JSESSIONID'));
    sticky('Users', LoadBalancing.stickyByHeader('x-user', { maglevTableSize: 65537 }));
    sticky('Search', LoadBalancing.stickyByQueryParameter('q'));
    sticky('Redis', LoadBalancing.stickyByPeerIp());
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-cart
       namespace: shop
     spec:
       host: cart.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           consistentHash:
             httpCookie:
               attributes:
                 - name: SameSite
                   value: Strict
                 - name: Secure
               name: cart
               path: /cart
               ttl: 1h
             ringHash:
               minimumRingSize: 2048
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-session
       namespace: shop
     spec:
       host: session.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           consistentHash:
             httpCookie:
               name: JSESSIONID
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-users
       namespace: shop
     spec:
       host: users.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           consistentHash:
             httpHeaderName: x-user
             maglev:
               tableSize: 65537
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-search
       namespace: shop
     spec:
       host: search.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           consistentHash:
             httpQueryParameterName: q
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-redis
       namespace: shop
     spec:
       host: redis.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           consistentHash:
             useSourceIp: true
     "
    `);
  });

  test('circuit breaking with outlier detection and connection pools', () => {
    const chart = shop();
    new DestinationRule(chart, 'Reviews', {
      host: 'reviews',
      trafficPolicy: {
        limits: ConnectionLimits.of({
          maxConnections: 100,
          maxPendingRequests: 10,
          maxRequests: 200,
          maxRequestsPerConnection: 50,
          connectTimeout: Duration.seconds(2),
        }),
        ejection: Ejection.after({
          serverErrors: 7,
          gatewayErrors: 3,
          baseTime: Duration.minutes(1),
          interval: Duration.millis(500),
          minHealthPercent: 20,
        }),
        retryBudget: RetryBudget.percent(25, { minRetryConcurrency: 5, interval: Duration.seconds(10) }),
      },
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-reviews
       namespace: shop
     spec:
       host: reviews.shop.svc.cluster.local
       trafficPolicy:
         connectionPool:
           http:
             http1MaxPendingRequests: 10
             http2MaxRequests: 200
             maxRequestsPerConnection: 50
           tcp:
             connectTimeout: 2s
             maxConnections: 100
         outlierDetection:
           baseEjectionTime: 1m
           consecutive5xxErrors: 7
           consecutiveGatewayErrors: 3
           interval: 500ms
           maxEjectionPercent: 50
           minHealthPercent: 20
         retryBudget:
           budgetInterval: 10s
           minRetryConcurrency: 5
           percent: 25
     "
    `);
  });

  test('every mode of TLS towards a host', () => {
    const chart = shop();
    const tls = (id: string, host: string, how: ClientTls) => new DestinationRule(chart, id, { host, trafficPolicy: { tls: how } });
    tls('IstioMutual', 'reviews', ClientTls.istioMutual());
    tls('Disable', 'legacy', ClientTls.disable());
    tls('Simple', 'vault', ClientTls.simple());
    tls('SimpleSecret', 'registry', ClientTls.simple({ caSecret: 'registry-ca' }).forGateways());
    tls('SimpleConfigMap', 'search', ClientTls.simple({ caConfigMap: 'search-ca', sni: 'search.example.com', subjectAltNames: ['search.example.com'] }));
    tls('Mutual', 'bank', ClientTls.mutual('bank-client').forGateways());
    tls(
      'MutualFiles',
      'ledger',
      ClientTls.mutualFiles('/etc/certs/tls.crt', '/etc/certs/tls.key', { caFile: '/etc/certs/ca.crt', crlFile: '/etc/certs/ca.crl' }),
    );
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-istio-mutual
       namespace: shop
     spec:
       host: reviews.shop.svc.cluster.local
       trafficPolicy:
         tls:
           mode: ISTIO_MUTUAL
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-disable
       namespace: shop
     spec:
       host: legacy.shop.svc.cluster.local
       trafficPolicy:
         tls:
           mode: DISABLE
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-simple
       namespace: shop
     spec:
       host: vault.shop.svc.cluster.local
       trafficPolicy:
         tls:
           mode: SIMPLE
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-simple-secret
       namespace: shop
     spec:
       host: registry.shop.svc.cluster.local
       trafficPolicy:
         tls:
           credentialName: registry-ca
           mode: SIMPLE
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-simple-config-map
       namespace: shop
     spec:
       host: search.shop.svc.cluster.local
       trafficPolicy:
         tls:
           credentialName: configmap://shop/search-ca
           mode: SIMPLE
           sni: search.example.com
           subjectAltNames:
             - search.example.com
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-mutual
       namespace: shop
     spec:
       host: bank.shop.svc.cluster.local
       trafficPolicy:
         tls:
           credentialName: bank-client
           mode: MUTUAL
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-mutual-files
       namespace: shop
     spec:
       host: ledger.shop.svc.cluster.local
       trafficPolicy:
         tls:
           caCertificates: /etc/certs/ca.crt
           caCrl: /etc/certs/ca.crl
           clientCertificate: /etc/certs/tls.crt
           mode: MUTUAL
           privateKey: /etc/certs/tls.key
     "
    `);
  });

  test('settings of a port repeat what the rule says, because Istio would forget it', () => {
    const chart = shop();
    new DestinationRule(chart, 'Ratings', {
      host: 'ratings',
      trafficPolicy: {
        locality: Locality.nearestFirst(ejection),
        limits: ConnectionLimits.of({ maxConnections: 10 }),
        ports: [
          { port: 443, tls: ClientTls.simple({ caFile: '/etc/certs/ca.crt' }) },
          { port: 80, loadBalancing: LoadBalancing.roundRobin({ warmup: Duration.seconds(30) }) },
        ],
      },
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-ratings
       namespace: shop
     spec:
       host: ratings.shop.svc.cluster.local
       trafficPolicy:
         connectionPool:
           tcp:
             maxConnections: 10
         loadBalancer:
           localityLbSetting:
             enabled: true
         outlierDetection:
           consecutive5xxErrors: 3
           maxEjectionPercent: 50
         portLevelSettings:
           - connectionPool:
               tcp:
                 maxConnections: 10
             loadBalancer:
               localityLbSetting:
                 enabled: true
             outlierDetection:
               consecutive5xxErrors: 3
               maxEjectionPercent: 50
             port:
               number: 443
             tls:
               caCertificates: /etc/certs/ca.crt
               mode: SIMPLE
           - connectionPool:
               tcp:
                 maxConnections: 10
             loadBalancer:
               localityLbSetting:
                 enabled: true
               simple: ROUND_ROBIN
               warmup:
                 duration: 30s
             outlierDetection:
               consecutive5xxErrors: 3
               maxEjectionPercent: 50
             port:
               number: 80
     "
    `);
  });

  test('failover, shares and labels of localities', () => {
    const chart = shop();
    const near = (id: string, locality: Locality) => new DestinationRule(chart, id, { host: id.toLowerCase(), trafficPolicy: { locality } });
    near('Failover', Locality.failover({ 'us-east': 'us-west' }, ejection));
    near(
      'Shares',
      Locality.distribute({ from: 'us-east/a/*', toPercent: { 'us-east/a/*': 80, 'us-east/b/*': 20 } }, { from: '*', toPercent: { 'us-west': 100 } }),
    );
    near('Labels', Locality.failoverByLabels(['topology.istio.io/network', 'version=v1'], ejection, { 'us-east': 'us-west' }));
    near('Zones', Locality.zoneAware({ ejection, regions: { 'us-east': 'us-west' }, labels: ['version'], minClusterSize: 3 }));
    near('Nowhere', Locality.ignore());
    near('NoZones', Locality.notZoneAware());
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-failover
       namespace: shop
     spec:
       host: failover.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           localityLbSetting:
             enabled: true
             failover:
               - from: us-east
                 to: us-west
         outlierDetection:
           consecutive5xxErrors: 3
           maxEjectionPercent: 50
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-shares
       namespace: shop
     spec:
       host: shares.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           localityLbSetting:
             distribute:
               - from: us-east/a/*
                 to:
                   us-east/a/*: 80
                   us-east/b/*: 20
               - from: "*"
                 to:
                   us-west: 100
             enabled: true
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-labels
       namespace: shop
     spec:
       host: labels.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           localityLbSetting:
             enabled: true
             failover:
               - from: us-east
                 to: us-west
             failoverPriority:
               - topology.istio.io/network
               - version=v1
         outlierDetection:
           consecutive5xxErrors: 3
           maxEjectionPercent: 50
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-zones
       namespace: shop
     spec:
       host: zones.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           zoneAwareLbSetting:
             enabled: true
             failover:
               - from: us-east
                 to: us-west
             failoverPriority:
               - version
             minClusterSize: 3
         outlierDetection:
           consecutive5xxErrors: 3
           maxEjectionPercent: 50
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-nowhere
       namespace: shop
     spec:
       host: nowhere.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           localityLbSetting:
             enabled: false
     ---
     apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-no-zones
       namespace: shop
     spec:
       host: nozones.shop.svc.cluster.local
       trafficPolicy:
         loadBalancer:
           zoneAwareLbSetting:
             enabled: false
     "
    `);
  });

  test('TLS with a Secret for selected workloads of the own namespace', () => {
    const chart = shop();
    new DestinationRule(chart, 'Partner', {
      host: 'partner',
      workloadSelector: { app: 'orders' },
      exportTo: Visibility.ownNamespace(),
      trafficPolicy: { tls: ClientTls.mutual('partner-client') },
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-partner
       namespace: shop
     spec:
       exportTo:
         - "."
       host: partner.shop.svc.cluster.local
       trafficPolicy:
         tls:
           credentialName: partner-client
           mode: MUTUAL
       workloadSelector:
         matchLabels:
           app: orders
     "
    `);
  });

  test('a tunnel through an HTTP proxy for connections of one route', () => {
    const chart = shop();
    new DestinationRule(chart, 'Proxy', {
      host: 'proxy',
      subsets: [Subset.allEndpoints('bank', { tunnel: Tunnel.connect('bank.example.com', 443) })],
    });
    expect(manifest(chart)).toMatchInlineSnapshot(`
     "apiVersion: networking.istio.io/v1
     kind: DestinationRule
     metadata:
       name: shop-proxy
       namespace: shop
     spec:
       host: proxy.shop.svc.cluster.local
       subsets:
         - name: bank
           trafficPolicy:
             tunnel:
               protocol: CONNECT
               targetHost: bank.example.com
               targetPort: 443
     "
    `);
  });
});

describe('host', () => {
  test('a short name is a service of the own namespace', () => {
    expect(rule({ host: 'reviews' }).host).toBe('reviews.shop.svc.cluster.local');
    expect(rule({ host: 'reviews', namespace: namespace('books') }).host).toBe('reviews.books.svc.cluster.local');
  });

  test('a full name and a wildcard stay as they are', () => {
    expect(['api.example.com', '*.example.com', '*'].map(host => rule({ host }).host)).toEqual(['api.example.com', '*.example.com', '*']);
  });

  test('fails for what is not a host', () => {
    expect(() => rule({ host: 'https://api.example.com' })).toThrow(
      '[shop/Reviews] host is "https://api.example.com", not a host name\n    fix: use a DNS name',
    );
  });
});

describe('subsets', () => {
  test('the list is a copy, and grows', () => {
    const reviews = rule({ subsets: [Subset.of('v1', { version: 'v1' })] });
    reviews.subsets.pop();
    reviews.addSubset(Subset.of('v2', { version: 'v2' }));
    expect(reviews.subsets.map(subset => subset.name)).toEqual(['v1', 'v2']);
  });

  test('a subset is a destination of routes', () => {
    const reviews = rule({ host: 'reviews', subsets: [Subset.of('v2', { version: 'v2' })] });
    expect(reviews.subset('v2').targetConfig()).toEqual({ host: 'reviews.shop.svc.cluster.local', subset: 'v2', port: undefined });
    expect(reviews.subset('v2', 9080).describeAction()).toBe('reviews.shop.svc.cluster.local:9080, subset v2');
    expect(() => reviews.subset('v2', 0)).toThrow('[shop/Reviews] port is 0, not a port');
  });

  test('fails for an unknown subset, with the known ones', () => {
    const reviews = rule({ subsets: [Subset.of('stable', { version: 'v1' }), Subset.of('canary', { version: 'v2' })] });
    expect(() => reviews.subset('stabel')).toThrow(
      '[shop/Reviews] there is no subset "stabel"; known: stable, canary; did you mean "stable"?\n    fix: add the subset first',
    );
    expect(() => rule().subset('v1')).toThrow('there is no subset "v1"; known: none\n');
  });

  test('fails as a destination where the host is a wildcard', () => {
    const all = rule({ host: '*.example.com', subsets: [Subset.allEndpoints('a')] });
    expect(() => all.subset('a')).toThrow('[shop/Reviews] host is "*.example.com", and a route needs one host\n    fix: write a rule for the host itself');
  });

  test('fails for a second one of the same name', () => {
    const twice = [Subset.of('v1', { version: 'v1' }), Subset.of('v1', { version: 'v2' })];
    expect(() => rule({ subsets: twice })).toThrow('[shop/Reviews] subset "v1" is already defined\n    fix: give the second subset another name');
  });

  test('fails without labels, or with a name that is none', () => {
    expect(() => Subset.of('v1', {})).toThrow('[Subset.of] labels is empty, which would select every workload\n    fix: give the labels');
    expect(() => Subset.of('V1', { version: 'v1' })).toThrow('[Subset.of] name is "V1", not a DNS label');
    expect(() => Subset.allEndpoints('a.b')).toThrow('[Subset.allEndpoints] name is "a.b", not a DNS label');
  });

  test('labels are a copy', () => {
    const v1 = Subset.of('v1', { version: 'v1' });
    v1.labels.version = 'v2';
    expect(v1.labels).toEqual({ version: 'v1' });
  });

  test('a load balancer of its own keeps the locality of the rule, which Istio would forget', () => {
    const spec = specOf({
      trafficPolicy: { locality: Locality.failover({ a: 'b' }, ejection) },
      subsets: [Subset.of('v1', { version: 'v1' }, { loadBalancing: LoadBalancing.random() })],
    });
    expect(spec.subsets[0].trafficPolicy).toEqual({
      loadBalancer: { ...spec.trafficPolicy.loadBalancer, simple: 'RANDOM' },
      outlierDetection: spec.trafficPolicy.outlierDetection,
    });
  });

  test('what it does not say is left to the rule', () => {
    const spec = specOf({
      trafficPolicy: { locality: Locality.nearestFirst(ejection), tls: ClientTls.disable() },
      subsets: [Subset.of('v1', { version: 'v1' }, { limits: ConnectionLimits.of({ maxRetries: 1 }) })],
    });
    expect(spec.subsets[0].trafficPolicy).toEqual({ connectionPool: { http: { maxRetries: 1 } } });
  });

  test('a port of a subset repeats subset, then port of the rule, then rule', () => {
    const spec = specOf({
      trafficPolicy: {
        tls: ClientTls.disable(),
        ejection,
        limits: ConnectionLimits.of({ maxRetries: 1 }),
        ports: [{ port: 80, tls: ClientTls.istioMutual() }],
      },
      subsets: [
        Subset.of('v1', { version: 'v1' }, { limits: ConnectionLimits.of({ maxRetries: 2 }), ports: [{ port: 80, loadBalancing: LoadBalancing.random() }] }),
      ],
    });
    expect(spec.subsets[0].trafficPolicy.portLevelSettings).toEqual([
      {
        port: { number: 80 },
        loadBalancer: { simple: 'RANDOM' },
        connectionPool: { http: { maxRetries: 2 } },
        outlierDetection: spec.trafficPolicy.outlierDetection,
        tls: { mode: 'ISTIO_MUTUAL' },
      },
    ]);
  });
});

describe('traffic policy', () => {
  test('a port can take back what the rule says', () => {
    const policy = policyOf({ loadBalancing: LoadBalancing.random(), ports: [{ port: 80, loadBalancing: LoadBalancing.unspecified() }] });
    expect(policy.portLevelSettings).toEqual([{ port: { number: 80 }, loadBalancer: { simple: 'UNSPECIFIED' } }]);
  });

  test('tells the server the address of the client', () => {
    expect(policyOf({ proxyProtocol: ProxyProtocol.V2 })).toEqual({ proxyProtocol: { version: 'V2' } });
  });

  test('of a subset that says nothing is none: Python passes an empty one where there are no keywords', () => {
    expect(Subset.of('v1', { version: 'v1' }, {}).trafficPolicy).toBeUndefined();
    expect(Subset.of('v1', { version: 'v1' }, { limits: undefined }).trafficPolicy).toBeUndefined();
  });

  test('fails when it is empty', () => {
    expect(() => rule({ trafficPolicy: {} })).toThrow('[shop/Reviews] trafficPolicy has no fields\n    fix: give it one');
  });

  test('fails for a tunnel with the PROXY protocol', () => {
    const trafficPolicy = { tunnel: Tunnel.post('a.example.com', 443), proxyProtocol: ProxyProtocol.V1 };
    expect(() => rule({ trafficPolicy })).toThrow('[shop/Reviews] trafficPolicy has both tunnel and proxyProtocol\n    fix: use one of them');
  });

  test('fails for a port without a number, said twice, or about which nothing is said', () => {
    const tls = ClientTls.disable();
    expect(() => rule({ trafficPolicy: { ports: [{ port: 0, tls }] } })).toThrow('[shop/Reviews] trafficPolicy.ports[0].port is 0, not a port');
    expect(() =>
      rule({
        trafficPolicy: {
          ports: [
            { port: 80, tls },
            { port: 80, tls },
          ],
        },
      }),
    ).toThrow('trafficPolicy.ports[1] is for port 80, as one before it\n    fix: say everything about a port in one place');
    expect(() => rule({ trafficPolicy: { ports: [{ port: 80 }] } })).toThrow('trafficPolicy.ports[0] says nothing about port 80\n    fix: give it a field');
  });

  test('fails where Istio would forget a setting for a port', () => {
    const ports = [{ port: 80, tls: ClientTls.disable() }];
    expect(() => rule({ trafficPolicy: { proxyProtocol: ProxyProtocol.V1, ports } })).toThrow(
      '[shop/Reviews] trafficPolicy has proxyProtocol and ports, and Istio would forget the proxyProtocol for port 80\n    fix: use proxyProtocol or ports, not both',
    );
    expect(() => rule({ trafficPolicy: { retryBudget: RetryBudget.percent(20), ports } })).toThrow('forget the retryBudget for port 80');
  });

  test('fails for two ejections, and takes the same one twice', () => {
    const other = Ejection.afterGatewayErrors(1);
    expect(() => rule({ trafficPolicy: { ejection: other, locality: Locality.nearestFirst(ejection) } })).toThrow(
      '[shop/Reviews] trafficPolicy has an ejection, and a locality with another one\n    fix: say it once',
    );
    expect(() => rule({ trafficPolicy: { ports: [{ port: 80, ejection: other, locality: Locality.nearestFirst(ejection) }] } })).toThrow(
      'trafficPolicy.ports[0] has an ejection',
    );
    const policy = policyOf({ ejection, locality: Locality.nearestFirst(ejection) });
    expect(policy.outlierDetection).toEqual({ consecutive5xxErrors: 3, maxEjectionPercent: 50 });
  });
});

describe('who uses the rule', () => {
  test('namespaces that see it are written once each', () => {
    expect(specOf({ exportTo: Visibility.everywhere() }).exportTo).toEqual(['*']);
    expect(specOf({ exportTo: Visibility.namespaces(namespace('a'), namespace('b'), namespace('a')) }).exportTo).toEqual(['a', 'b']);
  });

  test('fails for no namespaces at all', () => {
    expect(() => Visibility.namespaces()).toThrow('[Visibility.namespaces] namespaces is empty\n    fix: give at least one of namespaces');
  });

  test('selected workloads are in the own namespace only', () => {
    const workloadSelector = { app: 'orders' };
    expect(specOf({ workloadSelector, exportTo: Visibility.namespaces(namespace('shop')) })).toMatchObject({
      workloadSelector: { matchLabels: workloadSelector },
      exportTo: ['shop'],
    });
    expect(() => rule({ workloadSelector, exportTo: Visibility.everywhere() })).toThrow(
      '[shop/Reviews] exportTo is *, and a rule with workloadSelector is for its own namespace only\n    fix: leave exportTo out, or use Visibility.ownNamespace()',
    );
    expect(() => rule({ workloadSelector, exportTo: Visibility.namespaces(namespace('shop'), namespace('b')) })).toThrow('exportTo is shop, b, and');
    expect(() => rule({ workloadSelector: {} })).toThrow('[shop/Reviews] workloadSelector is empty');
  });

  test('fails for a Secret that sidecars would ignore, wherever it is said', () => {
    const tls = ClientTls.mutual('client');
    const message = 'has TLS with Secret "client" and no workloadSelector: sidecars would ignore it and send plain text\n    fix: add workloadSelector';
    expect(() => rule({ trafficPolicy: { tls } })).toThrow(`[shop/Reviews] trafficPolicy ${message}`);
    expect(() => rule({ trafficPolicy: { ports: [{ port: 443, tls }] } })).toThrow(`[shop/Reviews] trafficPolicy ${message}`);
    expect(() => rule({ subsets: [Subset.allEndpoints('a', { tls })] })).toThrow(`[shop/Reviews] trafficPolicy of subset a ${message}`);
    expect(() => rule({ trafficPolicy: { tls: ClientTls.simple({ caSecret: 'client' }) } })).toThrow(message);
  });
});

describe('content of a pattern', () => {
  test('replaces what was added, and is read at synthesis', () => {
    const chart = shop();
    const reviews = rule({ subsets: [Subset.of('v1', { version: 'v1' })] }, chart);
    const subsets = [Subset.of('v2', { version: 'v2' })];
    reviews._contentFrom(() => ({ subsets, trafficPolicy: { tls: ClientTls.mutual('client') }, workloadSelector: { app: 'a' } }));
    subsets.push(Subset.of('v3', { version: 'v3' }));
    expect(reviews.subset('v3').targetConfig().subset).toBe('v3');
    expect(Testing.synth(chart)[0].spec).toMatchObject({ subsets: [{ name: 'v2' }, { name: 'v3' }], workloadSelector: { matchLabels: { app: 'a' } } });
  });

  test('fails at synthesis as at a call', () => {
    const chart = shop();
    const v1 = Subset.of('v1', { version: 'v1' });
    rule({}, chart)._contentFrom(() => ({ subsets: [v1, v1] }));
    expect(() => Testing.synth(chart)).toThrow('subset "v1" is already defined');
  });
});

describe('load balancing', () => {
  const written = (loadBalancing: LoadBalancing) => policyOf({ loadBalancing }).loadBalancer;

  test("the simple ways have Istio's names", () => {
    const simple = (loadBalancing: LoadBalancing) => written(loadBalancing).simple;
    expect([LoadBalancing.leastRequest(), LoadBalancing.roundRobin()].map(simple)).toEqual(['LEAST_REQUEST', 'ROUND_ROBIN']);
    expect([LoadBalancing.random(), LoadBalancing.passthrough(), LoadBalancing.unspecified()].map(simple)).toEqual(['RANDOM', 'PASSTHROUGH', 'UNSPECIFIED']);
  });

  test('new endpoints are eased in', () => {
    expect(written(LoadBalancing.leastRequest({ warmup: Duration.minutes(2), warmupMinimumPercent: 5, warmupAggression: 1.5 }))).toEqual({
      simple: 'LEAST_REQUEST',
      warmup: { duration: '2m', minimumPercent: 5, aggression: 1.5 },
    });
  });

  test('a cookie without lifetime is one of the session', () => {
    expect(written(LoadBalancing.stickyByCookie('c', Duration.seconds(0)))).toEqual({ consistentHash: { httpCookie: { name: 'c', ttl: '0s' } } });
  });

  test('fails for warmup that is not one', () => {
    const warmup = Duration.seconds(1);
    expect(() => LoadBalancing.roundRobin({ warmupAggression: 2 })).toThrow(
      '[LoadBalancing.roundRobin] warmupAggression is 2, and there is no warmup\n    fix: say how long warmup takes',
    );
    expect(() => LoadBalancing.roundRobin({ warmup: Duration.seconds(0) })).toThrow('[LoadBalancing.roundRobin] warmup is');
    expect(() => LoadBalancing.leastRequest({ warmup, warmupMinimumPercent: 101 })).toThrow(
      '[LoadBalancing.leastRequest] warmupMinimumPercent is 101, not a percentage',
    );
    expect(() => LoadBalancing.leastRequest({ warmup, warmupAggression: 0 })).toThrow(
      '[LoadBalancing.leastRequest] warmupAggression is 0\n    fix: use a number above 0',
    );
  });

  test.each([
    [() => LoadBalancing.stickyByHeader(''), '[LoadBalancing.stickyByHeader] header is empty'],
    [() => LoadBalancing.stickyByCookie('', Duration.hours(1)), '[LoadBalancing.stickyByCookie] cookie is empty'],
    [() => LoadBalancing.stickyByApplicationCookie(''), '[LoadBalancing.stickyByApplicationCookie] cookie is empty'],
    [() => LoadBalancing.stickyByQueryParameter(''), '[LoadBalancing.stickyByQueryParameter] parameter is empty'],
    [
      () => LoadBalancing.stickyByCookie('c', Duration.hours(1), { attributes: { '': 'x' } }),
      '[LoadBalancing.stickyByCookie] attributes has a value "x" without a name',
    ],
    [() => LoadBalancing.stickyByPeerIp({ minimumRingSize: 0 }), '[LoadBalancing.stickyByPeerIp] minimumRingSize is 0\n    fix: use a whole number, 1 or more'],
    [
      () => LoadBalancing.stickyByPeerIp({ minimumRingSize: 8, maglevTableSize: 7 }),
      'minimumRingSize is 8 and maglevTableSize is 7\n    fix: use a ring or a Maglev table',
    ],
    [
      () => LoadBalancing.stickyByPeerIp({ maglevTableSize: 65536 }),
      '[LoadBalancing.stickyByPeerIp] maglevTableSize is 65536\n    fix: use a prime number below 5000011',
    ],
    [() => LoadBalancing.stickyByPeerIp({ maglevTableSize: 5_000_011 }), 'maglevTableSize is 5000011'],
    [() => LoadBalancing.stickyByPeerIp({ maglevTableSize: 1 }), 'maglevTableSize is 1\n'],
  ])('fails to hash by nothing, or with a table that Istio refuses (%#)', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('ejection', () => {
  const written = (how: Ejection) => policyOf({ ejection: how }).outlierDetection;

  test('what is not said does not eject', () => {
    expect(written(Ejection.afterGatewayErrors(2))).toEqual({ consecutive5xxErrors: 0, consecutiveGatewayErrors: 2, maxEjectionPercent: 50 });
    expect(written(Ejection.afterLocalOriginFailures(4, { maxPercent: 100 }))).toEqual({
      consecutive5xxErrors: 0,
      splitExternalLocalOriginErrors: true,
      consecutiveLocalOriginFailures: 4,
      maxEjectionPercent: 100,
    });
  });

  test('other status codes can count', () => {
    expect(written(Ejection.afterServerErrors(2, { errorCodes: [429, 503] }))).toMatchObject({ outlierDetectionHttpErrorCodes: [429, 503] });
    expect(written(Ejection.afterServerErrors(2, { errorCodes: [] }))).not.toHaveProperty('outlierDetectionHttpErrorCodes');
  });

  test.each<[EjectionLimits, string]>([
    [{}, '[Ejection.after] nothing ejects an endpoint\n    fix: give serverErrors, gatewayErrors or localOriginFailures'],
    [{ serverErrors: 0 }, '[Ejection.after] serverErrors is 0\n    fix: use a whole number, 1 or more'],
    [
      { serverErrors: 3, gatewayErrors: 3 },
      '[Ejection.after] gatewayErrors is 3 and serverErrors is 3, which count gateway errors too\n    fix: use gatewayErrors below 3',
    ],
    [{ serverErrors: 3, maxPercent: 0 }, '[Ejection.after] maxPercent is 0\n    fix: use a whole number, 1 to 100'],
    [{ serverErrors: 3, minHealthPercent: 0.5 }, '[Ejection.after] minHealthPercent is 0.5, not a whole percentage'],
    [{ serverErrors: 3, errorCodes: [600] }, '[Ejection.after] errorCodes is 600\n    fix: use a whole number, 100 to 599'],
    [{ serverErrors: 3, baseTime: Duration.seconds(0) }, '[Ejection.after] baseTime is'],
    [{ serverErrors: 3, interval: Duration.seconds(0) }, '[Ejection.after] interval is'],
  ])('fails for limits that mean nothing: %j', (limits, message) => {
    expect(() => Ejection.after(limits)).toThrow(message);
  });
});

describe('connection limits', () => {
  test('every one has its place', () => {
    expect(
      policyOf({
        limits: ConnectionLimits.of({
          maxRetries: 3,
          maxConcurrentStreams: 100,
          idleTimeout: Duration.minutes(5),
          tcpIdleTimeout: Duration.seconds(0),
          maxConnectionDuration: Duration.hours(2),
          tcpKeepaliveTime: Duration.minutes(10),
          tcpKeepaliveInterval: Duration.seconds(75),
          tcpKeepaliveProbes: 9,
          http2KeepAliveInterval: Duration.seconds(30),
          http2KeepAliveTimeout: Duration.seconds(5),
          h2UpgradePolicy: H2UpgradePolicy.UPGRADE,
          useClientProtocol: false,
        }),
      }).connectionPool,
    ).toEqual({
      tcp: { idleTimeout: '0s', maxConnectionDuration: '2h', tcpKeepalive: { time: '10m', interval: '75s', probes: 9 } },
      http: {
        maxRetries: 3,
        maxConcurrentStreams: 100,
        idleTimeout: '5m',
        http2KeepAlive: { interval: '30s', timeout: '5s' },
        h2UpgradePolicy: 'UPGRADE',
        useClientProtocol: false,
      },
    });
  });

  test.each<[ConnectionLimitOptions, string]>([
    [{}, 'no option is given\n    fix: give at least one'],
    [{ maxConnections: 0 }, 'maxConnections is 0\n    fix: use a whole number, 1 to 2147483647'],
    [{ maxPendingRequests: -1 }, 'maxPendingRequests is -1'],
    [{ maxRequests: 1.5 }, 'maxRequests is 1.5'],
    [{ maxRetries: 0 }, 'maxRetries is 0'],
    [{ maxConcurrentStreams: 2 ** 31 }, 'maxConcurrentStreams is 2147483648'],
    [{ tcpKeepaliveProbes: 0 }, 'tcpKeepaliveProbes is 0'],
    [{ maxRequestsPerConnection: 2 ** 29 + 1 }, 'maxRequestsPerConnection is 536870913\n    fix: use a whole number, 1 to 536870912'],
    [{ connectTimeout: Duration.seconds(0) }, 'connectTimeout is'],
    [{ http2KeepAliveInterval: Duration.seconds(1) }, 'http2KeepAliveInterval is given without http2KeepAliveTimeout\n    fix: give http2KeepAliveTimeout too'],
    [{ http2KeepAliveTimeout: Duration.seconds(1) }, 'http2KeepAliveTimeout is given without http2KeepAliveInterval'],
    [
      { useClientProtocol: true, h2UpgradePolicy: H2UpgradePolicy.UPGRADE },
      'useClientProtocol is true and h2UpgradePolicy is UPGRADE\n    fix: keep the protocol or upgrade it',
    ],
  ])('fails for limits that Istio refuses or reads otherwise: %j', (options, message) => {
    expect(() => ConnectionLimits.of(options)).toThrow(`[ConnectionLimits.of] ${message}`);
  });

  test('fails for a retry budget out of range', () => {
    expect(() => RetryBudget.percent(101)).toThrow('[RetryBudget.percent] percent is 101, not a percentage');
    expect(() => RetryBudget.percent(20, { minRetryConcurrency: 0 })).toThrow(
      '[RetryBudget.percent] minRetryConcurrency is 0\n    fix: use a whole number, 1 or more',
    );
    expect(() => RetryBudget.percent(20, { interval: Duration.seconds(0) })).toThrow('[RetryBudget.percent] interval is');
  });
});

describe('locality', () => {
  test('a wildcard after what it contains is the rest', () => {
    const toPercent = { 'us/a': 100 };
    const locality = Locality.distribute({ from: 'us/a/1', toPercent }, { from: 'us/a/*', toPercent }, { from: 'us/*', toPercent }, { from: '*', toPercent });
    expect(policyOf({ locality }).loadBalancer.localityLbSetting.distribute).toHaveLength(4);
  });

  test.each([
    [() => Locality.failover({}, ejection), '[Locality.failover] regions is empty'],
    [() => Locality.failover({ 'us/a': 'eu' }, ejection), '[Locality.failover] regions has "us/a"\n    fix: name a region alone'],
    [() => Locality.failover({ us: '*' }, ejection), '[Locality.failover] regions has "*"'],
    [() => Locality.failover({ us: 'us' }, ejection), '[Locality.failover] regions has "us" fail over to itself\n    fix: name another region'],
    [() => Locality.failoverByLabels([], ejection), '[Locality.failoverByLabels] labels is empty'],
    [() => Locality.failoverByLabels([''], ejection), '[Locality.failoverByLabels] labels is empty'],
    [
      () => Locality.failoverByLabels(['topology.kubernetes.io/zone'], ejection, { us: 'eu' }),
      'labels has "topology.kubernetes.io/zone", and regions are given\n    fix: leave this label out',
    ],
    [
      () => Locality.zoneAware({ labels: ['topology.kubernetes.io/region'], ejection }),
      '[Locality.zoneAware] labels has "topology.kubernetes.io/region", and zone aware',
    ],
    [
      () => Locality.zoneAware({ regions: { us: 'eu' } }),
      '[Locality.zoneAware] regions are given without ejection, and do nothing\n    fix: say when an endpoint counts as failed',
    ],
    [() => Locality.zoneAware({ labels: ['version'] }), '[Locality.zoneAware] labels are given without ejection'],
    [() => Locality.zoneAware({ minClusterSize: 0 }), '[Locality.zoneAware] minClusterSize is 0'],
    [() => Locality.distribute(), '[Locality.distribute] distributions is empty'],
    [
      () => Locality.distribute({ from: 'us', toPercent: { eu: 50 } }),
      '[Locality.distribute] toPercent for "us" is 50 in all\n    fix: make the shares 100 together',
    ],
    [
      () => Locality.distribute({ from: 'us', toPercent: { eu: 100, us: 0 } }),
      '[Locality.distribute] toPercent["us"] is 0\n    fix: use a whole number, 1 to 100',
    ],
    [() => Locality.distribute({ from: 'us/*/a', toPercent: { eu: 100 } }), '[Locality.distribute] from has "us/*/a", not a locality\n    fix: use region'],
    [() => Locality.distribute({ from: 'us', toPercent: { 'eu/': 100 } }), '[Locality.distribute] toPercent has "eu/", not a locality'],
    [
      () => Locality.distribute({ from: 'us', toPercent: { 'eu/a': 50, 'eu/*': 50 } }),
      '[Locality.distribute] toPercent has "eu/a" and "eu/*", which overlap\n    fix: name each place once',
    ],
    [
      () => Locality.distribute({ from: 'us/*', toPercent: { eu: 100 } }, { from: 'us/a', toPercent: { eu: 100 } }),
      'from has "us/*" and "us/a", which overlap\n    fix: name each place once, wildcards last',
    ],
    [() => Locality.distribute({ from: 'us/a', toPercent: { eu: 100 } }, { from: 'us', toPercent: { eu: 100 } }), 'from has "us/a" and "us", which overlap'],
  ])('fails for places that Istio refuses (%#)', (call, message) => {
    expect(call).toThrow(message);
  });
});

describe('client TLS', () => {
  const written = (tls: ClientTls) => policyOf({ tls }).tls;

  test("Istio's own mutual TLS takes a name and identities", () => {
    const subjectAltNames = ['spiffe://cluster.local/ns/shop/sa/reviews'];
    expect(written(ClientTls.istioMutual({ sni: 'reviews', subjectAltNames }))).toEqual({ mode: 'ISTIO_MUTUAL', sni: 'reviews', subjectAltNames });
    expect(written(ClientTls.istioMutual({ sni: 'reviews' }))).toEqual({ mode: 'ISTIO_MUTUAL', sni: 'reviews' });
  });

  test('verification can be given up, explicitly', () => {
    expect(written(ClientTls.simple({ insecureSkipVerify: true, sni: 'a' }))).toEqual({ mode: 'SIMPLE', insecureSkipVerify: true, sni: 'a' });
    expect(written(ClientTls.mutual('c', { insecureSkipVerify: true }).forGateways())).toEqual({
      mode: 'MUTUAL',
      credentialName: 'c',
      insecureSkipVerify: true,
    });
  });

  test('a certificate can come from a server beside the proxy', () => {
    expect(written(ClientTls.mutual('sds://partner').forGateways())).toEqual({ mode: 'MUTUAL', credentialName: 'sds://partner' });
  });

  test.each([
    [
      () => ClientTls.simple({ sni: 'a.example.com' }),
      '[ClientTls.simple] sni is "a.example.com" without subjectAltNames, so that a certificate for any name would do\n    fix: add subjectAltNames: ["a.example.com"], or leave sni out',
    ],
    [() => ClientTls.mutual('c', { sni: 'a', subjectAltNames: [] }), '[ClientTls.mutual] sni is "a" without subjectAltNames'],
    [() => ClientTls.mutualFiles('/c', '/k', { sni: 'a' }), '[ClientTls.mutualFiles] sni is "a" without subjectAltNames'],
    [() => ClientTls.simple({ sni: '' }), '[ClientTls.simple] sni is empty'],
    [() => ClientTls.istioMutual({ subjectAltNames: [''] }), '[ClientTls.istioMutual] subjectAltNames is empty'],
    [
      () => ClientTls.simple({ insecureSkipVerify: true, subjectAltNames: ['a'] }),
      '[ClientTls.simple] insecureSkipVerify is true, and subjectAltNames is "a"\n    fix: check the certificate, or leave subjectAltNames out',
    ],
    [() => ClientTls.simple({ insecureSkipVerify: true, caSecret: 'ca' }), 'insecureSkipVerify is true, and caSecret is "ca"'],
    [() => ClientTls.simple({ insecureSkipVerify: true, caConfigMap: 'ca' }), 'insecureSkipVerify is true, and caConfigMap is "ca"'],
    [
      () => ClientTls.mutualFiles('/c', '/k', { insecureSkipVerify: true, caFile: '/ca' }),
      '[ClientTls.mutualFiles] insecureSkipVerify is true, and caFile is "/ca"',
    ],
    [() => ClientTls.simple({ caSecret: 'ca', caFile: '/ca' }), '[ClientTls.simple] caSecret and caFile are given\n    fix: name one source of the CA'],
    [
      () => ClientTls.simple({ caSecret: 'ca', crlFile: '/crl' }),
      '[ClientTls.simple] crlFile is "/crl", and caSecret is given\n    fix: put the revoked certificates into the Secret',
    ],
    [() => ClientTls.simple({ caConfigMap: 'ca', crlFile: '/crl' }), 'fix: put the revoked certificates into the ConfigMap'],
    [
      () => ClientTls.simple({ caSecret: 'ns/ca' }),
      '[ClientTls.simple] caSecret is "ns/ca"\n    fix: give the name alone; the proxy reads it in its own namespace',
    ],
    [() => ClientTls.simple({ caConfigMap: 'Ca' }), '[ClientTls.simple] caConfigMap is "Ca", not a DNS name'],
    [() => ClientTls.simple({ caFile: '' }), '[ClientTls.simple] caFile is empty'],
    [() => ClientTls.simple({ crlFile: '' }), '[ClientTls.simple] crlFile is empty'],
    [() => ClientTls.mutual(''), '[ClientTls.mutual] secret is "", not a DNS name'],
    [() => ClientTls.mutualFiles('', '/k'), '[ClientTls.mutualFiles] certificateFile is empty'],
    [() => ClientTls.mutualFiles('/c', ''), '[ClientTls.mutualFiles] privateKeyFile is empty'],
    [() => Tunnel.connect('proxy', 443), '[Tunnel.connect] targetHost is "proxy", not a host name'],
    [() => Tunnel.post('10.0.0.1', 0), '[Tunnel.post] targetPort is 0, not a port'],
  ])('fails for TLS that would not check, or cannot be (%#)', (call, message) => {
    expect(call).toThrow(message);
  });
});
