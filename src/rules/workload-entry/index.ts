import { Rule } from '../rule';
import { badAddress } from './bad-address';

export const WORKLOAD_ENTRY_RULES: Rule[] = [
  badAddress,
];
