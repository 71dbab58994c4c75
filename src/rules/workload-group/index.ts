import { Rule } from '../rule';
import { badProbe } from './bad-probe';
import { duplicateLabels } from './duplicate-labels';

export const WORKLOAD_GROUP_RULES: Rule[] = [
  badProbe,
  duplicateLabels,
];
