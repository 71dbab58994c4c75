import * as l1 from '../../imports/security.istio.io';

const EVERY_HOST = ['*'];

/** Hosts of the requests whose path makes a difference to a policy, `*` for every host. Nothing where none does. */
export function hostsDecidedByPath({ action, rules = [] }: l1.AuthorizationPolicySpec): string[] {
  // What an authorizer makes of the path is its own.
  const asks = action === l1.AuthorizationPolicySpecAction.CUSTOM;
  return rules.flatMap(({ to = [{}] }) => to.flatMap(({ operation: { hosts, paths, notPaths } = {} }) => asks || paths || notPaths ? hosts ?? EVERY_HOST : []));
}
