import { childOf, findingsOf, itemsOf, Part, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

const LARGEST_TABLE = 5000011;

export const badHash: Rule = {
  id: 'destination-rule/bad-hash',
  severity: 'error',
  summary: 'consistent hashing with a nameless cookie, a table size that Maglev cannot use, or two sizes',
  why: 'Istio refuses a cookie without a name or with an attribute twice, a Maglev table whose size is no prime number below 5000011, and minimumRingSize beside ringHash or maglev',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-user, maglev: { tableSize: 65536 } } } } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { loadBalancer: { consistentHash: { httpHeaderName: x-user, maglev: { tableSize: 65537 } } } } }
`,
  * check(mesh) {
    const hashes = blocksOf(mesh, 'loadBalancer').flatMap(balancer => childOf(balancer, 'consistentHash'));
    const cookies = hashes.flatMap(hash => childOf(hash, 'httpCookie'));
    yield* findingsOf(hashes, wrongSize);
    yield* findingsOf(cookies, wrongName);
    yield* findingsOf(cookies, wrongAttributes);
  },
};

function * wrongSize({ minimumRingSize, maglev, ringHash }: any): Iterable<Wrong> {
  if (minimumRingSize && (maglev || ringHash)) {
    yield { field: '.minimumRingSize', problem: `minimumRingSize beside ${maglev ? 'maglev' : 'ringHash'}`, fix: 'leave out minimumRingSize, or write it in ringHash' };
  }
  const size = maglev?.tableSize ?? 0;
  if (!maglev || (size < LARGEST_TABLE && isPrime(size))) return;
  yield { field: '.maglev.tableSize', problem: `the table size of Maglev is ${size}, not a prime number below ${LARGEST_TABLE}`, fix: 'use a prime number such as 65537' };
}

function * wrongName({ name }: any): Iterable<Wrong> {
  if (name === '') yield { field: '.name', problem: 'the cookie has an empty name', fix: 'name the cookie' };
}

function * wrongAttributes(_cookie: any, part: Part): Iterable<Wrong> {
  const names = new Set<string>();
  for (const [i, { value: { name } }] of itemsOf(part, 'attributes').entries()) {
    if (name === '' || names.has(name)) {
      yield { field: `.attributes[${i}].name`, problem: name === '' ? 'a cookie attribute has an empty name' : `cookie attribute ${name} is there twice`, fix: 'name each attribute once, such as SameSite' };
    }
    names.add(name);
  }
}

function isPrime(size: number): boolean {
  // As Envoy counts: 1 is fine.
  if (size === 0 || (size > 2 && size % 2 === 0)) return false;
  for (let factor = 3; factor * factor <= size; factor += 2) if (size % factor === 0) return false;
  return true;
}
