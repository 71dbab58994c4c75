import { Rule } from '../rule';
import { leaksIdentity } from './leaks-identity';

export const EGRESS_GATEWAY_RULES: Rule[] = [
  leaksIdentity,
];
