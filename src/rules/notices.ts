import { Severity } from '../report/message';

/** What constructs report themselves, since no manifest shows it. Each says at the place why and what to write instead. */
export interface NoticeText {
  readonly severity: Severity;
  /** What is wrong, in a line. */
  readonly summary: string;
}

/** The texts by id. */
export const NOTICES: { readonly [id: string]: NoticeText } = {
  'delegated-routes/nobody-delegates': { severity: 'warning', summary: 'routes of a team that no ingress route delegates to' },
  'external-api/unknown-caller': { severity: 'error', summary: 'a service sends requests on to something outside the mesh that one of its callers does not see, or may not reach through the egress gateway' },
  'external-authorizer/contradiction': { severity: 'error', summary: 'two providers for one workload, or one provider with two services, in two charts of one mesh' },
  'external-authorizer/unknown-provider': { severity: 'error', summary: 'a provider that is not among the `extensionProviders` of the mesh' },
  'global-rate-limit/shared-domain': { severity: 'error', summary: 'two limits with one domain of a rate limit service, in two charts of one mesh' },
  'ingress-gateway/client-certificate-bypass': { severity: 'error', summary: 'a host that asks clients for a certificate, under a wildcard of the same port that does not' },
  'ingress-gateway/conflicting-gateways': { severity: 'error', summary: 'two gateways with the same pods whose servers for a port or host cannot be merged' },
  'ingress-gateway/nobody-allowed': { severity: 'warning', summary: 'a gateway whose pods refuse by default, or for another gateway, and let nobody in' },
  'ingress-gateway/shared-certificate': { severity: 'warning', summary: 'a certificate that is for hosts of two servers, so that a connection for the one is used for the other' },
  'ingress-route/overlapping-routes': { severity: 'warning', summary: 'ingress routes of one host that some requests hold both of, so that the age of the objects decides' },
  'jwt-protection/contradiction': { severity: 'error', summary: 'two protections of which each refuses the tokens of the other, or with other keys for one issuer, in two charts of one mesh' },
  'mesh-service/caller-refused-by-target': { severity: 'warning', summary: 'a service that sends requests on to another one, which refuses callers that the first lets in' },
  'mesh-service/duplicate-host': { severity: 'error', summary: 'a host that is described in two charts of one mesh' },
  'mesh-service/mirror-answers': { severity: 'warning', summary: 'a mirror to a version of a service whose requests go to all its pods, so that the version answers too' },
  'mesh-service/overlapping-contributions': { severity: 'warning', summary: 'two contributions for some of the same requests, where the order of declaration decides' },
  'mesh-service/retired-version-reached': { severity: 'warning', summary: 'a service with a retired version, whose requests go to all its pods' },
  'mesh-service/target-not-followed': { severity: 'warning', summary: 'a service that sends requests, or copies, on to another one, and what is said about requests for that: Istio does not ask there' },
  'mesh-service/tls-port-not-routed': { severity: 'warning', summary: 'a split or default version of a service with a TLS port, which only gateways can follow' },
  'mesh-service/too-many-rules': { severity: 'warning', summary: 'a service with 100 rules or more' },
  'mesh-service/version-policy-unused': { severity: 'warning', summary: 'a policy for a version that no route leads to' },
  'mesh-workload/avoidable-deny': { severity: 'warning', summary: 'a caller that is refused by its identity where plain text, which has none, is let in' },
  'mesh-workload/client-ips-behind-gateway': { severity: 'warning', summary: 'a service that lets in clients by address, where a gateway leads to it that is let in whoever its client is' },
  'mesh-workload/dry-run-refused': { severity: 'warning', summary: 'callers that are let in on trial only, where everybody else is refused' },
  'policy-target/no-proxy': { severity: 'error', summary: 'an extension, telemetry or proxy setting for an ambient namespace without a waypoint' },
  'proxy-tuning/contradiction': { severity: 'error', summary: 'proxies that are tuned in two charts of one mesh' },
  'telemetry/unknown-provider': { severity: 'error', summary: 'logs, traces or metrics for an extension provider that the mesh does not have' },
  'waypoint/missing': { severity: 'error', summary: 'rules about requests, versions or traffic of an ambient namespace that has no waypoint' },
  'waypoint/sidecar-caller': { severity: 'warning', summary: 'a caller with a sidecar, which goes past the waypoint of what it calls' },
};
