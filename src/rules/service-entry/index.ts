import { Rule } from '../rule';
import { badAddress } from './bad-address';
import { badDynamicDns } from './bad-dynamic-dns';
import { badEndpointAddress } from './bad-endpoint-address';
import { defaultLocation } from './default-location';
import { dnsWildcardHost } from './dns-wildcard-host';
import { duplicateHost } from './duplicate-host';
import { duplicatePort } from './duplicate-port';
import { emptySelector } from './empty-selector';
import { endpointsWithoutResolution } from './endpoints-without-resolution';
import { hostOfEverything } from './host-of-everything';
import { hostsShareAddress } from './hosts-share-address';
import { httpOn443 } from './http-on-443';
import { noneWithSelector } from './none-with-selector';
import { notExported } from './not-exported';
import { partialWildcard } from './partial-wildcard';
import { rangeWithDns } from './range-with-dns';
import { selectorAndEndpoints } from './selector-and-endpoints';
import { severalHostsOnTcp } from './several-hosts-on-tcp';
import { severalRoundRobinEndpoints } from './several-round-robin-endpoints';
import { shadowedByService } from './shadowed-by-service';
import { staticWithoutEndpoints } from './static-without-endpoints';
import { tcpWithoutAddress } from './tcp-without-address';
import { tlsToPort80 } from './tls-to-port-80';
import { unixEndpointPorts } from './unix-endpoint-ports';
import { unknownEndpointPort } from './unknown-endpoint-port';

export const SERVICE_ENTRY_RULES: Rule[] = [
  badAddress,
  badDynamicDns,
  badEndpointAddress,
  defaultLocation,
  dnsWildcardHost,
  duplicateHost,
  duplicatePort,
  emptySelector,
  endpointsWithoutResolution,
  hostOfEverything,
  hostsShareAddress,
  httpOn443,
  noneWithSelector,
  notExported,
  partialWildcard,
  rangeWithDns,
  selectorAndEndpoints,
  severalHostsOnTcp,
  severalRoundRobinEndpoints,
  shadowedByService,
  staticWithoutEndpoints,
  tcpWithoutAddress,
  tlsToPort80,
  unixEndpointPorts,
  unknownEndpointPort,
];
