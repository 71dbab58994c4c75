import { Construct } from 'constructs';
import { namespaceOf } from './policy-place';
import { reportUnread, requireNoHosts } from './whole-proxies';
import { IPolicyTarget, PolicyTargetConfig } from '../core/bindings';
import { didYouMean, pathOf, quoted, UsageError } from '../core/errors';
import { watch } from '../core/hook';
import { fitting, kebab, objectName } from '../core/naming';
import { addNotices, Notice } from '../core/notices';
import { partOf } from '../core/owner';
import { meshScopeOf, registryOf, settingsOf } from '../core/scopes';
import { AccessLog } from '../resources/access-log';
import { Attachment } from '../resources/attachment';
import { MetricsConfig } from '../resources/metrics-config';
import { Telemetry } from '../resources/telemetry';
import { TracingConfig } from '../resources/tracing-config';

/** What one construct says about the telemetry of a target. */
export interface TelemetryPart {
  /** The construct, which messages name. */
  readonly owner: Construct;
  /** Whose telemetry. The whole mesh when left out. */
  readonly target?: IPolicyTarget;
  readonly accessLog?: AccessLog;
  readonly tracing?: TracingConfig;
  readonly metrics?: MetricsConfig;
  /** Names of extension providers that it needs. */
  readonly providers: string[];
}

interface Hub {
  readonly telemetry: Telemetry;
  readonly parts: TelemetryPart[];
}

const HUBS = Symbol('telemetry');
const KINDS = ['accessLog', 'tracing', 'metrics'] as const;
/** Every mesh has these. */
const BUILT_IN = ['envoy', 'prometheus', 'stackdriver'];

/**
 * The one Telemetry of a target. Of several for a namespace or the mesh Istio takes the oldest, and of several for a workload the younger
 * overrides the older. Whoever speaks first makes it.
 * @returns the object, which holds what everybody says about the target
 */
export function addTelemetry(part: TelemetryPart): Telemetry {
  const { owner, target } = part;
  watch(owner);
  const place = () => target?.policyTargetConfig() ?? { namespace: settingsOf(owner).rootNamespace };
  requireNoHosts(owner, place());
  const hubs = registryOf(owner, HUBS, () => new Map<string, Hub>());
  const key = keyOf(owner, place());
  const hub = hubs.get(key) ?? newHub(owner, place);
  requireUnsaid(part, hub.parts);
  hub.parts.push(part);
  hubs.set(key, hub);
  addNotices(owner, () => unknownProviders(part));
  if (target) reportUnread(owner, target);
  return hub.telemetry;
}

function newHub(owner: Construct, place: () => PolicyTargetConfig): Hub {
  const parts: TelemetryPart[] = [];
  const telemetry = partOf(owner, new Telemetry(owner, 'Telemetry', {
    namespace: namespaceOf(place()),
    metadata: { name: objectName(owner, nameOf(place())) },
    attachTo: Attachment._of(place),
  }));
  telemetry._contentFrom(() => ({
    tracing: parts.find(part => part.tracing)?.tracing,
    metrics: parts.flatMap(part => part.metrics ?? []),
    accessLogging: parts.flatMap(part => part.accessLog ?? []),
  }));
  return { telemetry, parts };
}

/** By what it is for, and not by who speaks first: that changes with the order of lines. */
function nameOf({ selector, targetRef }: PolicyTargetConfig): string {
  if (targetRef) return targetRef.name;
  return selector ? fitting(kebab(Object.values(selector).join('-'))) : 'default';
}

/** Two meshes of an app each have their own. */
function keyOf(owner: Construct, { namespace, selector, targetRef }: PolicyTargetConfig): string {
  const labels = selector && Object.entries(selector).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([meshScopeOf(owner).node.path, namespace, labels, targetRef]);
}

/** Logs may go to several places, each said once. */
function requireUnsaid(part: TelemetryPart, others: TelemetryPart[]): void {
  for (const kind of KINDS) {
    const twin = part[kind] && others.find(other => other[kind] && (kind !== 'accessLog' || sameProvider(part, other)));
    if (!twin) continue;
    throw new UsageError(part.owner, `this target has what is said here from [${pathOf(twin.owner)}] already, and the age of the objects would decide`, 'say it in one construct for each target');
  }
}

function sameProvider(part: TelemetryPart, other: TelemetryPart): boolean {
  if (part.providers.length === 0 || other.providers.length === 0) return true;
  return part.providers.some(name => other.providers.includes(name));
}

function unknownProviders({ owner, providers }: TelemetryPart): Notice[] {
  const known = settingsOf(owner).extensionProviders;
  return providers.filter(name => known && ![...known, ...BUILT_IN].includes(name)).map(name => ({
    rule: 'telemetry/unknown-provider',
    severity: 'error',
    problem: `the mesh has no extension provider ${quoted(name)}; it has ${known!.join(', ') || 'none'}${didYouMean(name, known!)}`,
    why: 'Istio leaves out what is said for a provider that it does not know',
    fix: 'use one of them, or add it to the mesh configuration and to extensionProviders of Mesh.configure',
  }));
}
