import { AccessPolicy, accessPolicies, AccessRule, Attribute, coversPort } from './authorization';
import { perMesh } from './per-mesh';
import { isAmbient, Reached, reachOf } from './policy-reach';
import { Place } from './rule';
import { homeOf } from '../model/hosts';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { selectorOf, targetRefs } from '../model/policies';
import { mapOf } from '../model/read';

/** A condition on who calls, of a rule for a server that takes plain text. */
export interface IdentityCondition {
  readonly policy: AccessPolicy;
  readonly attribute: Attribute;
  readonly reached: string;
  /** What says that the server takes plain text. */
  readonly because: Place[];
}

/** The conditions on who calls for servers in a mode that some PeerAuthentication says. */
export function * identityConditions(mesh: Mesh, mode: 'PERMISSIVE' | 'DISABLE', matters: (policy: AccessPolicy, attribute: Attribute) => boolean): Iterable<IdentityCondition> {
  // Where none says it, another repository may, and nothing is known.
  if (!modesSaid(mesh).has(mode)) return;
  for (const policy of accessPolicies(mesh)) {
    if (policy.dryRun) continue;
    for (const rule of policy.rules) {
      const attribute = rule.attributes.find(each => each.kind === 'identity' && matters(policy, each));
      const found = attribute && firstServer(mesh, policy.object, rule, mode);
      if (found) yield { policy, attribute, ...found };
    }
  }
}

const modesSaid = perMesh((mesh: Mesh) => new Set(mesh.ofKind('security.istio.io', 'PeerAuthentication').flatMap(({ spec }) => {
  return [spec.mtls, ...Object.values(mapOf(spec.portLevelMtls))].map(mtls => mapOf(mtls).mode);
})));

/** The pods that are known; without any, whatever is in the namespace, as long as no selector can say otherwise of some of them. */
function reachedBy(mesh: Mesh, object: MeshObject): Reached[] {
  const namespace = homeOf(object);
  const reached = reachOf(mesh, object);
  const isWhole = targetRefs(object).length === 0 && Object.keys(selectorOf(object)).length === 0 && namespace !== mesh.settings.rootNamespace;
  if (reached.length > 0 || !isWhole) return reached;
  return mesh.workloads.in(namespace).length > 0 ? [] : [{ text: `namespace ${namespace}`, object, namespace, labels: {}, proxy: 'unknown', ports: [] }];
}

function firstServer(mesh: Mesh, object: MeshObject, rule: AccessRule, mode: string): { reached: string; because: Place[] } | undefined {
  for (const reached of reachedBy(mesh, object)) {
    // ztunnel takes mutual TLS whatever the mode is.
    if (mode === 'DISABLE' && !reached.workload && isAmbient(mesh, reached.namespace)) continue;
    const tls = portsOf(reached, rule).map(port => mesh.mtls.serverOf(reached.namespace, reached.labels, port));
    const { from, field } = tls[0] ?? {};
    if (tls.length > 0 && tls.every(each => each.mode === mode && each.from.length > 0)) {
      return { reached: reached.text, because: from!.map(each => ({ object: each, field: `${field} is ${mode}` })) };
    }
  }
  return undefined;
}

/** Ports of the workload that the rule is for: those that are known, or all at once. */
function portsOf({ ports, workload }: Reached, rule: AccessRule): Array<number | undefined> {
  const numbers = [...new Set([...ports.map(({ number }) => number), ...workload?.ports.map(({ number }) => number) ?? []])];
  return numbers.length === 0 ? [undefined] : numbers.filter(number => number === undefined || coversPort(rule, number));
}
