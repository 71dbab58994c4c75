import { Rule } from '../rule';
import { badBind } from './bad-bind';
import { badHost } from './bad-host';
import { badPort } from './bad-port';
import { closedToNamespace } from './closed-to-namespace';
import { conflictingHosts } from './conflicting-hosts';
import { conflictingProtocols } from './conflicting-protocols';
import { credentialElsewhere } from './credential-elsewhere';
import { duplicatePortName } from './duplicate-port-name';
import { ignoredCipherSuites } from './ignored-cipher-suites';
import { istioMutualWithCertificates } from './istio-mutual-with-certificates';
import { noCertificate } from './no-certificate';
import { noHosts } from './no-hosts';
import { noRedirectToHttps } from './no-redirect-to-https';
import { noServers } from './no-servers';
import { noTlsVersion } from './no-tls-version';
import { notALabel } from './not-a-label';
import { oldTlsWithoutCiphers } from './old-tls-without-ciphers';
import { overlappingRedirects } from './overlapping-redirects';
import { passthroughWithCertificates } from './passthrough-with-certificates';
import { portNotOnService } from './port-not-on-service';
import { redirectWithNamespace } from './redirect-with-namespace';
import { redirectWithoutHttp } from './redirect-without-http';
import { routesForOtherProtocol } from './routes-for-other-protocol';
import { selectorWithoutPods } from './selector-without-pods';
import { severalCertificateSources } from './several-certificate-sources';
import { sharedCertificate } from './shared-certificate';
import { tlsMissing } from './tls-missing';
import { tlsOnPlainPort } from './tls-on-plain-port';
import { unused } from './unused';
import { unusedCrl } from './unused-crl';
import { wildcardHost } from './wildcard-host';

export const GATEWAY_RULES: Rule[] = [
  badBind,
  badHost,
  badPort,
  closedToNamespace,
  conflictingHosts,
  conflictingProtocols,
  credentialElsewhere,
  duplicatePortName,
  ignoredCipherSuites,
  istioMutualWithCertificates,
  noCertificate,
  noHosts,
  noRedirectToHttps,
  noServers,
  noTlsVersion,
  notALabel,
  oldTlsWithoutCiphers,
  overlappingRedirects,
  passthroughWithCertificates,
  portNotOnService,
  redirectWithNamespace,
  redirectWithoutHttp,
  routesForOtherProtocol,
  selectorWithoutPods,
  severalCertificateSources,
  sharedCertificate,
  tlsMissing,
  tlsOnPlainPort,
  unused,
  unusedCrl,
  wildcardHost,
];
