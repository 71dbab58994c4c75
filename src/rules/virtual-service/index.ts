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
import { ignoredCaseFlag } from './ignored-case-flag';
import { ignoredSource } from './ignored-source';
import { ipSniHost } from './ip-sni-host';
import { jwtClaimOnMesh } from './jwt-claim-on-mesh';
import { legacyGatewayName } from './legacy-gateway-name';
import { missingDelegate } from './missing-delegate';
import { missingDestination } from './missing-destination';
import { missingDestinationPort } from './missing-destination-port';
import { missingGateway } from './missing-gateway';
import { noAction } from './no-action';
import { noRouteForRest } from './no-route-for-rest';
import { noRules } from './no-rules';
import { noTimeout } from './no-timeout';
import { oddWeights } from './odd-weights';
import { openPrefix } from './open-prefix';
import { orderDependentRoutes } from './order-dependent-routes';
import { orphanedDelegate } from './orphaned-delegate';
import { overlappingHosts } from './overlapping-hosts';
import { portLeftOut } from './port-left-out';
import { routesForOtherProtocol } from './routes-for-other-protocol';
import { shadowedMatch } from './shadowed-match';
import { shadowedSettings } from './shadowed-settings';
import { singleWeight } from './single-weight';
import { sniOutsideHosts } from './sni-outside-hosts';
import { sourceOnGateway } from './source-on-gateway';
import { subsetNotVisible } from './subset-not-visible';
import { tlsWithoutSni } from './tls-without-sni';
import { unboundFromMesh } from './unbound-from-mesh';
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
  ignoredCaseFlag,
  ignoredSource,
  ipSniHost,
  jwtClaimOnMesh,
  legacyGatewayName,
  missingDelegate,
  missingDestination,
  missingDestinationPort,
  missingGateway,
  noAction,
  noRouteForRest,
  noRules,
  noTimeout,
  oddWeights,
  openPrefix,
  orderDependentRoutes,
  orphanedDelegate,
  overlappingHosts,
  portLeftOut,
  routesForOtherProtocol,
  shadowedMatch,
  shadowedSettings,
  singleWeight,
  sniOutsideHosts,
  sourceOnGateway,
  subsetNotVisible,
  tlsWithoutSni,
  unboundFromMesh,
  undefinedSubset,
  unusableWeights,
  wildcardDestination,
  wildcardOnMesh,
];
