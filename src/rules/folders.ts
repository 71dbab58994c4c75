/* eslint-disable @typescript-eslint/no-require-imports -- synthesis is synchronous, so `import()` cannot be used */
import { gatewayNames } from './gateway-names';
import { networkingParts } from './networking-parts';
import { Rule } from './rule';
import { hasViolations } from './structural';
import { hasTrafficPolicies } from './traffic-policies';
import { Mesh } from '../model/mesh';

/** A folder of rules, or part of one. Most meshes need few of them, and a hundred small files take as long to load as a thousand objects to check. */
interface Folder {
  /** Without an object of one of these kinds, of whatever group, its rules have nothing to look at. Nothing where they look at many kinds. */
  readonly kinds?: string[];
  /** Whether there is what its rules look at. */
  readonly isNeeded?: (mesh: Mesh) => boolean;
  readonly load: () => Rule[];
}

/** All folders. */
const FOLDERS: Folder[] = [
  { load: () => (require('./annotations') as typeof import('./annotations')).ANNOTATIONS_RULES },
  { load: () => (require('./authz') as typeof import('./authz')).AUTHZ_RULES },
  { load: () => (require('./common') as typeof import('./common')).COMMON_RULES },
  { isNeeded: hasViolations, load: () => (require('./structural-rules') as typeof import('./structural-rules')).STRUCTURAL_RULES },
  { isNeeded: mesh => mesh.inventory.length > 0, load: () => (require('./inventory-rules') as typeof import('./inventory-rules')).INVENTORY_RULES },
  { kinds: ['DestinationRule'], load: () => (require('./destination-rule') as typeof import('./destination-rule')).DESTINATION_RULE_RULES },
  { isNeeded: hasTrafficPolicies, load: () => (require('./traffic-policy-rules') as typeof import('./traffic-policy-rules')).TRAFFIC_POLICY_RULES },
  { kinds: ['Gateway'], load: () => (require('./egress-gateway') as typeof import('./egress-gateway')).EGRESS_GATEWAY_RULES },
  { kinds: ['EnvoyFilter'], load: () => (require('./envoy-filter') as typeof import('./envoy-filter')).ENVOY_FILTER_RULES },
  { kinds: ['Gateway'], load: () => (require('./gateway') as typeof import('./gateway')).GATEWAY_RULES },
  { kinds: ['Namespace'], load: () => (require('./namespace') as typeof import('./namespace')).NAMESPACE_RULES },
  { kinds: ['PeerAuthentication'], load: () => (require('./peer-auth') as typeof import('./peer-auth')).PEER_AUTH_RULES },
  { kinds: ['ProxyConfig'], load: () => (require('./proxy-config') as typeof import('./proxy-config')).PROXY_CONFIG_RULES },
  { kinds: ['RequestAuthentication'], load: () => (require('./request-auth') as typeof import('./request-auth')).REQUEST_AUTH_RULES },
  { kinds: ['ServiceEntry'], load: () => (require('./service-entry') as typeof import('./service-entry')).SERVICE_ENTRY_RULES },
  { kinds: ['Service'], load: () => (require('./service') as typeof import('./service')).SERVICE_RULES },
  { kinds: ['Sidecar'], load: () => (require('./sidecar') as typeof import('./sidecar')).SIDECAR_RULES },
  { kinds: ['Telemetry'], load: () => (require('./telemetry') as typeof import('./telemetry')).TELEMETRY_RULES },
  { kinds: ['TrafficExtension'], load: () => (require('./traffic-extension') as typeof import('./traffic-extension')).TRAFFIC_EXTENSION_RULES },
  { kinds: ['VirtualService'], load: () => (require('./virtual-service') as typeof import('./virtual-service')).VIRTUAL_SERVICE_RULES },
  { kinds: ['TrafficExtension', 'WasmPlugin'], load: () => (require('./wasm') as typeof import('./wasm')).WASM_RULES },
  { isNeeded: mesh => networkingParts(mesh).haveMatches, load: () => (require('./match-rules') as typeof import('./match-rules')).MATCH_RULES },
  { isNeeded: mesh => networkingParts(mesh).tls.length > 0, load: () => (require('./tls-route-rules') as typeof import('./tls-route-rules')).TLS_ROUTE_RULES },
  { isNeeded: mesh => gatewayNames(mesh).length > 0, load: () => (require('./gateway-route-rules') as typeof import('./gateway-route-rules')).GATEWAY_ROUTE_RULES },
  { isNeeded: mesh => networkingParts(mesh).haveSettings, load: () => (require('./http-setting-rules') as typeof import('./http-setting-rules')).HTTP_SETTING_RULES },
  { kinds: ['WorkloadEntry'], load: () => (require('./workload-entry') as typeof import('./workload-entry')).WORKLOAD_ENTRY_RULES },
  { kinds: ['WorkloadGroup'], load: () => (require('./workload-group') as typeof import('./workload-group')).WORKLOAD_GROUP_RULES },
  { load: () => (require('./workload') as typeof import('./workload')).WORKLOAD_RULES },
];

/** Every rule, in the order they run. */
export function allRules(): Rule[] {
  return inOrder(FOLDERS);
}

/** The rules that may have something to say about a mesh. */
export function rulesFor(mesh: Mesh): Rule[] {
  return inOrder(FOLDERS.filter(({ kinds, isNeeded }) => (kinds?.some(kind => mesh.hasKind(kind)) ?? true) && (isNeeded?.(mesh) ?? true)));
}

function inOrder(folders: Folder[]): Rule[] {
  return folders.flatMap(({ load }) => load()).sort((a, b) => a.id < b.id ? -1 : 1);
}
