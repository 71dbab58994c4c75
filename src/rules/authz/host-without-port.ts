import { AuthzValues, valuesOf } from '../authz-parts';
import { listed } from '../parts';
import { Rule } from '../rule';

export const hostWithoutPort: Rule = {
  id: 'authz/host-without-port',
  severity: 'warning',
  summary: 'a rule that refuses by host is passed by with a port in the host',
  why: 'hosts are compared with the whole host that the client sends, and a client may send it with a port, such as admin.example.com:443, which is another text',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { action: DENY, rules: [{ to: [{ operation: { hosts: [admin.example.com], ports: ["8080"] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { action: DENY, rules: [{ to: [{ operation: { hosts: [admin.example.com, "admin.example.com:*"], ports: ["8080"] } }] }] }
`,
  * check(mesh) {
    for (const list of valuesOf(mesh, 'hosts')) {
      if (!refuses(list)) continue;
      const open = list.value.filter(host => passesWithPort(host, list.value));
      if (open.length === 0) continue;
      yield { at: list.object, field: list.field, problem: `a port after ${listed(open)} passes this rule by`, fix: `add ${listed(open.map(withPort))}` };
    }
  },
};

/** Whether a host that does not match is let in, or asked no further. */
function refuses({ action, not }: AuthzValues): boolean {
  return not ? action === 'ALLOW' : action === 'DENY' || action === 'CUSTOM';
}

function passesWithPort(host: string, all: string[]): boolean {
  if (host.endsWith('*') || /:\d+$/.test(host)) return false;
  return !all.some(other => other.endsWith('*') && `${host}:`.toLowerCase().startsWith(other.slice(0, -1).toLowerCase()));
}

/** After a suffix there is no room for a second wildcard. */
function withPort(host: string): string {
  return host.startsWith('*') ? `${host}:443` : `${host}:*`;
}
