import { Rule } from '../rule';
import { accessLogWithoutProvider } from './access-log-without-provider';
import { badFilter } from './bad-filter';
import { badTagOverride } from './bad-tag-override';
import { missingProvider } from './missing-provider';
import { namelessTag } from './nameless-tag';
import { overlappingSelectors } from './overlapping-selectors';
import { severalTracings } from './several-tracings';
import { severalWithoutSelector } from './several-without-selector';
import { tagWithoutValue } from './tag-without-value';

export const TELEMETRY_RULES: Rule[] = [
  accessLogWithoutProvider,
  badFilter,
  badTagOverride,
  missingProvider,
  namelessTag,
  overlappingSelectors,
  severalTracings,
  severalWithoutSelector,
  tagWithoutValue,
];
