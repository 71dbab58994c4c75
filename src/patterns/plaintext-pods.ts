import { IConstruct } from 'constructs';
import { pathOf, UsageError } from '../core/errors';

/** Id of the PeerAuthentication that says at which ports pods take plain text. */
export const PLAINTEXT = 'Plaintext';

/**
 * Refuses plain text ports for pods that have some already: of two PeerAuthentications for the same pods Istio takes the older one only.
 * @param others all that describes the same pods
 */
export function requireOnePlaintext(owner: IConstruct, others: IConstruct[]): void {
  const twin = others.find(other => other.node.tryFindChild(PLAINTEXT));
  if (twin) throw new UsageError(owner, `plaintextPorts are said already, by [${pathOf(twin)}], which has the same labels, and Istio would take those of one only`, 'say all of them there');
}
