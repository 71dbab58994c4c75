import { evadedByPort } from './authority';
import * as l1 from '../../imports/security.istio.io';
import { quoted, UsageError } from '../core/errors';

type Rule = l1.AuthorizationPolicySpecRules;
type Source = l1.AuthorizationPolicySpecRulesFromSource;

const HTTP_SOURCE = ['requestPrincipals', 'notRequestPrincipals'] as const;
const HTTP_OPERATION = ['hosts', 'notHosts', 'methods', 'notMethods', 'paths', 'notPaths'] as const;
/** What is known only after the external authorizer was asked. */
const AFTER_CUSTOM: (keyof Source)[] = [
  'principals', 'notPrincipals', 'namespaces', 'notNamespaces', 'serviceAccounts', 'notServiceAccounts', 'trustDomains', 'notTrustDomains', ...HTTP_SOURCE,
];

/** On a TCP port Istio drops what only HTTP has from a DENY rule and refuses whatever is left: with nothing left, every connection. */
export function requireHttpPorts(where: string, rule: Rule): void {
  const fields = httpFields(rule);
  const bound = rule.to?.length && rule.to.every(({ operation }) => operation?.ports || operation?.notPorts);
  if (fields.length === 0 || bound) return;
  throw new UsageError(where, `a rule has ${fields.join(', ')} and no ports, so that it would close every port of the workload that is not HTTP`,
    'give each operation the ports of HTTP that the containers listen on: AuthorizationOperation.of({ ports: [8080], … }); or notPorts with all others');
}

/** A request with a port in its authority is one that a wildcard does not match, but a route does. */
export function requireNoEvasion(where: string, rule: Rule, field: 'hosts' | 'notHosts'): void {
  const host = rule.to?.map(({ operation }) => evadedByPort(operation?.[field])).find(each => each !== undefined);
  if (host === undefined) return;
  throw new UsageError(where, `${field} has ${quoted(host)}, and a request gets around that by a port in its authority, as in "x${host.slice(1)}:443"`, 'name the hosts one by one');
}

/** CUSTOM comes before identities and tokens are looked at. */
export function requireNoIdentity(where: string, rule: Rule): void {
  const field = AFTER_CUSTOM.find(each => rule.from?.some(({ source }) => source?.[each])) ?? rule.when?.find(({ key }) => key.startsWith('request.auth.'))?.key;
  if (field === undefined) return;
  throw new UsageError(where, `a rule has ${field}, and Istio asks the provider before it looks at identities and tokens`, 'use addresses, hosts, ports, methods, paths or headers here, and a second policy for the rest');
}

function httpFields({ from, to, when }: Rule): string[] {
  return [
    ...HTTP_SOURCE.filter(field => from?.some(({ source }) => source?.[field])),
    ...HTTP_OPERATION.filter(field => to?.some(({ operation }) => operation?.[field])),
    ...when?.map(({ key }) => key).filter(key => key.startsWith('request.')) ?? [],
  ];
}
