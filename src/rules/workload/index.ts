import { Rule } from '../rule';
import { badInjectLabel } from './bad-inject-label';
import { missingLabels } from './missing-labels';
import { portOfProxy } from './port-of-proxy';
import { uidOfProxy } from './uid-of-proxy';

export const WORKLOAD_RULES: Rule[] = [
  badInjectLabel,
  missingLabels,
  portOfProxy,
  uidOfProxy,
];
