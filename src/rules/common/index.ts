import { Rule } from '../rule';
import { badExportTo } from './bad-export-to';
import { badSelectorKey } from './bad-selector-key';
import { badTargetKind } from './bad-target-kind';
import { emptySelector } from './empty-selector';
import { exportedToUnknownNamespace } from './exported-to-unknown-namespace';
import { fileCollision } from './file-collision';
import { ignoredInAmbient } from './ignored-in-ambient';
import { nameCollision } from './name-collision';
import { regexOfAPart } from './regex-of-a-part';
import { selectorWithoutWorkload } from './selector-without-workload';
import { shortHost } from './short-host';
import { targetWithoutWaypoint } from './target-without-waypoint';

export const COMMON_RULES: Rule[] = [
  badExportTo,
  badSelectorKey,
  badTargetKind,
  emptySelector,
  exportedToUnknownNamespace,
  fileCollision,
  ignoredInAmbient,
  nameCollision,
  regexOfAPart,
  selectorWithoutWorkload,
  shortHost,
  targetWithoutWaypoint,
];
