/** What is known of a mesh that its manifests do not say. */
export interface Settings {
  /** Namespace of the mesh-wide objects. */
  readonly rootNamespace: string;
  /** The trust domain, and its aliases. */
  readonly trustDomains: string[];
  /** What happens to calls for unknown hosts: `ALLOW_ANY` or `REGISTRY_ONLY`. */
  readonly outboundPolicy: string;
  /** Names of the extension providers. Nothing when they are not known, and then names are not checked. */
  readonly extensionProviders?: string[];
  /** ServiceEntries without an address get one, and sidecars use it. */
  readonly allocatesAddresses: boolean;
  /** Somebody else refuses by default for the whole mesh. */
  readonly denyByDefault: boolean;
  /** Who sees what does not say so itself. */
  readonly defaultExportTo?: DefaultExportTo;
  /** Something was not read: it may hold more of any namespace. */
  readonly isPartial?: boolean;
  /** Hosts of services that constructs describe. They exist, whoever writes them. */
  readonly describedHosts?: readonly string[];
  /** Pods that constructs describe. */
  readonly describedPods?: ReadonlyArray<{ readonly namespace: string; readonly labels: { readonly [key: string]: string } }>;
}

/** `exportTo` of objects that have none, by what they are. Everybody where nothing is said. */
export interface DefaultExportTo {
  /** Of Services and ServiceEntries. */
  readonly services?: readonly string[];
  readonly virtualServices?: readonly string[];
  readonly destinationRules?: readonly string[];
}

/** What Istio does where nothing else is said. */
export const DEFAULT_SETTINGS: Settings = {
  rootNamespace: 'istio-system',
  trustDomains: ['cluster.local'],
  outboundPolicy: 'ALLOW_ANY',
  allocatesAddresses: false,
  denyByDefault: false,
};
