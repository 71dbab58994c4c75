import { Rule } from '../rule';
import { afterRouter } from './after-router';
import { badVersion } from './bad-version';
import { contextOfOthers } from './context-of-others';
import { deprecatedFilterName } from './deprecated-filter-name';
import { discouraged } from './discouraged';
import { ignoredOperation } from './ignored-operation';
import { incompletePatch } from './incomplete-patch';
import { oldApi } from './old-api';
import { relativeWithoutPriority } from './relative-without-priority';
import { servicePort } from './service-port';
import { shortHost } from './short-host';
import { untypedFilter } from './untyped-filter';
import { uselessFilterMatch } from './useless-filter-match';
import { waypointMismatch } from './waypoint-mismatch';
import { wrongMatch } from './wrong-match';

export const ENVOY_FILTER_RULES: Rule[] = [
  afterRouter,
  badVersion,
  contextOfOthers,
  deprecatedFilterName,
  discouraged,
  ignoredOperation,
  incompletePatch,
  oldApi,
  relativeWithoutPriority,
  servicePort,
  shortHost,
  untypedFilter,
  uselessFilterMatch,
  waypointMismatch,
  wrongMatch,
];
