import { LabelIndex, Labels, selects, SelectorIndex } from '../../src/model/label-index';

interface Thing {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
}

const THINGS: Thing[] = [
  { name: 'all', namespace: 'shop', labels: {} },
  { name: 'a', namespace: 'shop', labels: { app: 'a' } },
  { name: 'a-v1', namespace: 'shop', labels: { app: 'a', version: 'v1' } },
  { name: 'b-v1', namespace: 'shop', labels: { version: 'v1', app: 'b' } },
  { name: 'other', namespace: 'bookinfo', labels: { app: 'a', version: 'v1' } },
  { name: 'prototype', namespace: 'shop', labels: { constructor: 'x', toString: 'y' } },
];
const SETS: Labels[] = [...THINGS.map(({ labels }) => labels), { app: 'a', version: 'v2' }, { x: 'y' }, { version: 'v1' }];

const namespaceOf = ({ namespace }: Thing) => namespace;
const labelsOf = ({ labels }: Thing) => labels;
const names = (things: Thing[]) => things.map(({ name }) => name).sort();

test.each(SETS)('finds by the selector %j what comparing one by one finds', selector => {
  const index = new LabelIndex(THINGS, namespaceOf, labelsOf);
  const selected = THINGS.filter(({ labels }) => selects(selector, labels));
  expect(names(index.selectedBy(undefined, selector))).toEqual(names(selected));
  for (const namespace of ['shop', 'bookinfo', 'none']) {
    expect(names(index.selectedBy(namespace, selector))).toEqual(names(selected.filter(each => each.namespace === namespace)));
  }
});

test.each(SETS)('finds by the labels %j the selectors that comparing one by one finds', labels => {
  const index = new SelectorIndex(THINGS, namespaceOf, labelsOf);
  const selecting = THINGS.filter(each => selects(each.labels, labels) && each.name !== 'all');
  for (const namespace of ['shop', 'bookinfo', 'none']) {
    expect(names(index.selective(namespace, labels))).toEqual(names(selecting.filter(each => each.namespace === namespace)));
  }
  expect([names(index.unselective('shop')), index.unselective('bookinfo')]).toEqual([['all'], []]);
});

test('lists what is in a namespace', () => {
  const index = new LabelIndex(THINGS, namespaceOf, labelsOf);
  expect([names(index.in('bookinfo')), index.in('none')]).toEqual([['other'], []]);
});
