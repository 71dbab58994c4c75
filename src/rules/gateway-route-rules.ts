import { Rule } from './rule';
import { badGatewayName } from './virtual-service/bad-gateway-name';
import { claimsWithoutAuthentication } from './virtual-service/claims-without-authentication';
import { hiddenFromGateway } from './virtual-service/hidden-from-gateway';
import { hostNotOnGateway } from './virtual-service/host-not-on-gateway';
import { ignoredOnGateway } from './virtual-service/ignored-on-gateway';
import { legacyGatewayName } from './virtual-service/legacy-gateway-name';
import { missingGateway } from './virtual-service/missing-gateway';
import { orderDependentRoutes } from './virtual-service/order-dependent-routes';
import { portNotOnGateway } from './virtual-service/port-not-on-gateway';
import { sourceOnGateway } from './virtual-service/source-on-gateway';
import { unboundFromMesh } from './virtual-service/unbound-from-mesh';
import { unboundMatch } from './virtual-service/unbound-match';

/** Rules of `virtual-service` for the gateways that it names, itself or in a match. */
export const GATEWAY_ROUTE_RULES: Rule[] = [
  badGatewayName,
  claimsWithoutAuthentication,
  hiddenFromGateway,
  hostNotOnGateway,
  ignoredOnGateway,
  legacyGatewayName,
  missingGateway,
  orderDependentRoutes,
  portNotOnGateway,
  sourceOnGateway,
  unboundFromMesh,
  unboundMatch,
];
