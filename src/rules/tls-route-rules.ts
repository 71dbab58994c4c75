import { Rule } from './rule';
import { duplicateSni } from './virtual-service/duplicate-sni';
import { ipSniHost } from './virtual-service/ip-sni-host';
import { overlappingSni } from './virtual-service/overlapping-sni';
import { sniOutsideHosts } from './virtual-service/sni-outside-hosts';
import { tlsWithoutSni } from './virtual-service/tls-without-sni';

/** Rules of `virtual-service` for what is told apart by server name. */
export const TLS_ROUTE_RULES: Rule[] = [
  duplicateSni,
  ipSniHost,
  overlappingSni,
  sniOutsideHosts,
  tlsWithoutSni,
];
