import { allRules } from './folders';
import { Rule } from './rule';

/** Every rule, in the order they run. */
export const RULES: Rule[] = allRules();
