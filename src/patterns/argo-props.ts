import { IConstruct } from 'constructs';
import { MeshService } from './mesh-service';
import { IMeshService } from './mesh-service-handle';
import { UsageError } from '../core/errors';
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
  const { service, canaryService, deployment, replicas, mirrorPercent } = said;
  const alone = (['replicas', 'steps', 'mirrorPercent'] as const).find(field => said[field] !== undefined);
  if (deployment === undefined && alone) throw new UsageError(where, `${alone} is said, but no deployment`, 'name the deployment, or say it in the Rollout that is written elsewhere');
  if (deployment !== undefined) requireDnsSubdomain(where, 'deployment', deployment);
  if (replicas !== undefined) requireInteger(where, 'replicas', replicas, 1);
  if (mirrorPercent !== undefined) {
    requireInteger(where, 'mirrorPercent', mirrorPercent, 1, 100);
    const http = service.ports.filter(port => port._isHttp);
    if (http.length !== 1) throw new UsageError(where, `mirrorPercent is said, and ${service.name} has ${http.length || 'no'} HTTP ports`, 'leave it out: Argo Rollouts writes one route for it, for the only HTTP port');
  }
  if (canaryService) requireCanary(where, service, canaryService);
}

function requireCanary(where: IConstruct, service: MeshService, canary: IMeshService): void {
  if (canary.host === service.host) throw new UsageError(where, `service and canaryService are both ${service.host}`, 'leave canaryService out to release by subsets, or name a second Service');
  const [mine, other] = [service.namespace.namespaceName, canary.namespace.namespaceName];
  if (mine !== other) throw new UsageError(where, `service is in ${mine} and canaryService in ${other}`, 'put both into the namespace of the Rollout, where Argo Rollouts looks for them');
  if (!(canary instanceof MeshService)) return;
  const [ofStable, ofCanary] = [service, canary].map(labelsText);
  if (ofStable === ofCanary) return;
  throw new UsageError(where, `${service.name} has pods with ${ofStable}, and ${canary.name} with ${ofCanary}`, 'give both the same labels, those of the pods: Argo Rollouts only adds its hash to the selectors of the Services');
}

function labelsText(service: MeshService): string {
  return Object.entries(service.callerConfig().labels ?? {}).sort().map(([key, value]) => `${key}=${value}`).join(', ');
}
