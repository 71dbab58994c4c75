import { listOf } from '../../model/read';
import { Part } from '../parts';
import { Finding, Rule } from '../rule';
import { telemetries } from '../telemetry-parts';

export const severalTracings: Rule = {
  id: 'telemetry/several-tracings',
  severity: 'warning',
  sometimes: { severity: 'advice', where: 'one entry is for clients and one for servers' },
  summary: 'traces are to go to several providers, or are described twice',
  why: 'a proxy has one tracer for requests it takes and one for those it sends: of several providers it uses the first, and of several entries a later one overrides what an earlier one says',
  sameAs: ['IST0133'],
  bad: `
kind: Telemetry
spec: { tracing: [{ providers: [{ name: zipkin }, { name: otel }] }] }
`,
  good: `
kind: Telemetry
spec: { tracing: [{ providers: [{ name: otel }] }] }
`,
  * check(mesh) {
    for (const telemetry of telemetries(mesh)) yield* ofOne(telemetry);
  },
};

function * ofOne({ object, value }: Part): Iterable<Finding> {
  const entries = listOf(value.tracing);
  const said = { at: object, field: 'spec.tracing', problem: `${entries.length} tracing entries in one Telemetry`, fix: 'make them one entry, or one for mode CLIENT and one for SERVER' };
  // Istio warns of one for clients and one for servers too, but reads both.
  if (entries.length > 1) yield areApart(entries) ? { ...said, severity: 'advice' } : said;
  for (const [i, entry] of entries.entries()) {
    const names = listOf(entry?.providers).map(provider => provider?.name);
    if (names.length > 1) yield { at: object, field: `spec.tracing[${i}].providers`, problem: `traces to ${names.join(', ')}`, fix: 'name one provider; a collector can send traces on to several' };
  }
}

function areApart(entries: any[]): boolean {
  return entries.map(entry => entry?.match?.mode).sort().join() === 'CLIENT,SERVER';
}
