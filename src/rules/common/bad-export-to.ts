import { Mesh } from '../../model/mesh';
import { textsOf } from '../../model/read';
import { isLabel } from '../names';
import { findingsOf, Part, specOf, Wrong } from '../parts';
import { Rule } from '../rule';

export const badExportTo: Rule = {
  id: 'common/bad-export-to',
  severity: 'error',
  summary: 'exportTo names something other than namespaces, one twice, or all beside some',
  why: 'Istio refuses an exportTo with a value that is no namespace, "." or "*", with one twice, with "*" beside others, or with "~" except alone in a ServiceEntry',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews.default.svc.cluster.local, exportTo: ["*", shop], trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews.default.svc.cluster.local, exportTo: [., shop], trafficPolicy: { loadBalancer: { simple: RANDOM } } }
`,
  check: mesh => findingsOf(exporting(mesh), wrongs),
};

function exporting(mesh: Mesh): Part[] {
  return ['DestinationRule', 'VirtualService', 'ServiceEntry'].flatMap(kind => mesh.ofKind('networking.istio.io', kind)).filter(({ spec }) => spec.exportTo?.length > 0).map(specOf);
}

function * wrongs({ exportTo }: any, { object }: Part): Iterable<Wrong> {
  const values = textsOf(exportTo);
  const seen = new Set<string>();
  for (const [i, value] of values.entries()) {
    const place = value === '.' ? object.namespace : value;
    const problem = seen.has(place) ? `${value} is there twice` : wrongValue(value, values.length > 1, object.kind);
    if (problem) yield { field: `.exportTo[${i}]`, problem, fix: 'list each namespace once, "." for that of the object; "*" alone is every namespace' };
    seen.add(place);
  }
}

function wrongValue(value: string, beside: boolean, kind: string): string | undefined {
  if (value === '~' && kind !== 'ServiceEntry') return '~ is for a ServiceEntry only';
  if (value === '*' || value === '~') return beside ? `${value} beside others` : undefined;
  return value === '.' || isLabel(value) ? undefined : `"${value}" is no namespace`;
}
