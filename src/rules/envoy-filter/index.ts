import { Rule } from '../rule';
import { badVersion } from './bad-version';
import { deprecatedFilterName } from './deprecated-filter-name';
import { discouraged } from './discouraged';
import { ignoredOperation } from './ignored-operation';
import { incompletePatch } from './incomplete-patch';
import { oldApi } from './old-api';
import { relativeWithoutPriority } from './relative-without-priority';
import { untypedFilter } from './untyped-filter';
import { uselessFilterMatch } from './useless-filter-match';
import { waypointMismatch } from './waypoint-mismatch';
import { wrongMatch } from './wrong-match';

export const ENVOY_FILTER_RULES: Rule[] = [
  badVersion,
  deprecatedFilterName,
  discouraged,
  ignoredOperation,
  incompletePatch,
  oldApi,
  relativeWithoutPriority,
  untypedFilter,
  uselessFilterMatch,
  waypointMismatch,
  wrongMatch,
];
