/** Where istiod's webhook asks for more than the schema does: ids of checks by place. `*` stands for any key of a map. */

const headers = (at: string): [string, string[]][] => [
  [`${at}.request.add`, ['header#request']],
  [`${at}.request.set`, ['header#request']],
  [`${at}.request.add.*`, ['header#value']],
  [`${at}.request.set.*`, ['header#value']],
  [`${at}.request.remove[]`, ['header#remove']],
  [`${at}.response.add`, ['header#response']],
  [`${at}.response.set`, ['header#response']],
  [`${at}.response.add.*`, ['header#value']],
  [`${at}.response.set.*`, ['header#value']],
  [`${at}.response.remove[]`, ['header#remove']],
];
const destination = (at: string): [string, string[]][] => [[`${at}.host`, ['host#destination']], [`${at}.port`, ['port#selector']]];
const match = 'spec.http[].match[]';
const text = ['match#prefix', 'match#regex'];

const VIRTUAL_SERVICE = new Map<string, string[]>([
  ['spec', ['host#generated']],
  ['spec.hosts[]', ['host#route']],
  ['spec.tls[].match[].sniHosts[]', ['host#route']],
  ...destination('spec.http[].route[].destination'),
  ...destination('spec.http[].mirror'),
  ...destination('spec.http[].mirrors[].destination'),
  ...destination('spec.tls[].route[].destination'),
  ...destination('spec.tcp[].route[].destination'),
  ...headers('spec.http[].headers'),
  ...headers('spec.http[].route[].headers'),
  [`${match}.headers`, ['header#match']],
  [`${match}.headers.*`, text],
  [`${match}.withoutHeaders`, ['header#match']],
  [`${match}.withoutHeaders.*`, ['match#prefix', 'match#regex-or-any']],
  [`${match}.queryParams.*`, text],
  [`${match}.scheme`, text],
  [`${match}.method`, text],
  [`${match}.authority`, text],
  // An empty prefix of a path is every path.
  [`${match}.uri`, ['match#regex']],
  ['spec.http[].corsPolicy.allowOrigins[].regex', ['regex']],
  ['spec.http[].rewrite.uriRegexRewrite.match', ['regex']],
  ['spec.http[].redirect.port', ['port#optional']],
  ...['http', 'tls', 'tcp'].flatMap((list): [string, string[]][] => [
    [`spec.${list}[].match[].port`, ['port#optional']],
    [`spec.${list}[].match[].sourceLabels`, ['labels']],
  ]),
]);

/** Of these kinds the schema looks at the values only. */
const WORKLOAD_SELECTOR: [string, string[]] = ['spec.workloadSelector.labels', ['common/selector-wildcards#key', 'common/selector-wildcards#empty-key']];

const SERVICE_ENTRY = new Map<string, string[]>([
  ['spec.hosts[]', ['host#entry']],
  ['spec.ports[].name', ['port-name']],
  ['spec.ports[].protocol', ['protocol']],
  ['spec.endpoints[]', ['endpoint-address']],
  ['spec.endpoints[].labels', ['labels']],
  WORKLOAD_SELECTOR,
]);

const BY_KIND: { readonly [kind: string]: ReadonlyMap<string, string[]> } = {
  VirtualService: VIRTUAL_SERVICE,
  ServiceEntry: SERVICE_ENTRY,
  Sidecar: new Map([WORKLOAD_SELECTOR]),
  EnvoyFilter: new Map([WORKLOAD_SELECTOR]),
  DestinationRule: new Map([['', ['no-spec']]]),
  WorkloadEntry: new Map([['spec', ['endpoint-address']], ['spec.labels', ['labels']]]),
  WorkloadGroup: new Map([['spec.metadata.labels', ['labels']]]),
};

/** In other kinds the webhook does not look at durations. */
const WHOLE_MILLISECONDS = ['DestinationRule', 'RequestAuthentication', 'Sidecar', 'VirtualService'];
const BY_NAME: [string, string[]][] = [
  ['.tcp.idleTimeout', ['duration#idle']],
  ['.httpCookie.ttl', ['duration#any']],
  ['.retryBudget.budgetInterval', ['duration#any']],
];

/** In every kind of Istio. The object as a whole has no place. */
const ALWAYS = new Map<string, string[]>([['', ['annotations#dry-run']], ['metadata.annotations', ['annotations#internal']]]);

/** Ids of the checks that a node of a kind has besides those of its schema. */
export function syntaxAt(kind: string, place: string, ids: readonly string[]): readonly string[] {
  const own = [...ALWAYS.get(place) ?? [], ...BY_KIND[kind]?.get(place) ?? BY_NAME.find(([end]) => place.endsWith(end))?.[1] ?? []];
  const isDuration = ids.includes('common/duration-format') && WHOLE_MILLISECONDS.includes(kind);
  // A rule of its own wants whole seconds there.
  return isDuration && !place.endsWith('.corsPolicy.maxAge') ? [...own, 'duration#whole'] : own;
}
