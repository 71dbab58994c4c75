import { listOf, mapOf, textOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

/** Somebody else's origins, made of a domain that is meant. */
const OTHERS = [(domain: string) => `evil${domain}`, (domain: string) => `${domain}.evil.example`, (domain: string) => `a.${domain}.evil.example`];

export const looseOrigin: Rule = {
  id: 'virtual-service/loose-origin',
  severity: 'warning',
  summary: 'a CORS policy with credentials allows origins of domains that anybody can register',
  why: 'the proxy answers whatever origin a prefix or regex matches that it may call with the cookies of the user; a prefix goes on after the host, and .* matches a part of a name as well as whole ones',
  sameAs: [],
  bad: `
kind: VirtualService
spec:
  hosts: [cart]
  http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ regex: "https://.*example[.]com" }], allowCredentials: true } }]
`,
  good: `
kind: VirtualService
spec:
  hosts: [cart]
  http: [{ route: [{ destination: { host: cart } }], corsPolicy: { allowOrigins: [{ regex: "https://(.*[.])?example[.]com" }], allowCredentials: true } }]
`,
  check: mesh => findingsOf(networkingParts(mesh).httpWith('corsPolicy'), function * ({ corsPolicy }) {
    const { allowOrigins, allowCredentials } = mapOf(corsPolicy);
    if (!allowCredentials) return;
    for (const [i, origin] of listOf(allowOrigins).map(mapOf).entries()) {
      const kind = textOf(origin.prefix) ? 'prefix' : 'regex';
      const other = otherOrigin(kind, textOf(origin[kind]));
      if (!other) continue;
      yield {
        field: `.corsPolicy.allowOrigins[${i}].${kind}`,
        problem: `${kind} ${JSON.stringify(origin[kind])} allows ${other} too, and allowCredentials is set`,
        fix: 'write exact origins, or a regex with a dot before the domain and nothing open after it: https://([a-z0-9-]+[.])?example[.]com',
      };
    }
  }),
};

/** An origin of a domain that is not the one which is written, and that is allowed all the same. */
function otherOrigin(kind: string, written: string): string | undefined {
  const matches = matcher(kind, written);
  const plain = written.replace(/\[\.\]|\\\./g, '.');
  const domain = plain.match(/[a-z0-9-]+(\.[a-z0-9-]+)+/gi)?.pop();
  // What allows everything is told as such.
  if (!matches || !domain || matches('https://evil.example')) return undefined;
  return ['https', 'http'].flatMap(scheme => OTHERS.map(other => `${scheme}://${other(domain)}`)).find(matches);
}

function matcher(kind: string, written: string): ((origin: string) => boolean) | undefined {
  if (kind === 'prefix') return origin => origin.startsWith(written);
  try {
    const whole = new RegExp(`^(?:${written})$`);
    return origin => whole.test(origin);
  } catch {
    // It may be one for RE2 all the same.
    return undefined;
  }
}
