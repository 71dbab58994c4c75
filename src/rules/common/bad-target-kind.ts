import { Mesh } from '../../model/mesh';
import { textOf } from '../../model/read';
import { childOf, findingsOf, itemsOf, Part, specOf, Wrong } from '../parts';
import { Rule } from '../rule';

const KINDS: { [kind: string]: string } = {
  AuthorizationPolicy: 'security.istio.io',
  RequestAuthentication: 'security.istio.io',
  Telemetry: 'telemetry.istio.io',
  TrafficExtension: 'extensions.istio.io',
  WasmPlugin: 'extensions.istio.io',
};

/** What a policy can be for, by group. */
const TARGETS: { [kind: string]: string } = {
  Service: '',
  ServiceEntry: 'networking.istio.io',
  Gateway: 'gateway.networking.k8s.io',
  GatewayClass: 'gateway.networking.k8s.io',
};

export const badTargetKind: Rule = {
  id: 'common/bad-target-kind',
  severity: 'error',
  summary: 'a targetRef is of a kind that no policy can be for',
  why: 'Istio refuses a targetRef unless it is of a Service, a ServiceEntry, or a Gateway or GatewayClass of the Gateway API, with the group of that kind',
  sameAs: ['IST0106'],
  bad: `
kind: RequestAuthentication
spec: { targetRefs: [{ group: networking.istio.io, kind: Gateway, name: shop }], jwtRules: [{ issuer: https://id.example.com }] }
`,
  good: `
kind: RequestAuthentication
spec: { targetRefs: [{ group: gateway.networking.k8s.io, kind: Gateway, name: shop }], jwtRules: [{ issuer: https://id.example.com }] }
`,
  check: mesh => findingsOf(targets(mesh), wrongs),
};

function targets(mesh: Mesh): Part[] {
  const targeting = Object.entries(KINDS).flatMap(([kind, group]) => mesh.ofKind(group, kind)).filter(({ spec }) => spec.targetRef || spec.targetRefs);
  return targeting.map(specOf).flatMap(spec => [...childOf(spec, 'targetRef'), ...itemsOf(spec, 'targetRefs')]);
}

function * wrongs({ group, kind }: any): Iterable<Wrong> {
  const [given, own] = [textOf(group), TARGETS[textOf(kind)]];
  if (kind === undefined || given === own || (own === '' && given === 'core')) return;
  yield {
    field: own === undefined ? '.kind' : '.group',
    problem: `the target is a ${kind} of ${given || 'the core group'}`,
    fix: own === undefined ? `use one of ${Object.keys(TARGETS).join(', ')}; workloads are chosen with selector` : `write group: ${own || '"", or leave it out'}`,
  };
}
