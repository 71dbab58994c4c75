import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { hostsCalledByOthers } from './call-graph';
import { addEgressSidecar, requireSidecars } from './egress-sidecar';
import { MeshNamespace, MeshNamespaceProps } from './mesh-namespace';
import { rulesFor, sayForNamespace } from './namespace-rules';
import { addDenyNetworkPolicy } from './network-policies';
import { refuseInNamespace } from './refusals';
import { requireOneNamespace } from './root-namespace';
import { describedPods } from './workload-egress';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { Access } from '../resources/access';
import { Attachment } from '../resources/attachment';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { EgressScope } from '../resources/egress-scope';
import { MtlsMode } from '../resources/mtls-mode';
import { OutboundPolicy } from '../resources/outbound-policy';
import { PeerAuthentication } from '../resources/peer-authentication';
import { Sidecar } from '../resources/sidecar';

/** Properties for `SecureNamespace`. */
export interface SecureNamespaceProps extends MeshNamespaceProps {
  /**
   * Refuse what no rule allows. Written as the AuthorizationPolicy `deny-by-default`.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
   * @default true
   */
  readonly denyByDefault?: boolean;
  /**
   * What its workloads can see of the mesh. Written as the Sidecar `default`, and with `EgressScope.callGraph()` as one more for each
   * `MeshWorkload`. No access control.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-egress
   * @default - what the mesh says, which is everything unless it says otherwise
   */
  readonly egress?: EgressScope;
  /**
   * What happens to calls for hosts that its workloads cannot see. Written into its Sidecars.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-outbound_traffic_policy
   * @default - what the mesh says, which is OutboundPolicy.ALLOW_ANY unless it says otherwise
   */
  readonly outboundPolicy?: OutboundPolicy;
  /**
   * Write NetworkPolicies as well: one that refuses every connection, and for each workload one with those that `allowFrom` and routes of
   * gateways let in. They need a network plugin that enforces them. For connections to the pods only, not for those that they make.
   * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
   * @default false
   */
  readonly networkPolicy?: boolean;
}

/**
 * A namespace with STRICT mutual TLS that refuses what no rule allows. STRICT is written, because a mesh accepts plain text unless told otherwise.
 * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/
 */
export class SecureNamespace extends MeshNamespace {
  /** The PeerAuthentication, for overrides. */
  public readonly peerAuthentication: PeerAuthentication;
  /** The policy that refuses by default, for overrides. None with `denyByDefault: false`. */
  public readonly denyPolicy?: AuthorizationPolicy;
  /** The Sidecar, for overrides. None where neither `egress` nor `outboundPolicy` is said. */
  public readonly sidecar?: Sidecar;
  /** The NetworkPolicy that refuses by default, for JSON patches. None without `networkPolicy`. */
  public readonly denyNetworkPolicy?: ApiObject;

  public constructor(scope: Construct, id: string, props: SecureNamespaceProps) {
    super(scope, id, props);
    requireOneNamespace(this, this.namespaceName, 'use SecureMesh, which says it for the whole mesh');
    requireSidecars(this, this, { scope: props.egress, outboundPolicy: props.outboundPolicy });
    this.peerAuthentication = partOf(this, new PeerAuthentication(this, 'Strict', {
      namespace: this,
      metadata: { name: objectName(this, 'default') },
      attachTo: Attachment.namespace(),
      mode: MtlsMode.STRICT,
    }));
    if (props.denyByDefault ?? true) {
      this.denyPolicy = partOf(this, new AuthorizationPolicy(this, 'DenyByDefault', {
        namespace: this,
        metadata: { name: objectName(this, 'deny-by-default') },
        access: Access.denyAll(),
      }));
      refuseInNamespace(this, this.namespaceName);
    }
    this.sidecar = this.addSidecar(props);
    if (props.networkPolicy) this.denyNetworkPolicy = addDenyNetworkPolicy(this, this);
    const { egress, outboundPolicy, networkPolicy } = props;
    sayForNamespace(this, { egress, outboundPolicy, networkPolicy, mtls: MtlsMode.STRICT }, this.namespaceName);
  }

  private addSidecar({ egress: scope, outboundPolicy }: SecureNamespaceProps): Sidecar | undefined {
    if (this.dataPlane._isAmbient || (!scope && !outboundPolicy)) return undefined;
    const name = this.namespaceName;
    const said = () => {
      const rules = rulesFor(this, name);
      return { scope: rules.egress, outboundPolicy: rules.outboundPolicy };
    };
    return addEgressSidecar(this, { name: 'default', namespace: this }, said, () => hostsCalledByOthers(this, name, describedPods(this, name)));
  }
}
