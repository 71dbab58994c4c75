// The same objects, written out one by one with the generated classes.
import { Chart } from 'cdk8s';
import { measure } from './measure';
import * as networking from '../imports/networking.istio.io';
import * as security from '../imports/security.istio.io';

measure((app, count) => {
  const chart = new Chart(app, 'bench', { namespace: 'shop' });
  for (let index = 0; index < count; index++) {
    const name = `service-${index}`;
    const host = `${name}.shop.svc.cluster.local`;
    const selector = { matchLabels: { app: name } };
    const destination = (subset: string) => ({ host, port: { number: 8080 }, subset });
    const caller = index === 0 ? 'front' : `service-${index - 1}`;
    new security.PeerAuthentication(chart, `mtls-${index}`, {
      metadata: { name },
      spec: {
        selector,
        mtls: { mode: security.PeerAuthenticationSpecMtlsMode.STRICT },
        portLevelMtls: { 9090: { mode: security.PeerAuthenticationSpecPortLevelMtlsMode.PERMISSIVE } },
      },
    });
    new networking.DestinationRule(chart, `versions-${index}`, {
      metadata: { name },
      spec: { host, subsets: ['v1', 'v2'].map(version => ({ name: version, labels: { version } })) },
    });
    new security.AuthorizationPolicy(chart, `allow-${index}`, {
      metadata: { name: `${name}-allow` },
      spec: {
        selector,
        action: security.AuthorizationPolicySpecAction.ALLOW,
        rules: [{ from: [{ source: { principals: [`cluster.local/ns/shop/sa/${caller}`] } }], to: [{ operation: { methods: ['GET'], ports: ['8080'] } }] }],
      },
    });
    const canary = 1 + index % 99;
    const route = [{ destination: destination('v1'), weight: 100 - canary }, { destination: destination('v2'), weight: canary }];
    new networking.VirtualService(chart, `routes-${index}`, { metadata: { name }, spec: { hosts: [host], http: [{ route }] } });
  }
});
