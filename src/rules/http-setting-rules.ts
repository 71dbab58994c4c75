import { Rule } from './rule';
import { authoritySetTwice } from './virtual-service/authority-set-twice';
import { badCors } from './virtual-service/bad-cors';
import { badDirectResponse } from './virtual-service/bad-direct-response';
import { badFault } from './virtual-service/bad-fault';
import { badMirrorPercent } from './virtual-service/bad-mirror-percent';
import { badRedirect } from './virtual-service/bad-redirect';
import { badRetries } from './virtual-service/bad-retries';
import { badRewrite } from './virtual-service/bad-rewrite';
import { corsAnyOriginWithCredentials } from './virtual-service/cors-any-origin-with-credentials';
import { corsWithoutRoute } from './virtual-service/cors-without-route';
import { delegateAndAction } from './virtual-service/delegate-and-action';
import { deprecatedField } from './virtual-service/deprecated-field';
import { faultWithTimeout } from './virtual-service/fault-with-timeout';
import { faultWithoutEffect } from './virtual-service/fault-without-effect';
import { faultWithoutShare } from './virtual-service/fault-without-share';
import { impossibleOrigin } from './virtual-service/impossible-origin';
import { largeDirectResponse } from './virtual-service/large-direct-response';
import { looseOrigin } from './virtual-service/loose-origin';
import { mirrorAndMirrors } from './virtual-service/mirror-and-mirrors';
import { mirrorToItself } from './virtual-service/mirror-to-itself';
import { nestedDelegate } from './virtual-service/nested-delegate';
import { preflightNotMatched } from './virtual-service/preflight-not-matched';
import { redirectCode } from './virtual-service/redirect-code';
import { redirectLoop } from './virtual-service/redirect-loop';
import { retryRepeatsWrites } from './virtual-service/retry-repeats-writes';
import { retryWithoutTime } from './virtual-service/retry-without-time';
import { rewriteOnRegex } from './virtual-service/rewrite-on-regex';
import { rewriteSlash } from './virtual-service/rewrite-slash';
import { severalActions } from './virtual-service/several-actions';
import { shareWithoutMirror } from './virtual-service/share-without-mirror';

/** Rules of `virtual-service` for what an HTTP rule may say besides match and route. */
export const HTTP_SETTING_RULES: Rule[] = [
  authoritySetTwice,
  badCors,
  badDirectResponse,
  badFault,
  badMirrorPercent,
  badRedirect,
  badRetries,
  badRewrite,
  corsAnyOriginWithCredentials,
  corsWithoutRoute,
  delegateAndAction,
  deprecatedField,
  faultWithTimeout,
  faultWithoutEffect,
  faultWithoutShare,
  impossibleOrigin,
  largeDirectResponse,
  looseOrigin,
  mirrorAndMirrors,
  mirrorToItself,
  nestedDelegate,
  preflightNotMatched,
  redirectCode,
  redirectLoop,
  retryRepeatsWrites,
  retryWithoutTime,
  rewriteOnRegex,
  rewriteSlash,
  severalActions,
  shareWithoutMirror,
];
