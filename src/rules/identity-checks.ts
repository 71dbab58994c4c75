import { AccessRule, Attribute } from './authorization';
import { ownDomains } from './named-accounts';
import { Settings } from '../model/settings';

/** Who calls, by the certificate of its proxy. */
export interface Caller {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * Whether a rule may let somebody in, as far as that depends on who it is. All other conditions may hold.
 * @param home namespace of the policy
 */
export function mayLetIn({ attributes }: AccessRule, caller: Caller, home: string, settings: Settings): boolean {
  const allows = (part: string) => attributes.filter(each => each.kind === 'identity' && each.part === part).every(each => mayBe(each, caller, home, settings));
  const parts = [...new Set(attributes.map(({ part }) => part))].filter(part => part.startsWith('from['));
  // Without any a rule is for every caller.
  return allows('when') && (parts.length === 0 || parts.some(allows));
}

function mayBe({ of, values, negative }: Attribute, caller: Caller, home: string, settings: Settings): boolean {
  const names = namesOf(of, caller, home, settings);
  return names.length === 0 || values.some(value => names.some(name => matches(value, name))) !== negative;
}

/** What somebody is called in a condition. Nothing where that is not known. */
function namesOf(of: string, { namespace, serviceAccount }: Caller, home: string, settings: Settings): string[] {
  switch (of) {
    case 'namespaces': case 'source.namespace': return [namespace];
    case 'serviceAccounts': case 'source.serviceAccount': return [`${namespace}/${serviceAccount}`, ...home === namespace ? [serviceAccount] : []];
    case 'principals': case 'source.principal': return ownDomains(settings).map(domain => `${domain}/ns/${namespace}/sa/${serviceAccount}`);
    default: return [];
  }
}

/** As policies compare texts: a wildcard is for something, at one end. */
function matches(pattern: string, text: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*')) return text.endsWith(pattern.slice(1));
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : text === pattern;
}
