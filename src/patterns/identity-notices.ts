import { Construct, IConstruct } from 'constructs';
import { AccessOptions } from './access-options';
import { Call, callsTo } from './call-graph';
import { rulesFor } from './namespace-rules';
import { podPorts } from './network-rule';
import { refusesByDefault } from './refusals';
import { CallerConfig, ICaller, IMeshNamespace, PolicyTargetConfig } from '../core/bindings';
import { Notice } from '../core/notices';
import { isAnyone } from '../core/recognizable';
import { MeshPort } from '../resources/mesh-port';
import { MtlsMode } from '../resources/mtls-mode';

/** A caller that is refused. */
export interface Denied {
  readonly caller: ICaller;
  readonly options: AccessOptions;
}

/** Who is let in. */
interface Entries {
  readonly any: boolean;
  /** Those who may have no identity. */
  readonly ofStrangers: Call[];
}

/** What denies callers by identity. */
interface Subject {
  readonly owner: Construct;
  readonly name: string;
  readonly namespace: IMeshNamespace;
  readonly pods: () => PolicyTargetConfig;
  readonly plaintextPorts: MeshPort[];
}

/**
 * Callers that are refused by their identity, where they could leave the identity out: plain text is known to be accepted, and nothing refuses
 * those without identity.
 */
export function avoidableDenies(subject: Subject, denied: Denied[]): Notice[] {
  const byIdentity = denied.filter(({ caller, options }) => !options.dryRun && hasIdentity(caller.callerConfig()));
  const plain = byIdentity.filter(({ options }) => acceptsPlaintext(subject, options));
  if (plain.length === 0) return [];
  const entries = entriesOf(subject);
  if (!plain.some(({ options }) => letsStrangersIn(subject, options, entries))) return [];
  return [{
    rule: 'mesh-workload/avoidable-deny',
    severity: 'warning',
    problem: `${subject.name} refuses a caller by its identity, and lets in plain text, which has none`,
    why: 'a DENY rule for identities does not match a connection without one, so the caller gets past it by leaving mutual TLS out',
    fix: 'accept mutual TLS only, or allow those who may instead of refusing those who may not',
  }];
}

function hasIdentity({ identities, namespaces, anyIdentity }: CallerConfig): boolean {
  return Boolean(identities?.length || namespaces?.length || anyIdentity);
}

function acceptsPlaintext({ owner, namespace, pods, plaintextPorts }: Subject, options: AccessOptions): boolean {
  if (rulesFor(owner, namespace.namespaceName).mtls === MtlsMode.PERMISSIVE) return true;
  return overlap(plaintextPorts.map(({ targetPort }) => targetPort), podPorts(options, pods()));
}

/** Whether somebody without identity may reach a port that is meant. */
function letsStrangersIn({ owner, namespace, pods }: Subject, options: AccessOptions, { any, ofStrangers }: Entries): boolean {
  if (!any) return !refusesByDefault(owner, namespace.namespaceName);
  const meant = podPorts(options, pods());
  return ofStrangers.some(({ entry }) => !meant || overlap(meant, entry?.ports));
}

/** Who is let in, but for gateways. */
function entriesOf({ owner, namespace }: Subject): Entries {
  const ofNamespace: Call[] = Construct.isConstruct(namespace) ? callsTo(namespace as IConstruct) : [];
  const entries = [...callsTo(owner), ...ofNamespace].filter(({ fromGateway }) => !fromGateway);
  return { any: entries.length > 0, ofStrangers: entries.filter(({ caller }) => isStranger(caller)) };
}

/** Whether a caller may be one without identity. */
export function isStranger(caller: CallerConfig): boolean {
  return isAnyone(caller) || Boolean(caller.peerIps?.length || caller.clientIps?.length);
}

/** Without a list it is every port. */
function overlap(some: number[], others: number[] | undefined): boolean {
  return others ? some.some(port => others.includes(port)) : some.length > 0;
}
