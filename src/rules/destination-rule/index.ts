import { Rule } from '../rule';
import { badHost } from './bad-host';
import { badSubsetLabel } from './bad-subset-label';
import { badSubsetName } from './bad-subset-name';
import { doubleTls } from './double-tls';
import { duplicateHost } from './duplicate-host';
import { duplicateSubset } from './duplicate-subset';
import { exportedSelector } from './exported-selector';
import { hidesWildcard } from './hides-wildcard';
import { lostBesideSelector } from './lost-beside-selector';
import { mutualTlsToPlaintext } from './mutual-tls-to-plaintext';
import { neverLookedAt } from './never-looked-at';
import { plaintextToStrictMtls } from './plaintext-to-strict-mtls';
import { replacesOwnersRule } from './replaces-owners-rule';
import { shortHostElsewhere } from './short-host-elsewhere';
import { subsetWithoutLabels } from './subset-without-labels';
import { subsetWithoutPods } from './subset-without-pods';
import { unknownHost } from './unknown-host';
import { unusedSubset } from './unused-subset';

export const DESTINATION_RULE_RULES: Rule[] = [
  badHost,
  badSubsetLabel,
  badSubsetName,
  doubleTls,
  duplicateHost,
  duplicateSubset,
  exportedSelector,
  hidesWildcard,
  lostBesideSelector,
  mutualTlsToPlaintext,
  neverLookedAt,
  plaintextToStrictMtls,
  replacesOwnersRule,
  shortHostElsewhere,
  subsetWithoutLabels,
  subsetWithoutPods,
  unknownHost,
  unusedSubset,
];
