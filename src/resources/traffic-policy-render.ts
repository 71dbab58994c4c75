import { PortTrafficPolicy, TrafficPolicy, TrafficPolicyBlocks } from './traffic-policy';
import * as l1 from '../../imports/networking.istio.io';
import { UsageError } from '../core/errors';
import { requirePort, Where } from '../core/require';

type Written = l1.DestinationRuleSpecTrafficPolicy;
type WrittenPort = l1.DestinationRuleSpecTrafficPolicyPortLevelSettings;
type WrittenBlocks = Pick<Written, 'loadBalancer' | 'connectionPool' | 'outlierDetection' | 'tls'>;

const BLOCKS = ['loadBalancing', 'locality', 'ejection', 'limits', 'tls'] as const;
const WHOLE = ['ports', 'tunnel', 'proxyProtocol', 'retryBudget'] as const;

/** What can never be right in a policy, whichever rule it is in. */
export function requireTrafficPolicy(where: Where, policy: TrafficPolicy): void {
  if (isEmpty(policy) && WHOLE.every(field => policy[field] === undefined)) {
    throw new UsageError(where, 'trafficPolicy has no fields', 'give it one, for example loadBalancing, or leave trafficPolicy out');
  }
  if (policy.tunnel && policy.proxyProtocol) throw new UsageError(where, 'trafficPolicy has both tunnel and proxyProtocol', 'use one of them; Istio refuses both together');
  requireOneEjection(where, 'trafficPolicy', policy);
  policy.ports?.forEach((port, i) => requirePortPolicy(where, policy, port, i));
}

/**
 * The policy as Istio takes it.
 * @param namespace the one of the rule
 * @param rule policy of the rule, where this is the policy of one of its subsets
 */
export function renderTrafficPolicy(namespace: string, policy: TrafficPolicy, rule?: TrafficPolicy): Written {
  const around = rule ? [rule] : [];
  return {
    ...renderBlocks(namespace, [policy, ...around], false),
    portLevelSettings: policy.ports?.length ? policy.ports.map(port => renderPort(namespace, port, policy, rule)) : undefined,
    tunnel: policy.tunnel?._render(),
    proxyProtocol: policy.proxyProtocol && { version: policy.proxyProtocol as unknown as l1.DestinationRuleSpecTrafficPolicyProxyProtocolVersion },
    retryBudget: policy.retryBudget?._render(),
  };
}

function renderPort(namespace: string, port: PortTrafficPolicy, policy: TrafficPolicy, rule?: TrafficPolicy): WrittenPort {
  const ofRule = rule ? [...rule.ports?.filter(other => other.port === port.port) ?? [], rule] : [];
  const blocks = renderBlocks(namespace, [port, policy, ...ofRule], true);
  // Each copy of a CRD structure has enums of its own, with the same values.
  return { port: { number: port.port }, ...blocks } as unknown as WrittenPort;
}

/**
 * The blocks that the innermost policy replaces. Istio replaces a block as a whole, and locality is one with load balancing:
 * what is not said again inside is written out from around it.
 * @param chain the policy itself, then those around it
 * @param all whether Istio forgets the blocks that are left out
 */
function renderBlocks(namespace: string, chain: TrafficPolicyBlocks[], all: boolean): WrittenBlocks {
  const [said] = chain;
  const first = <K extends keyof TrafficPolicyBlocks>(block: K) => chain.map(policy => policy[block]).find(value => value !== undefined);
  const balances = all || said.loadBalancing !== undefined || said.locality !== undefined;
  const locality = first('locality');
  const ejects = all || ejectionOf(said) !== undefined || (balances && locality?._ejection !== undefined);
  return {
    loadBalancer: balances ? someOf({ ...first('loadBalancing')?._render(), ...locality?._render() }) : undefined,
    connectionPool: (all ? first('limits') : said.limits)?._render(),
    outlierDetection: ejects ? chain.map(ejectionOf).find(value => value !== undefined)?._render() : undefined,
    tls: (all ? first('tls') : said.tls)?._render(namespace),
  };
}

function ejectionOf(policy: TrafficPolicyBlocks) {
  return policy.ejection ?? policy.locality?._ejection;
}

function someOf<T extends object>(object: T): T | undefined {
  return Object.keys(object).length ? object : undefined;
}

function isEmpty(policy: TrafficPolicyBlocks): boolean {
  return BLOCKS.every(block => policy[block] === undefined);
}

function requirePortPolicy(where: Where, policy: TrafficPolicy, port: PortTrafficPolicy, i: number): void {
  const place = `trafficPolicy.ports[${i}]`;
  requirePort(where, `${place}.port`, port.port);
  if (policy.ports!.slice(0, i).some(other => other.port === port.port)) throw new UsageError(where, `${place} is for port ${port.port}, as one before it`, 'say everything about a port in one place');
  if (isEmpty(port)) throw new UsageError(where, `${place} says nothing about port ${port.port}`, 'give it a field, for example tls, or leave it out');
  const forgotten = (['proxyProtocol', 'retryBudget'] as const).find(field => policy[field] !== undefined);
  if (forgotten) throw new UsageError(where, `trafficPolicy has ${forgotten} and ports, and Istio would forget the ${forgotten} for port ${port.port}`, `use ${forgotten} or ports, not both`);
  requireOneEjection(where, place, port);
}

function requireOneEjection(where: Where, place: string, { ejection, locality }: TrafficPolicyBlocks): void {
  if (ejection && locality?._ejection && ejection !== locality._ejection) {
    throw new UsageError(where, `${place} has an ejection, and a locality with another one`, 'say it once: leave ejection out, or give both the same');
  }
}
