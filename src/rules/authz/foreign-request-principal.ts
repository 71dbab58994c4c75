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
        const wrong = impossible(text) ?? withoutSlash(mesh, list, text);
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
  return {
    problem: `the request principal is "${text}", which no token has: it has no subject`,
    fix: isUrl || subject === '' ? `write "${whole}/*" for all tokens of the issuer, or "${whole}/SUBJECT"` : `write "ISSUER/${text}", or "*/${text}" for all issuers`,
  };
}

/** Some issuers end with a slash, which stands before the slash that follows. */
function withoutSlash(mesh: Mesh, { object }: AuthzValues, text: string): Words | undefined {
  const { issuer } = split(text);
  if (!issuer || issuer.startsWith('*')) return undefined;
  const known = issuersBeside(mesh, object);
  const policy = known.has(issuer) ? undefined : known.get(`${issuer}/`);
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
