import { Rule } from '../rule';
import { authorityWithoutPort } from './authority-without-port';
import { badGatewayName } from './bad-gateway-name';
import { badSourceNamespace } from './bad-source-namespace';
import { badSubnet } from './bad-subnet';
import { badSubsetName } from './bad-subset-name';
import { claimsWithoutAuthentication } from './claims-without-authentication';
import { defaultRetries } from './default-retries';
import { delegateBeyondHttp } from './delegate-beyond-http';
import { delegateConflict } from './delegate-conflict';
import { duplicateDestination } from './duplicate-destination';
import { duplicateHostOnMesh } from './duplicate-host-on-mesh';
import { duplicateSni } from './duplicate-sni';
import { hiddenFromGateway } from './hidden-from-gateway';
import { hostNotOnGateway } from './host-not-on-gateway';
import { hostWithoutService } from './host-without-service';
import { httpForExternalTls } from './http-for-external-tls';
import { httpToTlsPort } from './http-to-tls-port';
import { ignoredCaseFlag } from './ignored-case-flag';
import { ignoredOnGateway } from './ignored-on-gateway';
import { ignoredSource } from './ignored-source';
import { impossiblePath } from './impossible-path';
import { ipSniHost } from './ip-sni-host';
import { jwtClaimOnMesh } from './jwt-claim-on-mesh';
import { legacyGatewayName } from './legacy-gateway-name';
import { methodCase } from './method-case';
import { missingDelegate } from './missing-delegate';
import { missingDestination } from './missing-destination';
import { missingDestinationPort } from './missing-destination-port';
import { missingGateway } from './missing-gateway';
import { mistakenSyntax } from './mistaken-syntax';
import { noAction } from './no-action';
import { noRouteForRest } from './no-route-for-rest';
import { noRules } from './no-rules';
import { noTimeout } from './no-timeout';
import { oddWeights } from './odd-weights';
import { openPrefix } from './open-prefix';
import { orderDependentRoutes } from './order-dependent-routes';
import { orphanedDelegate } from './orphaned-delegate';
import { overlappingHosts } from './overlapping-hosts';
import { overlappingSni } from './overlapping-sni';
import { portLeftOut } from './port-left-out';
import { portNotOnGateway } from './port-not-on-gateway';
import { routesForOtherProtocol } from './routes-for-other-protocol';
import { shadowedMatch } from './shadowed-match';
import { shadowedSettings } from './shadowed-settings';
import { singleWeight } from './single-weight';
import { sniOutsideHosts } from './sni-outside-hosts';
import { sourceOnGateway } from './source-on-gateway';
import { subsetNotVisible } from './subset-not-visible';
import { tlsWithoutSni } from './tls-without-sni';
import { unboundFromMesh } from './unbound-from-mesh';
import { unboundMatch } from './unbound-match';
import { undefinedSubset } from './undefined-subset';
import { unusableWeights } from './unusable-weights';
import { wildcardDestination } from './wildcard-destination';
import { wildcardOnMesh } from './wildcard-on-mesh';

export const VIRTUAL_SERVICE_RULES: Rule[] = [
  authorityWithoutPort,
  badGatewayName,
  badSourceNamespace,
  badSubnet,
  badSubsetName,
  claimsWithoutAuthentication,
  defaultRetries,
  delegateBeyondHttp,
  delegateConflict,
  duplicateDestination,
  duplicateHostOnMesh,
  duplicateSni,
  hiddenFromGateway,
  hostNotOnGateway,
  hostWithoutService,
  httpForExternalTls,
  httpToTlsPort,
  ignoredCaseFlag,
  ignoredOnGateway,
  ignoredSource,
  impossiblePath,
  ipSniHost,
  jwtClaimOnMesh,
  legacyGatewayName,
  methodCase,
  missingDelegate,
  missingDestination,
  missingDestinationPort,
  missingGateway,
  mistakenSyntax,
  noAction,
  noRouteForRest,
  noRules,
  noTimeout,
  oddWeights,
  openPrefix,
  orderDependentRoutes,
  orphanedDelegate,
  overlappingHosts,
  overlappingSni,
  portLeftOut,
  portNotOnGateway,
  routesForOtherProtocol,
  shadowedMatch,
  shadowedSettings,
  singleWeight,
  sniOutsideHosts,
  sourceOnGateway,
  subsetNotVisible,
  tlsWithoutSni,
  unboundFromMesh,
  unboundMatch,
  undefinedSubset,
  unusableWeights,
  wildcardDestination,
  wildcardOnMesh,
];
