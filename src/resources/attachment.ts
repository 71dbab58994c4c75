import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { TargetRef } from './target-ref';
import { requireSelector } from './workload-labels';
import * as l1 from '../../imports/security.istio.io';
import { PolicyTargetConfig } from '../core/bindings';
import { quoted, UsageError } from '../core/errors';
import { IstioResource } from '../core/resource';
import { settingsOf } from '../core/scopes';

type Labels = { [key: string]: string };

const MAX_TARGETS = 16;

/** Where an attachment is written. The same for every kind that has one. */
interface Place {
  readonly selector?: { readonly matchLabels: Labels };
  readonly targetRefs?: l1.AuthorizationPolicySpecTargetRefs[];
}

/** What of an attachment is known when it is made, and what is read when it is written: labels of a workload, a target. */
interface Attached {
  readonly labels?: Labels;
  readonly workload?: IConstruct;
  readonly targets?: TargetRef[];
  readonly target?: () => PolicyTargetConfig;
}

/**
 * Which workloads a policy, a Telemetry or an extension is for: some, all of its namespace, or those behind a target.
 * @see https://istio.io/latest/docs/reference/config/type/workload-selector/#WorkloadSelector
 */
export class Attachment {
  /**
   * Workloads with these labels, in the namespace of the object. In the root namespace most kinds reach every namespace so.
   * @param labels labels that the pods have, at least one; no wildcards
   */
  public static workloads(labels: { [key: string]: string }): Attachment {
    requireSelector('Attachment.workloads', 'labels', labels);
    return new Attachment({ labels: { ...labels } });
  }

  /** Every workload of the namespace. In the root namespace, of the whole mesh. */
  public static namespace(): Attachment {
    return new Attachment({});
  }

  /**
   * The pods of a Kubernetes workload or Service of the app, by the labels that it selects its own pods with. A Job and a Pod have only
   * the labels of the pod. They are read when the object is written.
   * @param workload Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob, Pod, Service, WorkloadGroup, … of whatever library
   */
  public static workload(workload: IConstruct): Attachment {
    return new Attachment({ workload });
  }

  /**
   * What the targets stand for: the waypoint or the Kubernetes gateway that serves them. Plain sidecars ignore the object then.
   * @param targets 1 to 16, in the namespace of the object
   */
  public static targets(...targets: TargetRef[]): Attachment {
    if (targets.length < 1 || targets.length > MAX_TARGETS) {
      throw new UsageError('Attachment.targets', `there are ${targets.length} targets`, `name 1 to ${MAX_TARGETS}, or use Attachment.namespace()`);
    }
    return new Attachment({ targets });
  }

  /**
   * What a pattern is about, asked when it is written, because a waypoint may come later.
   * @internal
   */
  public static _of(target: () => PolicyTargetConfig): Attachment {
    return new Attachment({ target });
  }

  private constructor(private readonly attached: Attached) {}

  /**
   * Whether it is for some workloads only.
   * @internal
   */
  public get _selects(): boolean {
    return this.attached.labels !== undefined || this.attached.workload !== undefined;
  }

  /**
   * Whether it is for targets.
   * @internal
   */
  public get _hasTargets(): boolean {
    return this.attached.targets !== undefined;
  }

  /**
   * What to write into the spec. Read late, because labels may still grow.
   * @param owner the object that is attached
   * @param ownNamespaceOnly whether a selector in the root namespace, too, is for that namespace only
   * @internal
   */
  public _render(owner: IstioResource, ownNamespaceOnly = false): Place {
    const { labels, workload, targets, target: late } = this.attached;
    if (late) return renderTarget(late());
    if (labels) return { selector: { matchLabels: labels } };
    const { rootNamespace } = settingsOf(owner);
    if (targets) {
      targets.forEach(target => target._requireVisible(owner, owner.namespace, rootNamespace));
      return { targetRefs: targets.map(target => target._render()) };
    }
    if (!workload) return {};
    if (ownNamespaceOnly || owner.namespace !== rootNamespace) requireSameNamespace(owner, workload);
    return { selector: { matchLabels: podLabels(workload) } };
  }
}

function requireSameNamespace(owner: IstioResource, workload: IConstruct): void {
  const namespace = ApiObject.of(workload).metadata.namespace;
  if (namespace === undefined || namespace === owner.namespace) return;
  throw new UsageError(owner, `it is in namespace ${quoted(owner.namespace)}, and its workload ${workload.node.path} in ${quoted(namespace)}`, 'put it into the namespace of the workload');
}

function renderTarget({ targetRef, selector }: PolicyTargetConfig): Place {
  if (targetRef) return { targetRefs: [TargetRef._of(targetRef)._render()] };
  return selector ? { selector: { matchLabels: selector } } : {};
}

/** Labels by which a workload knows its pods: those of its selector last, while others change with each release. */
function podLabels(workload: IConstruct): Labels {
  const object = ApiObject.of(workload);
  const json = object.toJson();
  const labels: Labels = selectorOf(json) ?? labelsOf(json) ?? {};
  if (Object.keys(labels).length === 0) {
    throw new UsageError(workload, `it writes a ${object.kind} without labels of pods`, 'give its pods labels, or use Attachment.workloads');
  }
  requireSelector(workload, 'its pods', labels);
  return { ...labels };
}

function selectorOf({ kind, spec }: any): Labels | undefined {
  if (kind === 'Service') return spec?.selector;
  return spec?.selector?.matchExpressions?.length ? undefined : spec?.selector?.matchLabels;
}

function labelsOf({ kind, metadata, spec }: any): Labels | undefined {
  switch (kind) {
    case 'Pod': return metadata?.labels;
    case 'CronJob': return spec?.jobTemplate?.spec?.template?.metadata?.labels;
    case 'WorkloadGroup': return spec?.metadata?.labels;
    case 'WorkloadEntry': return spec?.labels;
    default: return spec?.template?.metadata?.labels;
  }
}
