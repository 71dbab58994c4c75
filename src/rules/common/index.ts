import { Rule } from '../rule';
import { badExportTo } from './bad-export-to';
import { badTargetKind } from './bad-target-kind';
import { emptySelector } from './empty-selector';
import { exportedToUnknownNamespace } from './exported-to-unknown-namespace';
import { fileCollision } from './file-collision';
import { halfQualifiedHost } from './half-qualified-host';
import { ignoredInAmbient } from './ignored-in-ambient';
import { nameCollision } from './name-collision';
import { policyWithoutProxy } from './policy-without-proxy';
import { regexOfAPart } from './regex-of-a-part';
import { selectorWithoutWorkload } from './selector-without-workload';
import { serviceWithoutWaypoint } from './service-without-waypoint';
import { shortHost } from './short-host';
import { targetWithoutWaypoint } from './target-without-waypoint';

export const COMMON_RULES: Rule[] = [
  badExportTo,
  badTargetKind,
  emptySelector,
  exportedToUnknownNamespace,
  fileCollision,
  halfQualifiedHost,
  ignoredInAmbient,
  nameCollision,
  policyWithoutProxy,
  regexOfAPart,
  selectorWithoutWorkload,
  serviceWithoutWaypoint,
  shortHost,
  targetWithoutWaypoint,
];
