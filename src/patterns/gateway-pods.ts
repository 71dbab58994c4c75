import { NamespaceReference } from './namespace-reference';
import { CallerConfig, IMeshNamespace } from '../core/bindings';
import { requireDnsLabel, requireDnsSubdomain, requireSome } from '../core/require';

/** Options for `GatewayPods.of`. */
export interface GatewayPodsOptions {
  /**
   * Namespace of the pods. Certificates are read there.
   * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/
   */
  readonly namespace: IMeshNamespace;
  /**
   * Labels of the pods.
   * @see https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway-selector
   */
  readonly labels: { [key: string]: string };
  /**
   * Service account of the pods.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source-principals
   */
  readonly serviceAccount: string;
}

const INGRESS_SERVICE = 'istio-ingressgateway';

/**
 * Which pods are a gateway: namespace, labels and service account belong together, and a wrong account means 403 for every request.
 * @see https://istio.io/latest/docs/setup/additional-setup/gateway/
 */
export class GatewayPods {
  /** The ingress gateway of `istioctl install`: `istio-system`, `istio=ingressgateway`, account `istio-ingressgateway-service-account`. */
  public static istioctl(): GatewayPods {
    return new GatewayPods({
      namespace: new NamespaceReference('istio-system'),
      labels: { istio: 'ingressgateway' },
      serviceAccount: 'istio-ingressgateway-service-account',
    }, INGRESS_SERVICE);
  }

  /** The egress gateway of `istioctl install`: `istio-system`, `istio=egressgateway`, account `istio-egressgateway-service-account`. Not part of its default profile. */
  public static istioctlEgress(): GatewayPods {
    return new GatewayPods({
      namespace: new NamespaceReference('istio-system'),
      labels: { istio: 'egressgateway' },
      serviceAccount: 'istio-egressgateway-service-account',
    }, 'istio-egressgateway');
  }

  /**
   * Those of Istio's Helm chart `gateway` with its own names: labels `app=<release>` and `istio=<release without "istio-">`, and the account `<release>`.
   * @param release name of the release
   * @param namespace namespace of the release
   */
  public static helm(release: string, namespace: IMeshNamespace): GatewayPods {
    requireDnsLabel('GatewayPods.helm', 'release', release);
    return new GatewayPods({ namespace, labels: { app: release, istio: release.replace(/^istio-/, '') }, serviceAccount: release }, release);
  }

  /**
   * Any others.
   * @param options where they are and who they are
   */
  public static of(options: GatewayPodsOptions): GatewayPods {
    requireSome('GatewayPods.of', 'labels', Object.keys(options.labels));
    requireDnsSubdomain('GatewayPods.of', 'serviceAccount', options.serviceAccount);
    return new GatewayPods(options);
  }

  private constructor(private readonly options: GatewayPodsOptions, private readonly service?: string) {}

  /**
   * Name of their Kubernetes Service, where it is known.
   * @internal
   */
  public get _service(): string | undefined {
    return this.service;
  }

  /**
   * Whether they are the ones that istioctl installs for traffic that comes in.
   * @internal
   */
  public get _isForIngress(): boolean {
    return this.service === INGRESS_SERVICE;
  }

  /**
   * Namespace of the pods.
   * @internal
   */
  public get _namespace(): IMeshNamespace {
    return this.options.namespace;
  }

  /**
   * Labels of the pods.
   * @internal
   */
  public get _labels(): { [key: string]: string } {
    return { ...this.options.labels };
  }

  /**
   * How others recognize the gateway.
   * @internal
   */
  public get _caller(): CallerConfig {
    const namespace = this.options.namespace.namespaceName;
    return { identities: [`${namespace}/${this.options.serviceAccount}`], labels: this._labels, workloadNamespace: namespace };
  }
}
