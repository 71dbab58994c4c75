import { AccessPolicy, accessPolicies, accessPolicyOf, AccessRule, Attribute } from './authorization';
import { perMesh } from './per-mesh';
import { selectsPods } from './policy-reach';
import { Place } from './rule';
import { GatewayView } from '../model/gateways';
import { SelectorIndex } from '../model/label-index';
import { Mesh } from '../model/mesh';
import { MeshObject } from '../model/object';
import { selectorOf } from '../model/policies';

/** A rule with CORS behind a gateway. */
export interface CorsRoute {
  readonly gateway: GatewayView;
  readonly place: Place;
}

/** The first rule with CORS behind each gateway. */
export function corsRoutes(mesh: Mesh): CorsRoute[] {
  const routes = new Map<GatewayView, CorsRoute>();
  if (mesh.gateways.all.length === 0) return [];
  for (const view of mesh.virtualServices.all) {
    const rule = view.http.find(({ route }) => route.corsPolicy);
    if (!rule) continue;
    const place = { object: rule.from, field: `${rule.field}.corsPolicy` };
    for (const gateway of view.gateways.flatMap(({ key }) => mesh.gateways.find(key))) if (!routes.has(gateway)) routes.set(gateway, { gateway, place });
  }
  return [...routes.values()];
}

const bySelector = perMesh((mesh: Mesh) => {
  const policies = accessPolicies(mesh).map(({ object }) => object).filter(selectsPods);
  return new SelectorIndex(policies, () => '', selectorOf);
});

/** The policies at the pods of a gateway. Where the pods are not written, those that select them by labels that the Gateway names too. */
export function policiesAt(mesh: Mesh, gateway: GatewayView): AccessPolicy[] {
  const workloads = mesh.gateways.workloadsOf(gateway);
  const objects: MeshObject[] = workloads.length > 0 ? workloads.flatMap(workload => mesh.policies.authorization(workload)) : bySelector(mesh).selective('', gateway.selector);
  return [...new Set(objects)].map(object => accessPolicyOf(mesh).get(object)!).filter(({ dryRun }) => !dryRun);
}

/** The condition for which policies refuse a preflight request, which has neither a token nor an identity. */
export function refusedPreflight(policies: AccessPolicy[]): { readonly policy: AccessPolicy; readonly attribute: Attribute } | undefined {
  for (const policy of policies.filter(({ action }) => action === 'DENY')) {
    const attribute = policy.rules.filter(deniesPreflight).flatMap(rule => rule.attributes).find(isMissing);
    if (attribute) return { policy, attribute };
  }
  const allowing = policies.filter(({ action }) => action === 'ALLOW');
  if (allowing.some(({ rules }) => rules.some(allowsPreflight))) return undefined;
  const conditions = allowing.flatMap(policy => policy.rules.flatMap(rule => rule.attributes).map(attribute => ({ policy, attribute })));
  return conditions.find(({ attribute }) => asksWho(attribute)) ?? conditions.find(({ attribute }) => isMethod(attribute));
}

/** Some alternative takes OPTIONS, and nothing asks for a token, an identity or the header with it. */
function allowsPreflight({ attributes, operations }: AccessRule): boolean {
  if (attributes.some(each => asksWho(each) || /^request\.headers\[authorization\]$/i.test(each.name))) return false;
  return Array.from({ length: Math.max(operations, 1) }, (_, i) => `to[${i}]`).some(part => takesOptions(attributes.filter(each => each.part === part)));
}

/** It asks for nothing but that a token or identity be missing. Where it is limited to hosts or paths, it may be meant for others. */
function deniesPreflight({ attributes, operations }: AccessRule): boolean {
  return attributes.some(isMissing) && operations < 2 && attributes.every(each => isMissing(each) || (isMethod(each) && takesOptions([each])));
}

function takesOptions(attributes: Attribute[]): boolean {
  return attributes.filter(isMethod).every(({ values, negative }) => values.some(value => value === 'OPTIONS' || value === '*') !== negative);
}

function isMethod({ name }: Attribute): boolean {
  return name === 'methods' || name === 'notMethods';
}

function asksWho({ kind, negative }: Attribute): boolean {
  return (kind === 'token' || kind === 'identity') && !negative;
}

function isMissing({ kind, negative }: Attribute): boolean {
  return (kind === 'token' || kind === 'identity') && negative;
}
