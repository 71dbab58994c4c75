import { Labels } from './label-index';
import { Mesh } from './mesh';
import { MeshObject } from './object';
import { mapOf } from './read';
import { Service } from './services';
import { policyFor } from './traffic-policy';
import { Workload } from './workloads';

/** What a server takes. `UNKNOWN` where it depends on which of several policies is the oldest. */
export type ServerMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE' | 'UNKNOWN';

/** What a server takes, and what says so. */
export interface ServerTls {
  readonly mode: ServerMode;
  /** The policies that decide: one, or several of which nobody knows the oldest. Empty where nothing says it, and then it is the default. */
  readonly from: MeshObject[];
  /** The field of the first of them. */
  readonly field?: string;
}

/** How a client calls. `AUTO` where nothing says it: mutual TLS to whatever has a proxy. `UNKNOWN` where it depends on an order. */
export type ClientMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL' | 'AUTO' | 'UNKNOWN';

/** How a client calls, and the DestinationRule that says so. */
export interface ClientTls {
  readonly mode: ClientMode;
  readonly from?: MeshObject;
}

/** What one policy says on one level. */
interface Said {
  readonly mode: string;
  readonly from: MeshObject;
  readonly field: string;
}

/** Mutual TLS on both sides of a call (8.8). */
export class MutualTls {
  public constructor(private readonly mesh: Mesh) {}

  /** What a port of a workload takes. */
  public server({ namespace, labels }: Workload, port?: number): ServerTls {
    return this.serverOf(namespace, labels, port);
  }

  /** The same for whatever has these labels. Without a port, for those that no policy names. */
  public serverOf(namespace: string, labels: Labels, port?: number): ServerTls {
    const { workload, namespace: own, mesh } = this.mesh.policies.peerOf(namespace, labels);
    return decide([workload.map(each => portLevel(each, port) ?? wholeLevel(each)), own.map(wholeLevel), mesh.map(wholeLevel)]);
  }

  /** How clients in a namespace call a port of a service, or a subset of it. */
  public client(clientNamespace: string, { host, namespace }: Service, port: number, subset?: string): ClientTls {
    const rules = this.mesh.destinationRules.forClient(host, namespace, clientNamespace);
    if (!rules) return { mode: 'AUTO' };
    if (rules.orderDependent || rules.perWorkload) return { mode: 'UNKNOWN' };
    const tls = mapOf(policyFor(rules, port, subset)?.tls);
    const from = rules.subsets.find(({ name, trafficPolicy }) => name === subset && trafficPolicy?.tls)?.from ?? rules.trafficPolicyFrom;
    return Object.keys(tls).length === 0 ? { mode: 'AUTO' } : { mode: tls.mode ?? 'DISABLE', from };
  }
}

/** The narrowest level that says something. Where the oldest of a level may say nothing, the next has a say as well. */
function decide(levels: Array<Array<Said | undefined>>): ServerTls {
  const found: Said[] = [];
  for (const level of levels) {
    const said = level.filter(each => each !== undefined) as Said[];
    found.push(...said);
    if (said.length > 0 && said.length === level.length) return decided(found, new Set(found.map(({ mode }) => mode)));
  }
  return decided(found, new Set([...found.map(({ mode }) => mode), 'PERMISSIVE']));
}

function decided(found: Said[], modes: Set<string>): ServerTls {
  return { mode: modes.size === 1 ? [...modes][0] as ServerMode : 'UNKNOWN', from: found.map(({ from }) => from), field: found[0]?.field };
}

function portLevel(from: MeshObject, port: number | undefined): Said | undefined {
  const mode = port === undefined ? undefined : mapOf(mapOf(from.spec.portLevelMtls)[String(port)]).mode;
  return isMode(mode) ? { mode, from, field: `spec.portLevelMtls.${port}.mode` } : undefined;
}

function wholeLevel(from: MeshObject): Said | undefined {
  const { mode } = mapOf(from.spec.mtls);
  return isMode(mode) ? { mode, from, field: 'spec.mtls.mode' } : undefined;
}

/** `UNSET` and what is no mode leave it to the next level. */
function isMode(mode: unknown): mode is string {
  return mode === 'STRICT' || mode === 'PERMISSIVE' || mode === 'DISABLE';
}
