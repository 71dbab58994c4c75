import { meshOf } from './broken';
import { allRules, rulesFor } from '../../src/rules/folders';

const VIRTUAL_SERVICE = `
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews } }] }] }
`;

/** Folders of the rules for a text, each once. */
function foldersFor(text: string): string[] {
  return [...new Set(rulesFor(meshOf(text)).map(({ id }) => id.split('/')[0]))];
}

test.each(allRules().map(rule => [rule.id, rule] as const))('%s is among the rules for its bad example', (_, rule) => {
  expect(rulesFor(meshOf(rule.bad, { settings: rule.examplesSettings, inventory: rule.examplesInventory }))).toContain(rule);
});

test('a mesh has only the rules for the kinds it has, and for all', () => {
  expect(foldersFor(VIRTUAL_SERVICE)).toEqual(['annotations', 'authz', 'common', 'virtual-service', 'workload']);
});

test('a DestinationRule without a traffic policy has no rules for those', () => {
  const [without, withPolicy] = ['spec: { host: reviews }', 'spec: { host: reviews, trafficPolicy: { tls: { mode: SIMPLE } } }']
    .map(spec => rulesFor(meshOf(`kind: DestinationRule\n${spec}`)).map(({ id }) => id));
  expect(without).toContain('destination-rule/unused-subset');
  expect(withPolicy.filter(id => !without.includes(id))).toEqual(expect.arrayContaining(['destination-rule/bad-connection-pool', 'destination-rule/no-ca']));
});

test.each([
  ['a match', 'match: [{ uri: { prefix: /a } }], ', 'virtual-service/open-prefix', 'virtual-service/unbound-match'],
  ['a gateway in a match', 'match: [{ gateways: [edge] }], ', 'virtual-service/unbound-match', 'virtual-service/duplicate-sni'],
])('a VirtualService without %s has no rules for that', (_, match, needed, other) => {
  const [without, within] = ['', match].map(text => rulesFor(meshOf(VIRTUAL_SERVICE.replace('{ route:', `{ ${text}route:`))).map(({ id }) => id));
  expect([without, within].map(ids => ids.includes(needed))).toEqual([false, true]);
  expect([...without, ...within]).not.toContain(other);
});

test('a VirtualService without TLS rules has no rules for those', () => {
  const [without, within] = ['http', 'tls'].map(list => rulesFor(meshOf(VIRTUAL_SERVICE.replace('http:', `${list}:`))).map(({ id }) => id));
  expect([without, within].map(ids => ids.includes('virtual-service/tls-without-sni'))).toEqual([false, true]);
});

test('an object with an unknown field has the rules for what the schema says', () => {
  const ids = (text: string) => rulesFor(meshOf(text)).map(({ id }) => id);
  expect(ids(VIRTUAL_SERVICE)).not.toContain('common/unknown-field');
  expect(ids(VIRTUAL_SERVICE.replace('hosts:', 'host: reviews, hosts:'))).toContain('common/unknown-field');
});
