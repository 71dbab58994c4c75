import { Rule } from '../rule';
import { missingLabels } from './missing-labels';
import { uidOfProxy } from './uid-of-proxy';

export const WORKLOAD_RULES: Rule[] = [
  missingLabels,
  uidOfProxy,
];
