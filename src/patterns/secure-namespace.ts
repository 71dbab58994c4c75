import { Construct } from 'constructs';
import { addEgressSidecar } from './egress-sidecar';
import { MeshNamespace, MeshNamespaceProps } from './mesh-namespace';
import { refuseInNamespace } from './refusals';
import { objectName } from '../core/naming';
import { partOf } from '../core/owner';
import { Access } from '../resources/access';
import { Attachment } from '../resources/attachment';
import { AuthorizationPolicy } from '../resources/authorization-policy';
import { EgressScope } from '../resources/egress-scope';
import { MtlsMode } from '../resources/mtls-mode';
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
   * What its workloads can see of the mesh. Written as the Sidecar `default`. No access control.
   * @see https://istio.io/latest/docs/reference/config/networking/sidecar/#Sidecar-egress
   * @default EgressScope.unrestricted()
   */
  readonly egress?: EgressScope;
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
  /** The Sidecar, for overrides. None with `EgressScope.unrestricted()`. */
  public readonly sidecar?: Sidecar;

  public constructor(scope: Construct, id: string, props: SecureNamespaceProps) {
    super(scope, id, props);
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
    this.sidecar = addEgressSidecar(this, this, props.egress);
  }
}
