import { Rule } from '../rule';
import { longCode } from './long-code';
import { notOneEngine } from './not-one-engine';

export const TRAFFIC_EXTENSION_RULES: Rule[] = [
  longCode,
  notOneEngine,
];
