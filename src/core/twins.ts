import { Notice } from './notices';

/** Rules that say of manifests what constructs say of themselves, in their own words and before anything is written. */
export const TWINS: { readonly [notice in Notice['rule']]?: readonly string[] } = {
  'delegated-routes/nobody-delegates': ['virtual-service/orphaned-delegate'],
  'external-authorizer/contradiction': ['authz/several-providers'],
  'external-authorizer/unknown-provider': ['authz/unknown-provider'],
  'ingress-gateway/conflicting-gateways': ['gateway/conflicting-hosts', 'gateway/conflicting-protocols'],
  'ingress-gateway/shared-certificate': ['gateway/shared-certificate'],
  'ingress-route/overlapping-routes': ['virtual-service/order-dependent-routes'],
  'mesh-service/duplicate-host': ['virtual-service/duplicate-host-on-mesh', 'destination-rule/duplicate-host'],
  'mesh-service/mirror-answers': ['virtual-service/mirror-to-itself'],
  'telemetry/unknown-provider': ['telemetry/missing-provider'],
};

/** Whether a rule says the same as a notice. */
export function saysTheSame(notice: Notice['rule'], rule: string): boolean {
  return TWINS[notice]?.includes(rule) ?? false;
}
