import { Rule } from '../rule';

export const PROXY_CONFIG_RULES: Rule[] = [
];
