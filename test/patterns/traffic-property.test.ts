import * as cdk8s from 'cdk8s';
import { Tally, TrafficWorld } from './traffic-world';
import * as library from '../../src';
import { sameResult } from '../../src/traffic/compose';
import { overlap } from '../../src/traffic/match';
import { Random } from '../random';

const SEED = 20261121;

function explore(lib: typeof library, worlds: number, requests: number): { tally: Tally; difference?: string } {
  const random = new Random(SEED);
  const tally: Tally = { compared: 0, severalHold: 0, throughGateway: 0 };
  for (let i = 0; i < worlds; i++) {
    const difference = new TrafficWorld(lib, cdk8s, random).compare(requests, tally);
    if (difference) return { tally, difference };
  }
  return { tally };
}

test('the rules that are written say what the contributions mean, in the mesh and behind a gateway', () => {
  const { tally, difference } = explore(library, 500, 50);
  const percent = (count: number) => Math.round(100 * count / tally.compared);
  process.stdout.write(`${tally.compared} requests compared; ${percent(tally.severalHold)} % hold two or more contributions, ${percent(tally.throughGateway)} % came through a gateway\n`);
  expect(difference).toBeUndefined();
  expect(tally.compared).toBeGreaterThanOrEqual(20000);
  expect(tally.severalHold / tally.compared).toBeGreaterThanOrEqual(0.5);
  expect(tally.throughGateway / tally.compared).toBeGreaterThanOrEqual(1 / 3);
});

/** A renderer with one fault in one of its modules. */
function withFault(module: string, fault: (original: any) => object): typeof library {
  let faulty!: typeof library;
  jest.isolateModules(() => {
    jest.doMock('cdk8s', () => cdk8s);
    jest.doMock(module, () => ({ ...jest.requireActual(module), ...fault(jest.requireActual(module)) }));
    faulty = require('../../src'); // eslint-disable-line @typescript-eslint/no-require-imports -- only require loads the module anew
    jest.dontMock(module);
  });
  return faulty;
}

describe('the comparison finds a fault that is put into the renderer', () => {
  test.each<[string, string, (original: any) => object]>([
    ['order: contributions as declared, not the narrowest first', '../../src/traffic/compose', () => ({ insertNarrowestFirst: (list: object[], entry: object) => list.push(entry) })],
    ['AND as OR: of two matches only one is written', '../../src/traffic/match', original => ({ and: (a: object, b: object) => typeof original.and(a, b) === 'string' ? original.and(a, b) : a })],
    ['a dropped default: no rule for the rest', '../../src/traffic/compose', original => ({ compose: (...args: any[]) => original.compose(...args).slice(0, -1) })],
    ['the stripped prefix is not put back', '../../src/traffic/rewrite', () => ({ beforeRewrite: (inner: object) => [inner] })],
    ['shadow removal: rules that only overlap are taken for shadowed', '../../src/traffic/compose', original => ({
      compose: (...args: any[]) => original.compose(...args)
        .filter((rule: any, i: number, all: any[]) => !all.slice(0, i).some(earlier => overlap(earlier.match, rule.match))),
    })],
    ['grouping: rules join others past what is in between', '../../src/patterns/route-groups', () => ({
      grouped: (rules: any[]) => rules.reduce<any[][]>((groups, rule) => {
        const group = groups.find(([first]) => sameResult(first, rule));
        if (!group) return [...groups, [rule]];
        group.push(rule);
        return groups;
      }, []),
    })],
  ])('%s', (_, module, fault) => {
    expect(explore(withFault(module, fault), 60, 50).difference).toBeDefined();
  });
});
