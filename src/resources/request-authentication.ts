import { Construct } from 'constructs';
import { Attachment } from './attachment';
import { JwtIssuer } from './jwt-issuer';
import * as l1 from '../../imports/security.istio.io';
import { UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { IstioResource, IstioResourceProps } from '../core/resource';


/** Properties for `RequestAuthentication`. */
export interface RequestAuthenticationProps extends IstioResourceProps {
  /**
   * Whose tokens are taken. A token of one of them is enough.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication-jwt_rules
   * @default - none yet; one has to be added before synthesis
   */
  readonly issuers?: JwtIssuer[];
  /**
   * At which workloads.
   * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication-selector
   * @default Attachment.namespace() - every workload of the namespace; in the root namespace, of the mesh
   */
  readonly attachTo?: Attachment;
}

/**
 * Which tokens are taken. A bad token is refused; a request *without* a token passes, so that an AuthorizationPolicy has to ask for one:
 * a rule with `claims: [Claim.issuer(…)]`. All of these objects for a workload count together.
 * @see https://istio.io/latest/docs/reference/config/security/request_authentication/#RequestAuthentication
 */
export class RequestAuthentication extends IstioResource {
  private readonly attachTo: Attachment;
  private readonly _issuers = new Array<JwtIssuer>();

  public constructor(scope: Construct, id: string, props: RequestAuthenticationProps) {
    super(scope, id, objectHead(l1.RequestAuthentication, scope, id, props));
    this.attachTo = props.attachTo ?? Attachment.namespace();
    props.issuers?.forEach(issuer => this.addIssuer(issuer));
  }

  /** The issuers so far, as a copy. */
  public get issuers(): JwtIssuer[] {
    return [...this._issuers];
  }

  /**
   * Adds an issuer.
   * @param issuer whose tokens are taken as well
   */
  public addIssuer(issuer: JwtIssuer): void {
    this._issuers.push(issuer);
  }

  /**
   * @internal
   */
  protected _spec(): l1.RequestAuthenticationSpec {
    if (this._issuers.length === 0) {
      throw new UsageError(this, 'it has no issuers, and would do nothing', 'add one, for example addIssuer(JwtIssuer.of("https://idp.example.com"))');
    }
    return { ...this.attachTo._render(this), jwtRules: this._issuers.map(issuer => issuer._render()) };
  }
}
