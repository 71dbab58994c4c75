import { Rule } from '../rule';
import { ambient } from './ambient';
import { badConnectionPool } from './bad-connection-pool';
import { badDefaultEndpoint } from './bad-default-endpoint';
import { badEgressHost } from './bad-egress-host';
import { badEgressProxy } from './bad-egress-proxy';
import { badIngressTls } from './bad-ingress-tls';
import { badListener } from './bad-listener';
import { deprecatedEgressProxy } from './deprecated-egress-proxy';
import { duplicateEgressHost } from './duplicate-egress-host';
import { duplicatePort } from './duplicate-port';
import { egressListenerOrder } from './egress-listener-order';
import { empty } from './empty';
import { httpPoolOnTcp } from './http-pool-on-tcp';
import { missingHost } from './missing-host';
import { missingImport } from './missing-import';
import { selectorInRootNamespace } from './selector-in-root-namespace';
import { severalInForce } from './several-in-force';

export const SIDECAR_RULES: Rule[] = [
  ambient,
  badConnectionPool,
  badDefaultEndpoint,
  badEgressHost,
  badEgressProxy,
  badIngressTls,
  badListener,
  deprecatedEgressProxy,
  duplicateEgressHost,
  duplicatePort,
  egressListenerOrder,
  empty,
  httpPoolOnTcp,
  missingHost,
  missingImport,
  selectorInRootNamespace,
  severalInForce,
];
