import { listOf } from '../../model/read';
import { childOf, Part } from '../parts';
import { Rule } from '../rule';
import { PolicyPart, trafficPolicies } from '../traffic-policies';

export const failoverWithoutOutlierDetection: Rule = {
  id: 'destination-rule/failover-without-outlier-detection',
  severity: 'warning',
  summary: 'a failover between localities, and no outlier detection',
  why: 'only outlier detection tells a proxy that a locality is unhealthy; without it localityLbSetting prefers none, and with zoneAwareLbSetting requests leave a region only when no endpoint is left there',
  sameAs: ['IST0133'],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { localityLbSetting: { failover: [{ from: eu, to: us }] } } } }
`,
  good: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy:
    loadBalancer: { localityLbSetting: { failover: [{ from: eu, to: us }] } }
    outlierDetection: { consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s }
`,
  * check(mesh) {
    for (const policy of trafficPolicies(mesh)) {
      if (hasOutlierDetection(policy)) continue;
      for (const setting of childOf(policy, 'loadBalancer').flatMap(balancer => [...childOf(balancer, 'localityLbSetting'), ...childOf(balancer, 'zoneAwareLbSetting')])) {
        const said = saidIn(setting);
        if (said.length === 0 || setting.value.enabled === false) continue;
        yield {
          at: policy.object,
          field: `${setting.field}.${said[0]}`,
          problem: `${said.join(' and ')} without outlierDetection`,
          fix: `add ${policy.field}.outlierDetection, such as { consecutive5xxErrors: 5, interval: 10s, baseEjectionTime: 30s }`,
        };
      }
    }
  },
};

/** A subset has that of its rule where it says none. A port has only its own. */
function hasOutlierDetection({ value, level, above }: PolicyPart): boolean {
  return Boolean(value.outlierDetection || (level === 'subset' && above?.outlierDetection));
}

/** Fields that do nothing by themselves. */
function saidIn({ field, value }: Part): string[] {
  const said = ['failover', 'failoverPriority'].filter(key => listOf(value[key]).length > 0);
  const isOnlyEnabled = value.enabled === true && field.endsWith('.localityLbSetting') && listOf(value.distribute).length === 0;
  return said.length === 0 && isOnlyEnabled ? ['enabled'] : said;
}
