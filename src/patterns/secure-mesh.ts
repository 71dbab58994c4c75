import { Construct } from 'constructs';
import { addEgressSidecar } from './egress-sidecar';
import { NamespaceReference } from './namespace-reference';
import { sayForNamespace } from './namespace-rules';
import { refuseInMesh } from './refusals';
import { UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { rootNamespaceFor } from '../core/scopes';
import { Access } from '../resources/access';
import { Attachment } from '../resources/attachment';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { EgressScope } from '../resources/egress-scope';
import { MtlsMode } from '../resources/mtls-mode';
import { OutboundPolicy } from '../resources/outbound-policy';
import { PeerAuthentication } from '../resources/peer-authentication';
import { Sidecar } from '../resources/sidecar';

/** Properties for `SecureMesh`. */
export interface SecureMeshProps {
  /**
   * What servers accept: `STRICT`, or `PERMISSIVE` while clients are moved into the mesh.
   * @see https://istio.io/latest/docs/reference/config/security/peer_authentication/#PeerAuthentication-mtls
   * @default MtlsMode.STRICT
   */
  readonly mtls?: MtlsMode;
  /**
   * Refuse what no rule allows, in every namespace. Written as the AuthorizationPolicy `deny-by-default` of the root namespace.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#AuthorizationPolicy
   * @default true
   */
  readonly denyByDefault?: boolean;
  /**
   * What workloads can see where their namespace does not say. Written as the Sidecar `default` of the root namespace. No access control.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-egress
   * @default EgressScope.unrestricted()
   */
  readonly egress?: EgressScope;
  /**
   * What happens to calls for hosts that workloads cannot see, where their namespace does not say. Written into the Sidecar `default` of the
   * root namespace.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-outbound_traffic_policy
   * @default - what the mesh configuration says, which is OutboundPolicy.ALLOW_ANY unless it says otherwise
   */
  readonly outboundPolicy?: OutboundPolicy;
}

/** Defaults for the whole mesh, written into its root namespace (`Mesh.configure`, `istio-system` when not said). */
export class SecureMesh extends Construct {
  /** The PeerAuthentication, for overrides. */
  public readonly peerAuthentication: PeerAuthentication;
  /** The policy that refuses by default, for overrides. None with `denyByDefault: false`. */
  public readonly denyPolicy?: AuthorizationPolicy;
  /** The Sidecar, for overrides. None where everything can be seen and `outboundPolicy` is not said. */
  public readonly sidecar?: Sidecar;

  public constructor(scope: Construct, id: string, props: SecureMeshProps = {}) {
    super(scope, id);
    watch(this);
    const { mtls = MtlsMode.STRICT, denyByDefault = true, egress, outboundPolicy } = props;
    if (![MtlsMode.STRICT, MtlsMode.PERMISSIVE].includes(mtls)) {
      throw new UsageError(this, `mtls is ${mtls}`, 'use MtlsMode.STRICT or MtlsMode.PERMISSIVE; turn mutual TLS off for single workloads with PeerAuthentication');
    }
    if (egress?._isCallGraph) {
      throw new UsageError(this, 'egress is EgressScope.callGraph(), and one Sidecar for all namespaces cannot tell their workloads apart', 'say it for each SecureNamespace');
    }
    const namespace = new NamespaceReference(rootNamespaceFor(this));
    this.peerAuthentication = partOf(this, new PeerAuthentication(this, 'Mtls', {
      namespace, metadata: { name: objectName(this, 'default') }, attachTo: Attachment.namespace(), mode: mtls,
    }));
    if (denyByDefault) {
      this.denyPolicy = partOf(this, new AuthorizationPolicy(this, 'DenyByDefault', {
        namespace, metadata: { name: objectName(this, 'deny-by-default') }, access: Access.denyAll(),
      }));
      refuseInMesh(this);
    }
    // Everything is what workloads see without a Sidecar.
    const seen = egress?._isUnrestricted ? undefined : egress;
    if (seen || outboundPolicy) this.sidecar = addEgressSidecar(this, { name: 'default', namespace }, () => ({ scope: seen, outboundPolicy }));
    sayForNamespace(this, { egress: seen, outboundPolicy, mtls });
  }
}
