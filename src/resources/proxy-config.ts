import { Construct } from 'constructs';
import { requireSelector } from './workload-labels';
import * as l1 from '../../imports/networking.istio.io';
import { UsageError } from '../core/errors';
import { objectHead } from '../core/object-head';
import { requireInteger, requireNonEmpty } from '../core/require';
import { IstioResource, IstioResourceProps } from '../core/resource';

const MAX_INT32 = 2_147_483_647;
const MAX_VALUE = 2048;

/**
 * Variant of the proxy image.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyImage
 */
export class ProxyImage {
  /** The usual image, with a shell. */
  public static standard(): ProxyImage {
    return new ProxyImage('default');
  }

  /** An image with tools for debugging. */
  public static debug(): ProxyImage {
    return new ProxyImage('debug');
  }

  /** An image without shell and packages. */
  public static distroless(): ProxyImage {
    return new ProxyImage('distroless');
  }

  /**
   * A variant that was published to the image registry of the mesh.
   * @param imageType the last part of the image's tag
   */
  public static of(imageType: string): ProxyImage {
    requireNonEmpty('ProxyImage.of', 'imageType', imageType);
    return new ProxyImage(imageType);
  }

  private constructor(private readonly imageType: string) {}

  /**
   * What to write.
   * @internal
   */
  public _render(): l1.ProxyConfigSpecImage {
    return { imageType: this.imageType };
  }
}

/** Properties for `ProxyConfig`. Something must be said. */
export interface ProxyConfigProps extends IstioResourceProps {
  /**
   * Labels of the workloads whose proxies are meant.
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-selector
   * @default - every workload of the namespace; of the mesh, in its root namespace
   */
  readonly selector?: { [key: string]: string };
  /**
   * Worker threads of a proxy. 0 is one for each core of the machine.
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-concurrency
   * @default - from the CPU limit of the proxy
   */
  readonly concurrency?: number;
  /**
   * Environment variables of the proxy. Those that begin with `ISTIO_META_` are told to the control plane.
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-environment_variables
   * @default - none
   */
  readonly environmentVariables?: { [name: string]: string };
  /**
   * Variant of the proxy image.
   * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig-image
   * @default - what the mesh uses
   */
  readonly image?: ProxyImage;
}

/**
 * How the proxies of workloads run. Takes effect when a pod is made anew.
 *
 * @see https://istio.io/latest/docs/reference/config/networking/proxy-config/#ProxyConfig
 */
export class ProxyConfig extends IstioResource {
  private readonly spec: l1.ProxyConfigSpec;

  public constructor(scope: Construct, id: string, props: ProxyConfigProps) {
    super(scope, id, objectHead(l1.ProxyConfig, scope, id, props));
    const { concurrency, environmentVariables = {}, image, selector } = props;
    if (concurrency === undefined && Object.keys(environmentVariables).length === 0 && !image) {
      throw new UsageError(this, 'nothing is said about the proxies', 'give concurrency, environmentVariables or image');
    }
    if (selector) requireSelector(this, 'selector', selector);
    if (concurrency !== undefined) requireInteger(this, 'concurrency', concurrency, 0, MAX_INT32);
    this.requireVariables(environmentVariables);
    this.spec = {
      selector: selector && { matchLabels: { ...selector } },
      concurrency,
      environmentVariables: Object.keys(environmentVariables).length > 0 ? { ...environmentVariables } : undefined,
      image: image?._render(),
    };
  }

  /**
   * @internal
   */
  protected _spec(): l1.ProxyConfigSpec {
    return this.spec;
  }

  private requireVariables(variables: { [name: string]: string }): void {
    for (const [name, value] of Object.entries(variables)) {
      requireNonEmpty(this, 'the name of an environment variable', name);
      if (value.length > MAX_VALUE) {
        throw new UsageError(this, `environment variable ${name} has ${value.length} characters`, `use at most ${MAX_VALUE}; Istio refuses longer ones`);
      }
    }
  }
}
