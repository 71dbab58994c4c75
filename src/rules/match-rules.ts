import { Rule } from './rule';
import { authorityWithoutPort } from './virtual-service/authority-without-port';
import { badSourceNamespace } from './virtual-service/bad-source-namespace';
import { badSubnet } from './virtual-service/bad-subnet';
import { ignoredCaseFlag } from './virtual-service/ignored-case-flag';
import { ignoredSource } from './virtual-service/ignored-source';
import { impossiblePath } from './virtual-service/impossible-path';
import { jwtClaimOnMesh } from './virtual-service/jwt-claim-on-mesh';
import { methodCase } from './virtual-service/method-case';
import { mistakenSyntax } from './virtual-service/mistaken-syntax';
import { noRouteForRest } from './virtual-service/no-route-for-rest';
import { openPrefix } from './virtual-service/open-prefix';

/** Rules of `virtual-service` for what a match says. */
export const MATCH_RULES: Rule[] = [
  authorityWithoutPort,
  badSourceNamespace,
  badSubnet,
  ignoredCaseFlag,
  ignoredSource,
  impossiblePath,
  jwtClaimOnMesh,
  methodCase,
  mistakenSyntax,
  noRouteForRest,
  openPrefix,
];
