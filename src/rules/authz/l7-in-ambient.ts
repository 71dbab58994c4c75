import { objectText } from '../../model/object';
import { AccessPolicy, accessPolicies, AccessRule, Attribute } from '../authorization';
import { selectedBy } from '../policy-reach';
import { Rule } from '../rule';

export const l7InAmbient: Rule = {
  id: 'authz/l7-in-ambient',
  severity: 'error',
  summary: 'a policy for ambient mode asks for what ztunnel does not see',
  why: 'in ambient mode policies without targetRefs go to ztunnel, which sees connections only: an ALLOW rule with conditions of HTTP matches nothing there; of a DENY rule they are left out, so that it refuses more, or nothing at all where nothing else is left of its from, its to or its condition; CUSTOM is passed over',
  sameAs: ['KIA0109', 'KIA0110', 'KIA1317'],
  bad: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { selector: { matchLabels: { app: reviews } }, rules: [{ to: [{ operation: { methods: [GET] } }] }] }
`,
  good: `
kind: Namespace
metadata: { name: shop, labels: { istio.io/dataplane-mode: ambient } }
---
kind: Deployment
metadata: { name: reviews, namespace: shop }
spec: { template: { metadata: { labels: { app: reviews, version: v1 } }, spec: { containers: [{ name: app }] } } }
---
kind: AuthorizationPolicy
metadata: { namespace: shop }
spec: { targetRefs: [{ kind: Service, name: reviews }], rules: [{ to: [{ operation: { methods: [GET] } }] }] }
`,
  * check(mesh) {
    const isAmbient = ({ proxy }: { readonly proxy: string }) => proxy === 'ambient';
    if (!mesh.workloads.all.some(isAmbient)) return;
    for (const policy of accessPolicies(mesh)) {
      const loss = policy.dryRun ? undefined : lossOf(policy);
      const pods = loss && selectedBy(mesh, policy.object).find(isAmbient);
      if (!pods) continue;
      yield {
        at: policy.object,
        field: loss.field,
        and: [{ object: pods.object }],
        problem: `${loss.what} for ${objectText(pods.object)}, which is in ambient mode: ${loss.effect}`,
        fix: `name the Service or the waypoint in targetRefs instead of a selector (Waypoint)${policy.action === 'CUSTOM' ? '' : ', or ask only for principals, namespaces, service accounts, ipBlocks and ports'}`,
      };
    }
  },
};

/** What becomes of a policy in ztunnel, where that is not what it says. */
interface Loss {
  readonly field: string;
  readonly what: string;
  readonly effect: string;
}

function lossOf({ action, rules }: AccessPolicy): Loss | undefined {
  if (action === 'CUSTOM') return { field: 'spec.action', what: 'action CUSTOM', effect: 'ztunnel passes it over, and nobody is asked' };
  if (action !== 'ALLOW' && action !== 'DENY') return undefined;
  for (const rule of rules) {
    const loss = lossOfRule(action, rule);
    if (loss) return loss;
  }
  return undefined;
}

/** An alternative of which nothing is left matches nothing, and so does a rule with such a condition, or with only such alternatives. */
function lossOfRule(action: string, { attributes }: AccessRule): Loss | undefined {
  const verb = action === 'ALLOW' ? 'allows' : 'refuses';
  const unread = attributes.filter(onlyWaypoints);
  const left = new Set(attributes.filter(each => !onlyWaypoints(each)).map(({ part }) => part));
  const isGone = ({ part }: Attribute) => part === 'when' || ![...left].some(each => clauseOf(each) === clauseOf(part));
  const whole = unread.find(each => isGone(each) || (action === 'ALLOW' && !isPassedOver(each)));
  const attribute = whole ?? unread[0];
  if (!attribute) return undefined;
  const effect = whole ? `the rule ${verb} nothing` : left.has(attribute.part) ? `without it the rule ${verb} more than was meant` : `nothing is left of ${attribute.part}, which ${verb} nothing`;
  return { field: attribute.field, what: `${action} rule with ${attribute.name}`, effect };
}

/** Of the conditions under when ztunnel reads these. */
const WHEN = ['source.ip', 'source.namespace', 'source.principal', 'destination.ip', 'destination.port'];

/** Everything that ztunnel does not read. */
function onlyWaypoints(attribute: Attribute): boolean {
  const { kind, of, part } = attribute;
  return kind === 'http' || kind === 'token' || of === 'remoteIpBlocks' || isPassedOver(attribute) || (part === 'when' && !WHEN.includes(of));
}

/** Trust domains it does not even miss. */
function isPassedOver({ of }: Attribute): boolean {
  return of === 'trustDomains';
}

/** `from` of `from[0]`. */
function clauseOf(part: string): string {
  return part.replace(/\[.*/, '');
}
