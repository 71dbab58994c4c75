import { overwritesUnmanaged } from './common/overwrites-unmanaged';
import { Rule } from './rule';

/** Rules that look at what exists already. */
export const INVENTORY_RULES: Rule[] = [overwritesUnmanaged];
