/** What the generator reads of a CustomResourceDefinition. */
export interface Crd {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly versions: CrdVersion[];
  };
}

/** One version of a CustomResourceDefinition. */
export interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly storage: boolean;
  readonly schema: { readonly openAPIV3Schema: object };
}

/** `v1` where it is served, else the version that is stored: Telemetry stores v1alpha1 but serves v1. */
export function oneVersion(crd: Crd): Crd {
  const served = crd.spec.versions.filter(version => version.served);
  const version = served.find(({ name }) => name === 'v1') ?? served.find(({ storage }) => storage) ?? served[0];
  if (!version) throw new Error(`${crd.metadata.name} serves no version`);
  return { ...crd, spec: { ...crd.spec, versions: [{ ...version, storage: true }] } };
}

/**
 * The same without fields that are there a second time in snake case, as Istio's older objects have them: the generated classes would
 * write `jwks_uri` for `jwksUri`.
 */
export function withoutTwins<T>(node: T): T {
  if (Array.isArray(node)) return node.map(withoutTwins) as T;
  if (node === null || typeof node !== 'object') return node;
  const keys = Object.keys(node);
  const camel = (key: string) => key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
  const entries = Object.entries(node).filter(([key]) => camel(key) === key || !keys.includes(camel(key)));
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutTwins(value)])) as T;
}

/** The same without description texts: they are Istio's, and its reference pages have them. */
export function withoutProse<T>(node: T): T {
  if (Array.isArray(node)) return node.map(withoutProse) as T;
  if (node === null || typeof node !== 'object') return node;
  const entries = Object.entries(node).filter(([key, value]) => key !== 'description' || typeof value !== 'string');
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutProse(value)])) as T;
}
