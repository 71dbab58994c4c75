/**
 * The CEL expressions of Istio's CRDs, each with the rule of ours that says the same. What follows a `#` tells apart the expressions
 * of one rule; those without it are told apart by where they stand.
 */
export const CEL_RULES: { readonly [expression: string]: string } = {
  // What an object is attached to.
  '(has(self.selector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1': 'common/one-attachment',
  '(has(self.selector) ? 1 : 0) + (has(self.targetRef) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1': 'common/one-attachment',
  '(has(self.workloadSelector) ? 1 : 0) + (has(self.targetRefs) ? 1 : 0) <= 1': 'common/one-attachment',
  'self.all(key, !key.contains("*"))': 'common/selector-wildcards#key',
  'self.all(key, key.size() != 0)': 'common/selector-wildcards#empty-key',
  '!self.contains("*")': 'common/selector-wildcards#value',
  'self.size() == 0': 'common/targetref-kind',

  // Values of many kinds.
  'duration(self) >= duration(\'1ms\')': 'common/duration-format',
  '0 < self && self <= 65535': 'common/port-range',
  'self.all(key, size(key) < 63 && key.matches("^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$"))': 'common/port-name-label',

  // Gateway and Sidecar.
  '(has(self.tlsCertificates) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1': 'gateway/one-cert-source#tls-certificates',
  '(has(self.credentialNames) ? 1 : 0) + (has(self.tlsCertificates) ? 1 : 0) <= 1': 'gateway/one-cert-source#tls-certificates',
  '(has(self.credentialName) ? 1 : 0) + (has(self.credentialNames) ? 1 : 0) <= 1': 'gateway/one-cert-source#credential-names',

  // ServiceEntry, WorkloadEntry, WorkloadGroup.
  '(has(self.workloadSelector) ? 1 : 0) + (has(self.endpoints) ? 1 : 0) <= 1': 'service-entry/selector-xor-endpoints',
  '!((has(self.addresses) ? self.addresses : []).exists(k, k.contains("/")) && !((has(self.resolution) ? self.resolution : "NONE") in ["STATIC", "NONE"]))':
    'service-entry/cidr-address',
  '((has(self.resolution) ? self.resolution : "NONE") == "NONE") ? !has(self.endpoints) : true': 'service-entry/resolution-none',
  '((has(self.resolution) ? self.resolution : "") == "DNS_ROUND_ROBIN") ? ((has(self.endpoints) ? self.endpoints : []).size() <= 1) : true':
    'service-entry/resolution-dns',
  'self != "*"': 'service-entry/hosts',
  'self.all(l1, self.exists_one(l2, l1.number == l2.number))': 'service-entry/ports-unique',
  'has(self.address) || has(self.network)': 'workload-entry/address#required',
  '(has(self.address) ? self.address : "").startsWith("unix://") ? !has(self.ports) : true': 'workload-entry/address#socket-without-ports',
  'self.startsWith("unix://") ? (self.substring(7, 8) == "/" || self.substring(7, 8) == "@") : true': 'workload-entry/address#socket-absolute',
  'self.startsWith("unix://") ? !self.endsWith("/") : true': 'workload-entry/address#socket-no-directory',
  'self in ["", "HTTP", "HTTPS"]': 'workload-group/template',

  // AuthorizationPolicy, PeerAuthentication, RequestAuthentication.
  '(has(self.serviceAccounts) || has(self.notServiceAccounts)) ? (!has(self.principals) &&\n!has(self.notPrincipals) && !has(self.namespaces) && !has(self.notNamespaces)) : true':
    'authz/service-accounts',
  'has(self.portLevelMtls) ? (((has(self.selector) && has(self.selector.matchLabels)) ? self.selector.matchLabels : {}).size() > 0) : true':
    'peer-auth/port-level-needs-selector#selector',
  'self.all(key, 0 < int(key) && int(key) <= 65535)': 'peer-auth/port-level-needs-selector#port-range',
  '(has(self.jwksUri) ? 1 : 0) + (has(self.jwks_uri) ? 1 : 0) + (has(self.jwks) ? 1 : 0) <= 1': 'request-auth/issuer-or-jwks#one-source',
  'url(self).getScheme() in ["http", "https"]': 'request-auth/issuer-or-jwks#uri-scheme',

  // EnvoyFilter, Telemetry, TrafficExtension, WasmPlugin.
  'has(self.context) ? ((self.context == "WAYPOINT") ? has(self.waypoint) : !has(self.waypoint)) : !has(self.waypoint)': 'envoy-filter/shape',
  '((has(self.operation) ? self.operation : "") == "UPSERT") ? (self.value != "") : true': 'telemetry/sampling#upsert-with-value',
  '((has(self.operation) ? self.operation : "") == "REMOVE") ? !has(self.value) : true': 'telemetry/sampling#remove-without-value',
  'has(self.wasm) != has(self.lua)': 'traffic-extension/one-engine',
  'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "file", "oci"]) : (isURL("http://" + self) &&\nurl("http://" + self).getScheme() in ["", "http", "https", "file", "oci"])':
    'wasm/url',
  'isURL(self) ? (url(self).getScheme() in ["", "http", "https", "oci", "file"]) : (isURL("http://" + self) &&\nurl("http://" + self).getScheme() in ["", "http", "https", "oci", "file"])':
    'wasm/url',
  '(has(self.valueFrom) ? self.valueFrom : "") != "HOST" || !has(self.value)': 'wasm/sha-name-secret',
};

/** The rule that says what an expression says. An expression without one stops the generator: nothing would check it. */
export function ruleFor(expression: string, place: string): string {
  if (Object.hasOwn(CEL_RULES, expression)) return CEL_RULES[expression];
  throw new Error(`${place} has a CEL expression that no rule is known for; write the rule, and add the expression to CEL_RULES in scripts/imports/cel.ts:\n${expression}`);
}

/** Fails for expressions in the table that no CRD has any more, so that rules without a reason are noticed. */
export function requireAllUsed(used: ReadonlySet<string>): void {
  const unused = Object.keys(CEL_RULES).filter(expression => !used.has(expression));
  if (unused.length) throw new Error(`no CRD has these CEL expressions any more; take them out of CEL_RULES in scripts/imports/cel.ts, and look at their rules:\n${unused.join('\n')}`);
}
