import { has, some } from './cel-shared';
import { goUrlScheme } from './go-url';
import { Check } from './violation';
import { listed, shown } from './words';

/** CEL rules of the kinds of security, telemetry and extensions, by the ids of the schema data. */
export const POLICIES: { readonly [id: string]: Check } = {
  'authz/service-accounts': {
    holds: source => !(has(source, 'serviceAccounts') || has(source, 'notServiceAccounts')) || !otherIdentities(source).length,
    problem: (source, place) => `${place} has service accounts, and ${listed(otherIdentities(source))} too`,
    fix: () => 'say who calls with serviceAccounts alone, or with principals and namespaces alone',
  },
  'peer-auth/port-level-needs-selector#selector': {
    holds: spec => !has(spec, 'portLevelMtls') || some(spec.selector?.matchLabels ?? {}, () => true),
    problem: () => 'portLevelMtls is set, but no selector says whose ports they are',
    fix: () => 'add selector.matchLabels for the workload with these ports',
    at: () => 'portLevelMtls',
  },
  'peer-auth/port-level-needs-selector#port-range': {
    holds: ports => !some(ports, key => !isPort(key)),
    problem: (ports, place) => `${place} has the key ${shown(badPort(ports))}, which is no port`,
    fix: () => 'use the number of a port of the workload, from 1 to 65535, as the key',
    at: ports => badPort(ports),
  },
  'request-auth/issuer-or-jwks#one-source': {
    holds: rule => keySources(rule).length < 2,
    problem: (rule, place) => `${place} has ${listed(keySources(rule))}, of which there may be one`,
    fix: rule => `keep one of ${listed(keySources(rule))}`,
  },
  'request-auth/issuer-or-jwks#uri-scheme': {
    holds: uri => /^https?$/.test(goUrlScheme(uri) ?? ''),
    problem: (uri, place) => `${place} is ${shown(uri)}, which is no URL of http or https`,
    fix: () => 'write the whole URL, as in https://example.com/.well-known/jwks.json',
  },
  'telemetry/sampling#upsert-with-value': {
    holds: tag => tag.operation !== 'UPSERT' || (has(tag, 'value') && tag.value !== ''),
    problem: (_, place) => `${place} sets a tag, but to no value`,
    fix: () => 'add a value, or use operation REMOVE',
  },
  'telemetry/sampling#remove-without-value': {
    holds: tag => tag.operation !== 'REMOVE' || !has(tag, 'value'),
    problem: ({ value }, place) => `${place} removes a tag, and has the value ${shown(value)} for it`,
    fix: () => 'take the value out, or use operation UPSERT',
  },
  'traffic-extension/one-engine': {
    holds: spec => has(spec, 'wasm') !== has(spec, 'lua'),
    problem: spec => has(spec, 'wasm') ? 'the spec has wasm and lua, of which there has to be one' : 'the spec has neither wasm nor lua',
    fix: spec => has(spec, 'wasm') ? 'keep one of wasm and lua' : 'add wasm or lua',
  },
  'wasm/url': {
    holds: url => ['', 'http', 'https', 'file', 'oci'].includes(goUrlScheme(url) ?? goUrlScheme(`http://${url}`) ?? '?'),
    problem: (url, place) => `${place} is ${shown(url)}, which is no URL of oci, http, https or file`,
    fix: () => 'write where the module is, as in oci://registry.example.com/filter:v1',
  },
  'wasm/sha-name-secret': {
    holds: env => env.valueFrom !== 'HOST' || !has(env, 'value'),
    problem: ({ value }, place) => `${place} takes its value from the host, and has the value ${shown(value)} too`,
    fix: () => 'take value out, or set valueFrom to INLINE',
  },
};

function otherIdentities(source: any): string[] {
  return ['principals', 'notPrincipals', 'namespaces', 'notNamespaces'].filter(name => has(source, name));
}

function keySources(rule: any): string[] {
  return ['jwks', 'jwksUri', 'jwks_uri'].filter(name => has(rule, name));
}

/** As Go reads numbers: with a sign, and with zeros before it. */
function isPort(key: string): boolean {
  return /^[+-]?\d+$/.test(key) && Number(key) > 0 && Number(key) <= 65535;
}

function badPort(ports: object): string {
  return Object.keys(ports).find(key => !isPort(key))!;
}
