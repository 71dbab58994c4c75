// generated from the CRDs of Istio; run `npm run imports` instead of editing

/** A node of a schema as Kubernetes has them (OpenAPI v3); `rules` stands for the CEL expressions of the node. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: { readonly [name: string]: SchemaNode };
  readonly items?: SchemaNode;
  readonly rules?: string[];
  readonly [keyword: string]: unknown;
}

/** The schema of one kind. */
export interface KindSchema {
  readonly group: string;
  readonly kind: string;
  readonly version: string;
  readonly servedVersions: string[];
  readonly schema: SchemaNode;
}

const FILES: { readonly [kind: string]: string } = {
  AuthorizationPolicy: 'authorization-policy.json',
  DestinationRule: 'destination-rule.json',
  EnvoyFilter: 'envoy-filter.json',
  Gateway: 'gateway.json',
  PeerAuthentication: 'peer-authentication.json',
  ProxyConfig: 'proxy-config.json',
  RequestAuthentication: 'request-authentication.json',
  ServiceEntry: 'service-entry.json',
  Sidecar: 'sidecar.json',
  Telemetry: 'telemetry.json',
  TrafficExtension: 'traffic-extension.json',
  VirtualService: 'virtual-service.json',
  WasmPlugin: 'wasm-plugin.json',
  WorkloadEntry: 'workload-entry.json',
  WorkloadGroup: 'workload-group.json',
};

/** Kinds that have a schema. */
export const SCHEMA_KINDS = Object.keys(FILES);

/** The schema of a kind of Istio, read when it is asked for; none for other kinds. */
export function schemaOf(kind: string): KindSchema | undefined {
  return Object.hasOwn(FILES, kind) ? require(`./${FILES[kind]}`) : undefined;
}
