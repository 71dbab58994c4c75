import { badDryRun } from './common/bad-dry-run';
import { badDuration } from './common/bad-duration';
import { badFormat } from './common/bad-format';
import { badHeaderChange } from './common/bad-header-change';
import { badHeaderMatch } from './common/bad-header-match';
import { badHeaderValue } from './common/bad-header-value';
import { badHost } from './common/bad-host';
import { badLabel } from './common/bad-label';
import { badMetadata } from './common/bad-metadata';
import { badPortName } from './common/bad-port-name';
import { badPortNumber } from './common/bad-port-number';
import { badRegex } from './common/bad-regex';
import { conflictingFields } from './common/conflicting-fields';
import { duplicateListKey } from './common/duplicate-list-key';
import { emptyMatch } from './common/empty-match';
import { internalAnnotation } from './common/internal-annotation';
import { missingField } from './common/missing-field';
import { outOfLimits } from './common/out-of-limits';
import { selectorWildcards } from './common/selector-wildcards';
import { severalAttachments } from './common/several-attachments';
import { targetrefNamespace } from './common/targetref-namespace';
import { unknownEnumValue } from './common/unknown-enum-value';
import { unknownField } from './common/unknown-field';
import { unknownKind } from './common/unknown-kind';
import { unknownProtocol } from './common/unknown-protocol';
import { unservedVersion } from './common/unserved-version';
import { wrongType } from './common/wrong-type';
import { Rule } from './rule';

/** Rules of `common` for objects that are not what their schema says. */
export const STRUCTURAL_RULES: Rule[] = [
  badDryRun,
  badDuration,
  badFormat,
  badHeaderChange,
  badHeaderMatch,
  badHeaderValue,
  badHost,
  badLabel,
  badMetadata,
  badPortName,
  badPortNumber,
  badRegex,
  conflictingFields,
  duplicateListKey,
  emptyMatch,
  internalAnnotation,
  missingField,
  outOfLimits,
  selectorWildcards,
  severalAttachments,
  targetrefNamespace,
  unknownEnumValue,
  unknownField,
  unknownKind,
  unknownProtocol,
  unservedVersion,
  wrongType,
];
