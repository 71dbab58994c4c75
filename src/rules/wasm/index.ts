import { Rule } from '../rule';
import { badUrl } from './bad-url';
import { longName } from './long-name';
import { valueOfHostVariable } from './value-of-host-variable';

export const WASM_RULES: Rule[] = [
  badUrl,
  longName,
  valueOfHostVariable,
];
