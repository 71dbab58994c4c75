import { expandHost, homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { listOf, mapOf } from '../../model/read';
import { envoyFilters } from '../envoy-patches';
import { Rule } from '../rule';
import { PolicyPart, trafficPolicies } from '../traffic-policies';

const KEYS = ['httpHeaderName', 'httpCookie', 'httpQueryParameterName', 'useSourceIp'];

export const hashWithoutKey: Rule = {
  id: 'destination-rule/hash-without-key',
  severity: 'warning',
  summary: 'consistent hashing that does not say what is hashed',
  why: 'Istio takes a consistentHash without a key, and Envoy then picks a pod at random each time; a subset with a consistentHash of its own takes no key from the whole host',
  sameAs: [],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { consistentHash: { ringHash: { minimumRingSize: 2048 } } } } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-user, ringHash: { minimumRingSize: 2048 } } } } }
`,
  * check(mesh) {
    for (const part of trafficPolicies(mesh)) {
      const { object, field, value } = part;
      const hash = value.loadBalancer?.consistentHash;
      if (!hash || hasKey(hash) || hasKeyAround(part) || isHashedOtherwise(mesh, object)) continue;
      yield {
        at: object,
        field: `${field}.loadBalancer.consistentHash`,
        problem: `the consistentHash has ${saidIn(hash)}, and nothing to hash`,
        fix: 'add httpHeaderName, httpCookie, httpQueryParameterName or useSourceIp: true (LoadBalancing.stickyByHeader and its like), or write simple: LEAST_REQUEST if any pod will do',
      };
    }
  },
};

function hasKey(hash: any): boolean {
  return KEYS.some(key => (hash[key] ?? false) !== false);
}

/**
 * Whether some requests that the hash is for may have a key all the same. One for a port is passed over by routes that name no port, and
 * one for the whole host may be there for its size only, where each port or subset names a key.
 */
function hasKeyAround({ object, level, value }: PolicyPart): boolean {
  return level === 'subset' ? hashesOf(value).some(hasKey) : [object.spec, ...listOf(object.spec.subsets)].some(each => hashesOf(mapOf(each).trafficPolicy).some(hasKey));
}

/** The hashes of a policy, and of its ports. */
function hashesOf(policy: unknown): any[] {
  return [policy, ...listOf(mapOf(policy).portLevelSettings)].map(each => mapOf(mapOf(mapOf(each).loadBalancer).consistentHash));
}

/** A filter for Redis hashes keys of its own, pods of headless services are not picked at all, and an EnvoyFilter can say what is hashed. */
function isHashedOtherwise(mesh: Mesh, object: MeshObject): boolean {
  const services = mesh.services.byHost(expandHost(object.spec.host ?? '', homeOf(object)));
  return services.some(({ headless, ports }) => headless || ports.some(({ protocol }) => protocol === 'Redis'))
    || envoyFilters(mesh).some(({ value }) => /"(hash_policy|hashPolicy)"/.test(JSON.stringify(value)));
}

function saidIn(hash: any): string {
  const said = Object.keys(hash).map(key => hash[key] === false ? `${key}: false` : key);
  return said.length > 0 ? `${said.join(', ')} only` : 'no field';
}
