import { OutboundPolicy } from './outbound-policy';
import { SidecarEgressListener } from './sidecar-egress-listener';

/** What a pattern has written instead of what was given. */
export interface SidecarContent {
  readonly egress: SidecarEgressListener[];
  readonly outboundTrafficPolicy?: OutboundPolicy;
}
