import { CheckNode } from './check-node';
import { checksOf } from './checks';
import { kubernetesSchema } from './kubernetes';
import { METADATA } from './metadata';
import { closest } from './similar';
import { Violation } from './violation';
import { listed, shown } from './words';
import { KindSchema, SCHEMA_KINDS, schemaOf } from '../../../imports/schema';

const TEXT = { type: 'string' };
const GROUPS = ['networking.istio.io', 'security.istio.io', 'telemetry.istio.io', 'extensions.istio.io'];

/** What took the place of groups that Istio had. */
const SUCCESSORS = new Map([
  ['authentication.istio.io', 'write PeerAuthentication for mutual TLS and RequestAuthentication for tokens, both of security.istio.io/v1'],
  ['rbac.istio.io', 'write AuthorizationPolicy, of security.istio.io/v1'],
  ['config.istio.io', 'take it out; Mixer is gone, and Telemetry, AuthorizationPolicy and WasmPlugin do what it did'],
]);
/** Kinds that Istio had before those of today. */
const RENAMED = new Map([['RouteRule', 'VirtualService'], ['DestinationPolicy', 'DestinationRule'], ['EgressRule', 'ServiceEntry']]);

/** What is known of an `apiVersion` and `kind`. */
export interface Known {
  /** The schema of the kind, prepared; none for kinds that Istio does not read. */
  readonly node?: CheckNode;
  /** Istio has no such kind or version. */
  readonly misnamed?: Violation;
}

const NOTHING: Known = {};
const prepared = new Map<string, Map<string, Known>>();

/** Looks a kind up; its schema is prepared when it is first asked for. */
export function kindOf(apiVersion: unknown, kind: unknown): Known {
  const text = typeof apiVersion === 'string' ? apiVersion : '';
  if (typeof kind !== 'string') return isIstios(parts(text)[0]) ? { misnamed: wrongKind(parts(text)[0], kind) } : NOTHING;
  const found = prepared.get(text)?.get(kind);
  if (found) return found;
  return remember(text, kind, prepare(...parts(text), kind));
}

/** Group and version. The core group has no name, and Istio's without a version are still Istio's. */
function parts(apiVersion: string): [string, string] {
  const slash = apiVersion.indexOf('/');
  if (slash < 0) return isIstios(apiVersion) ? [apiVersion, ''] : ['', apiVersion];
  return [apiVersion.slice(0, slash), apiVersion.slice(slash + 1)];
}

/** Anybody's YAML can have any kind: those without a schema are not kept. */
function remember(apiVersion: string, kind: string, found: Known): Known {
  if (!found.node) return found;
  const kinds = prepared.get(apiVersion) ?? new Map<string, Known>();
  prepared.set(apiVersion, kinds.set(kind, found));
  return found;
}

function prepare(group: string, version: string, kind: string): Known {
  return { node: istioNode(group, kind) ?? kubernetesNode(group, kind), misnamed: misnamed(group, version, kind) };
}

function istioNode(group: string, kind: string): CheckNode | undefined {
  const known = schemaOf(kind);
  if (known?.group !== group) return undefined;
  const { properties = {}, required = [] } = known.schema as { properties?: object; required?: string[] };
  const schema = { type: 'object', required: ['metadata', ...required], properties: { apiVersion: TEXT, kind: TEXT, metadata: METADATA, ...properties } };
  return new CheckNode(schema, '', (ids, place) => checksOf(kind, ids, place));
}

function kubernetesNode(group: string, kind: string): CheckNode | undefined {
  const schema = kubernetesSchema(group, kind);
  return schema && new CheckNode(schema, '', () => []);
}

/** What is wrong with a kind and version that claim to be Istio's. Those of others are none of our business. */
function misnamed(group: string, version: string, kind: string): Violation | undefined {
  const schema = schemaOf(kind);
  if (schema?.group === group) return schema.servedVersions.includes(version) ? undefined : unserved(version, schema);
  if (schema && (isIstios(group) || group === '')) return wrongGroup(group, schema);
  return isIstios(group) ? wrongKind(group, kind) : undefined;
}

/** Kinds of installers are no matter of Istio's API server: input of istioctl, and of operators. */
function isIstios(group: string): boolean {
  return group.endsWith('.istio.io') && group !== 'install.istio.io' && group !== 'operator.istio.io';
}

function unserved(version: string, { group, kind, version: own, servedVersions }: KindSchema): Violation {
  return {
    kind: 'version',
    field: 'apiVersion',
    problem: `${kind} has no version ${shown(version)}; Istio serves ${listed(servedVersions, 'and')}`,
    fix: `use ${group}/${own}`,
  };
}

function wrongGroup(group: string, { kind, group: right, version }: KindSchema): Violation {
  return { kind: 'kind', field: 'apiVersion', problem: `${kind} is not of ${group || 'the core group'}, but of ${right}`, fix: `use apiVersion: ${right}/${version}` };
}

function wrongKind(group: string, kind: unknown): Violation {
  const kinds = SCHEMA_KINDS.filter(name => schemaOf(name)!.group === group);
  const near = typeof kind === 'string' ? RENAMED.get(kind) ?? (SUCCESSORS.has(group) ? undefined : closest(kind, SCHEMA_KINDS)) : undefined;
  const fix = near ? `write ${near}, of ${newest(near)}` : SUCCESSORS.get(group) ?? `use one of ${listed(kinds.length ? kinds : GROUPS, 'or')}`;
  if (kinds.length === 0) return { kind: 'kind', field: 'apiVersion', problem: `Istio has no group ${shown(group)}`, fix };
  return { kind: 'kind', field: 'kind', problem: kind === undefined ? 'the object has no kind' : `${group} has no kind ${shown(kind)}`, fix };
}

function newest(kind: string): string {
  const { group, version } = schemaOf(kind)!;
  return `${group}/${version}`;
}
