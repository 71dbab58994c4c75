import { Check } from './violation';
import { shown } from './words';

/** Annotations that istiod makes itself, and believes. */
const INTERNAL = ['internal.istio.io/parents', 'internal.istio.io/parent-namespace', 'internal.istio.io/webhook-always-reject'];
const DRY_RUN = 'istio.io/dry-run';
const BOOLEAN = /^(?:1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/;

/** Annotations that istiod's webhook refuses. */
export const ANNOTATIONS: { readonly [id: string]: Check } = {
  'annotations#internal': {
    holds: annotations => internal(annotations) === undefined,
    problem: annotations => `the annotation ${internal(annotations)} is set, which is for istiod only`,
    fix: () => 'take the annotation out',
    at: annotations => internal(annotations)!,
  },
  'annotations#dry-run': {
    holds: ({ kind, metadata, spec }) => {
      const value = metadata?.annotations?.[DRY_RUN];
      return typeof value !== 'string' || (kind === 'AuthorizationPolicy' && canTry(spec) && BOOLEAN.test(value));
    },
    problem: ({ kind, metadata: { annotations }, spec }) => {
      if (kind !== 'AuthorizationPolicy') return `the annotation ${DRY_RUN} is on a ${kind}`;
      return canTry(spec) ? `the annotation ${DRY_RUN} is ${shown(annotations[DRY_RUN])}` : `the annotation ${DRY_RUN} is on a policy with action ${spec.action}`;
    },
    fix: ({ kind, spec }) => kind === 'AuthorizationPolicy' && canTry(spec) ? 'write "true" or "false"' : 'take the annotation out: it is for an AuthorizationPolicy that allows or denies',
    at: () => ['metadata', 'annotations', DRY_RUN],
  },
};

function internal(annotations: object): string | undefined {
  return INTERNAL.find(name => Object.hasOwn(annotations, name));
}

function canTry(spec: any): boolean {
  return ['ALLOW', 'DENY', undefined, null].includes(spec?.action);
}
