import { IConstruct } from 'constructs';
import { registryOf } from './scopes';

/**
 * Rules that constructs report themselves, because no manifest shows what they are about. They are allowed by id like any other rule;
 * `folder/name`, where the name is the bad thing.
 */
export const NOTICE_RULES = [
  'delegated-routes/nobody-delegates',
  'external-api/unknown-caller',
  'external-authorizer/contradiction',
  'external-authorizer/unknown-provider',
  'global-rate-limit/shared-domain',
  'ingress-gateway/client-certificate-bypass',
  'ingress-gateway/conflicting-gateways',
  'ingress-gateway/nobody-allowed',
  'ingress-gateway/shared-certificate',
  'ingress-route/overlapping-routes',
  'jwt-protection/contradiction',
  'mesh-service/caller-refused-by-target',
  'mesh-service/duplicate-host',
  'mesh-service/mirror-answers',
  'mesh-service/overlapping-contributions',
  'mesh-service/retired-version-reached',
  'mesh-service/target-not-followed',
  'mesh-service/tls-port-not-routed',
  'mesh-service/too-many-rules',
  'mesh-service/version-policy-unused',
  'mesh-workload/avoidable-deny',
  'mesh-workload/client-ips-behind-gateway',
  'mesh-workload/dry-run-refused',
  'policy-target/no-proxy',
  'proxy-tuning/contradiction',
  'telemetry/unknown-provider',
  'waypoint/missing',
  'waypoint/sidecar-caller',
] as const;

/** Something a construct has to say at synthesis about what was put into it. */
export interface Notice {
  readonly rule: typeof NOTICE_RULES[number];
  /** Errors fail synthesis, warnings are printed, advice is off. */
  readonly severity: 'error' | 'warning' | 'advice';
  /** The fact, with the value found: enough on its own. */
  readonly problem: string;
  /** What Istio does with it. */
  readonly why?: string;
  /** What to write instead, in terms of the constructs. */
  readonly fix: string;
  /** Other constructs that take part. */
  readonly and?: IConstruct[];
}

/** What a construct says, asked at each synthesis. */
export interface NoticeSource {
  readonly construct: IConstruct;
  readonly notices: () => Notice[];
}

interface Notices {
  readonly sources: NoticeSource[];
  /** How often they were asked for. */
  rounds: number;
}

const NOTICES = Symbol('notices');

/** Lets a construct report at synthesis. The function is called each time, and must not change the tree. */
export function addNotices(construct: IConstruct, notices: () => Notice[]): void {
  noticesOf(construct).sources.push({ construct, notices });
}

/** All that have something to say in the app of a construct, in order of registration. */
export function noticeSources(construct: IConstruct): NoticeSource[] {
  const notices = noticesOf(construct);
  notices.rounds++;
  return notices.sources;
}

/** Which round of asking it is. Nothing changes within one, so that what is found for one of them holds for the others. */
export function noticeRound(construct: IConstruct): number {
  return noticesOf(construct).rounds;
}

function noticesOf(construct: IConstruct): Notices {
  return registryOf<Notices>(construct, NOTICES, () => ({ sources: [], rounds: 0 }));
}
