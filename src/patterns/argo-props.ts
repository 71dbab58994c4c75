import { Duration } from 'cdk8s';
import { IConstruct } from 'constructs';
import { MeshService } from './mesh-service';
import { IMeshService } from './mesh-service-handle';
import { durationText } from '../core/duration';
import { quoted, UsageError } from '../core/errors';
import { requireDnsSubdomain, requireInteger } from '../core/require';
import { StepPlan } from '../resources/step-plan';

interface Said {
  readonly service: MeshService;
  readonly canaryService?: IMeshService;
  readonly deployment?: string;
  readonly replicas?: number;
  readonly steps?: StepPlan;
  readonly mirrorPercent?: number;
}

/** What can be told to be wrong with a release by itself. */
export function requireArgoRelease(where: IConstruct, said: Said): void {
  const { service, canaryService, deployment, replicas, steps, mirrorPercent } = said;
  const alone = (['replicas', 'steps', 'mirrorPercent'] as const).find(field => said[field] !== undefined);
  if (deployment === undefined && alone) throw new UsageError(where, `${alone} is said, but no deployment`, 'name the deployment, or say it in the Rollout that is written elsewhere');
  if (deployment !== undefined) requireDnsSubdomain(where, 'deployment', deployment);
  requireSeconds(where, steps?._every);
  if (replicas !== undefined) requireInteger(where, 'replicas', replicas, 1);
  if (mirrorPercent !== undefined) {
    requireInteger(where, 'mirrorPercent', mirrorPercent, 1, 100);
    const http = service.ports.filter(port => port._isHttp);
    if (http.length !== 1) throw new UsageError(where, `mirrorPercent is said, and ${service.name} has ${http.length || 'no'} HTTP ports`, 'leave it out: Argo Rollouts writes one route for it, for the only HTTP port');
  }
  if (canaryService) requireCanary(where, service, canaryService);
}

function requireSeconds(where: IConstruct, every?: Duration): void {
  if (!every || every.toMilliseconds() % 1000 === 0) return;
  throw new UsageError(where, `the time between steps is ${durationText(every)}`, 'use whole seconds: Argo Rollouts leaves out what is less than one');
}

function requireCanary(where: IConstruct, service: MeshService, canary: IMeshService): void {
  if (canary.host === service.host) throw new UsageError(where, `service and canaryService are both ${service.host}`, 'leave canaryService out to release by subsets, or name a second Service');
  const [mine, other] = [service.namespace.namespaceName, canary.namespace.namespaceName];
  if (mine !== other) throw new UsageError(where, `service is in ${mine} and canaryService in ${other}`, 'put both into the namespace of the Rollout, where Argo Rollouts looks for them');
  requireAllPods(where, service);
  if (!(canary instanceof MeshService)) return;
  requireAllPods(where, canary);
  const [ofStable, ofCanary] = [service, canary].map(labelsText);
  if (ofStable === ofCanary) return;
  throw new UsageError(where, `${service.name} has pods with ${ofStable}, and ${canary.name} with ${ofCanary}`, 'give both the same labels, those of the pods: Argo Rollouts only adds its hash to the selectors of the Services');
}

/** Pods of the next release may have another version, and the route would lead to none. */
function requireAllPods(where: IConstruct, service: MeshService): void {
  const { subset } = service.targetConfig();
  if (subset === undefined) return;
  throw new UsageError(where, `${service.name} has the defaultVersion ${quoted(subset)}, and Argo Rollouts tells stable and canary apart by Service: the route would hold back the pods of other versions`, 'leave defaultVersion out');
}

function labelsText(service: MeshService): string {
  return Object.entries(service.callerConfig().labels ?? {}).sort().map(([key, value]) => `${key}=${value}`).join(', ');
}
