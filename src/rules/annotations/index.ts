import { Rule } from '../rule';
import { badValue } from './bad-value';
import { deprecated } from './deprecated';
import { misplaced } from './misplaced';
import { unknown } from './unknown';
import { unknownProxySetting } from './unknown-proxy-setting';

export const ANNOTATIONS_RULES: Rule[] = [
  badValue,
  deprecated,
  misplaced,
  unknown,
  unknownProxySetting,
];
