import { textOf } from '../../model/read';
import { childOf, findingsOf, specsOf } from '../parts';
import { Rule } from '../rule';

const MOST = 65536;

export const longCode: Rule = {
  id: 'traffic-extension/long-code',
  severity: 'error',
  summary: 'the Lua code is within the limit of characters, and over that of bytes',
  why: 'Istio refuses a TrafficExtension with more than 65536 bytes of Lua; the schema counts characters, and those beyond ASCII have several bytes',
  sameAs: ['IST0106'],
  bad: `
kind: TrafficExtension
spec: { lua: { inlineCode: "-- ${'é'.repeat(MOST / 2)}" } }
`,
  good: `
kind: TrafficExtension
spec: { lua: { inlineCode: "function envoy_on_request(handle) handle:headers():add('x-seen', 'yes') end" } }
`,
  check: mesh => findingsOf(specsOf(mesh, 'extensions.istio.io', 'TrafficExtension').flatMap(spec => childOf(spec, 'lua')), function * ({ inlineCode }) {
    const code = textOf(inlineCode);
    // More characters are the matter of the schema.
    if (code.length * 3 <= MOST || [...code].length > MOST || Buffer.byteLength(code) <= MOST) return;
    yield { field: '.inlineCode', problem: `the code has ${Buffer.byteLength(code)} bytes`, fix: `write at most ${MOST} bytes, and comments in ASCII` };
  }),
};
