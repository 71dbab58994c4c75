import { Rule } from '../rule';
import { allowEmpty } from './allow-empty';
import { allowHttpOnTcp } from './allow-http-on-tcp';
import { badIpBlock } from './bad-ip-block';
import { badPathTemplate } from './bad-path-template';
import { badPort } from './bad-port';
import { badServiceAccount } from './bad-service-account';
import { badTrustDomain } from './bad-trust-domain';
import { clientAddressBehindGateway } from './client-address-behind-gateway';
import { customWithIdentity } from './custom-with-identity';
import { customWithoutProvider } from './custom-without-provider';
import { defaultDeny } from './default-deny';
import { denyHttpOnTcp } from './deny-http-on-tcp';
import { denyWithoutRules } from './deny-without-rules';
import { emptyList } from './empty-list';
import { emptyRulePart } from './empty-rule-part';
import { emptyValue } from './empty-value';
import { exactPathDenied } from './exact-path-denied';
import { foreignPrincipal } from './foreign-principal';
import { foreignRequestPrincipal } from './foreign-request-principal';
import { hostWithoutPort } from './host-without-port';
import { identityInPlainText } from './identity-in-plain-text';
import { identityWithoutMtls } from './identity-without-mtls';
import { impossiblePath } from './impossible-path';
import { l7InAmbient } from './l7-in-ambient';
import { literalWildcard } from './literal-wildcard';
import { localTrustDomainInAmbient } from './local-trust-domain-in-ambient';
import { methodCase } from './method-case';
import { missingHeaderMatches } from './missing-header-matches';
import { misspelledRuleKey } from './misspelled-rule-key';
import { portPastSidecar } from './port-past-sidecar';
import { refusedGateway } from './refused-gateway';
import { refusedPreflight } from './refused-preflight';
import { regexPath } from './regex-path';
import { requestPrincipalStar } from './request-principal-star';
import { serviceAccountsWithPrincipals } from './service-accounts-with-principals';
import { servicePort } from './service-port';
import { severalProviders } from './several-providers';
import { tokenWithoutRequestAuthentication } from './token-without-request-authentication';
import { uncoveredWorkload } from './uncovered-workload';
import { unknownAttribute } from './unknown-attribute';
import { unknownNamespace } from './unknown-namespace';
import { unknownProvider } from './unknown-provider';
import { unknownServiceAccount } from './unknown-service-account';

export const AUTHZ_RULES: Rule[] = [
  allowEmpty,
  allowHttpOnTcp,
  badIpBlock,
  badPathTemplate,
  badPort,
  badServiceAccount,
  badTrustDomain,
  clientAddressBehindGateway,
  customWithIdentity,
  customWithoutProvider,
  defaultDeny,
  denyHttpOnTcp,
  denyWithoutRules,
  emptyList,
  emptyRulePart,
  emptyValue,
  exactPathDenied,
  foreignPrincipal,
  foreignRequestPrincipal,
  hostWithoutPort,
  identityInPlainText,
  identityWithoutMtls,
  impossiblePath,
  l7InAmbient,
  literalWildcard,
  localTrustDomainInAmbient,
  methodCase,
  missingHeaderMatches,
  misspelledRuleKey,
  portPastSidecar,
  refusedGateway,
  refusedPreflight,
  regexPath,
  requestPrincipalStar,
  serviceAccountsWithPrincipals,
  servicePort,
  severalProviders,
  tokenWithoutRequestAuthentication,
  uncoveredWorkload,
  unknownAttribute,
  unknownNamespace,
  unknownProvider,
  unknownServiceAccount,
];
