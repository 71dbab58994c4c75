import { Mesh } from '../../model/mesh';
import { MeshObject, objectText } from '../../model/object';
import { textOf } from '../../model/read';
import { AuthzValues, valuesOf } from '../authz-parts';
import { jwtRules } from '../jwt-parts';
import { Finding, Rule } from '../rule';
import { besides } from '../token-policies';

export const foreignRequestPrincipal: Rule = {
  id: 'authz/foreign-request-principal',
  severity: 'error',
  sometimes: { severity: 'warning', where: 'some token may have it: it reads like the identity of a workload, or its issuer lacks the slash that a known one ends with' },
  summary: 'a request principal of a rule is written in a form that no token has',
  why: 'a request principal is the issuer of a token, a slash and its subject, split at the last slash: an issuer alone never matches, and neither does one without the slash at its own end',
  sameAs: [],
  bad: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { requestPrincipals: ["https://idp.example"] } }] }] }
`,
  good: `
kind: AuthorizationPolicy
spec: { rules: [{ from: [{ source: { requestPrincipals: ["https://idp.example/*", "*/alice"] } }] }] }
`,
  * check(mesh) {
    for (const list of valuesOf(mesh, 'requestPrincipals', 'request.auth.principal')) {
      for (const [i, text] of list.value.entries()) {
        const wrong = impossible(text) ?? ofWorkload(text) ?? besideIssuers(mesh, list, text);
        if (wrong) yield { at: list.object, field: `${list.field}[${i}]`, ...wrong };
      }
    }
  },
};

type Words = Pick<Finding, 'problem' | 'fix' | 'and' | 'severity'>;

/** Where issuer and subject, as Istio splits them, are none. A wildcard in their midst is told of as such. */
function impossible(text: string): Words | undefined {
  const { issuer, subject } = split(text);
  if (text === '' || text.slice(1, -1).includes('*') || (issuer === undefined && text.includes('*'))) return undefined;
  const isUrl = /^https?:\/*$/.test(issuer ?? '');
  if (issuer !== undefined && subject !== '' && !isUrl) return undefined;
  const whole = text.replace(/\/?\*?$/, '');
  if (whole === '*') return { problem: `the request principal is "${text}", which no token has: it has no subject`, fix: 'write "*" for all tokens with issuer and subject' };
  return {
    problem: `the request principal is "${text}", which no token has: it has no subject`,
    fix: isUrl || subject === '' ? `write "${whole}/*" for all tokens of the issuer, or "${whole}/SUBJECT"` : `write "ISSUER/${text}", or "*/${text}" for all issuers`,
  };
}

/** The identity in a certificate, which is no request principal, though it has slashes. */
function ofWorkload(text: string): Words | undefined {
  return /^[^/]+\/ns\/[^/]+\/sa\/[^/]+$/.test(text) ? {
    severity: 'warning',
    problem: `the request principal is "${text}", which is the identity of a workload and not of a token`,
    fix: 'write it in principals, or write issuer and subject of a token',
  } : undefined;
}

/** What the issuers that are known for these pods tell more. */
function besideIssuers(mesh: Mesh, { object }: AuthzValues, text: string): Words | undefined {
  const { issuer } = split(text);
  if (!issuer || issuer.startsWith('*')) return undefined;
  const known = issuersBeside(mesh, object);
  return known.has(issuer) ? undefined : withoutSubject(known.get(text), text) ?? withoutSlash(known.get(`${issuer}/`), issuer, text);
}

/** Of an issuer alone the last part of the path is taken for the subject. */
function withoutSubject(policy: MeshObject | undefined, text: string): Words | undefined {
  return policy && {
    and: [{ object: policy, field: 'spec.jwtRules' }],
    problem: `the request principal is "${text}", which is the issuer alone in ${objectText(policy)}: it has no subject`,
    fix: `write "${text}/*" for all tokens of the issuer, or "${text}/SUBJECT"`,
  };
}

/** Some issuers end with a slash, which stands before the slash that follows. */
function withoutSlash(policy: MeshObject | undefined, issuer: string, text: string): Words | undefined {
  return policy && {
    severity: 'warning',
    and: [{ object: policy, field: 'spec.jwtRules' }],
    problem: `"${text}" is for tokens of the issuer "${issuer}", but ${objectText(policy)} takes those of "${issuer}/"`,
    fix: `write the issuer with its slash, and the one that follows: "${issuer}//${text.slice(issuer.length + 1)}"`,
  };
}

function issuersBeside(mesh: Mesh, object: MeshObject): Map<string, MeshObject> {
  const near = new Set(besides(mesh, object, 'RequestAuthentication'));
  return new Map(jwtRules(mesh).filter(rule => near.has(rule.object)).map(rule => [textOf(rule.value.issuer), rule.object]));
}

function split(text: string): { readonly issuer?: string; readonly subject?: string } {
  const slash = text.lastIndexOf('/');
  return slash < 0 ? {} : { issuer: text.slice(0, slash), subject: text.slice(slash + 1) };
}
