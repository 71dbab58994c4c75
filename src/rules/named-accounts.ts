import { Attribute } from './authorization';
import { Settings } from '../model/settings';

/** A service account. */
export interface Account {
  readonly namespace: string;
  readonly name: string;
}

/** The trust domains of the mesh, as principals name them: `cluster.local` is its own, whatever it is called. */
export function ownDomains({ trustDomains }: Settings): string[] {
  return ['cluster.local', ...trustDomains];
}

/**
 * The service accounts of the mesh that a condition names in full. Those of other trust domains run elsewhere.
 * @param home namespace of the policy, for accounts that are named without one
 */
export function accountsOf({ of, values }: Attribute, home: string, settings: Settings): Account[] {
  if (of === 'serviceAccounts' || of === 'source.serviceAccount') return values.map(value => inFull(value, home));
  if (of !== 'principals' && of !== 'source.principal') return [];
  return values.flatMap(value => {
    const [, domain, namespace, name] = /^([^*/]+)\/ns\/([^*/]+)\/sa\/([^*/]+)$/.exec(value) ?? [];
    return ownDomains(settings).includes(domain) ? [{ namespace, name }] : [];
  });
}

function inFull(account: string, home: string): Account {
  const [namespace, name] = account.includes('/') ? account.split('/') : [home, account];
  return { namespace, name };
}
