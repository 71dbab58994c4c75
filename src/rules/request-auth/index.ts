import { Rule } from '../rule';
import { badJwks } from './bad-jwks';
import { badJwksUri } from './bad-jwks-uri';
import { noIssuer } from './no-issuer';
import { optionalToken } from './optional-token';
import { privateJwks } from './private-jwks';
import { refusedJwks } from './refused-jwks';
import { severalKeySources } from './several-key-sources';
import { tcpOnly } from './tcp-only';
import { undiscoverableIssuer } from './undiscoverable-issuer';

export const REQUEST_AUTH_RULES: Rule[] = [
  badJwks,
  badJwksUri,
  noIssuer,
  optionalToken,
  privateJwks,
  refusedJwks,
  severalKeySources,
  tcpOnly,
  undiscoverableIssuer,
];
