import { Rule } from '../rule';
import { badSubsetName } from './bad-subset-name';
import { defaultRetries } from './default-retries';
import { delegateBeyondHttp } from './delegate-beyond-http';
import { delegateConflict } from './delegate-conflict';
import { duplicateDestination } from './duplicate-destination';
import { duplicateHostOnMesh } from './duplicate-host-on-mesh';
import { hostWithoutService } from './host-without-service';
import { httpForExternalTls } from './http-for-external-tls';
import { httpToTlsPort } from './http-to-tls-port';
import { missingDelegate } from './missing-delegate';
import { missingDestination } from './missing-destination';
import { missingDestinationPort } from './missing-destination-port';
import { noAction } from './no-action';
import { noRules } from './no-rules';
import { noTimeout } from './no-timeout';
import { oddWeights } from './odd-weights';
import { orphanedDelegate } from './orphaned-delegate';
import { overlappingHosts } from './overlapping-hosts';
import { portLeftOut } from './port-left-out';
import { routesForOtherProtocol } from './routes-for-other-protocol';
import { shadowedMatch } from './shadowed-match';
import { shadowedSettings } from './shadowed-settings';
import { singleWeight } from './single-weight';
import { subsetNotVisible } from './subset-not-visible';
import { undefinedSubset } from './undefined-subset';
import { unusableWeights } from './unusable-weights';
import { wildcardDestination } from './wildcard-destination';
import { wildcardOnMesh } from './wildcard-on-mesh';

export const VIRTUAL_SERVICE_RULES: Rule[] = [
  badSubsetName,
  defaultRetries,
  delegateBeyondHttp,
  delegateConflict,
  duplicateDestination,
  duplicateHostOnMesh,
  hostWithoutService,
  httpForExternalTls,
  httpToTlsPort,
  missingDelegate,
  missingDestination,
  missingDestinationPort,
  noAction,
  noRules,
  noTimeout,
  oddWeights,
  orphanedDelegate,
  overlappingHosts,
  portLeftOut,
  routesForOtherProtocol,
  shadowedMatch,
  shadowedSettings,
  singleWeight,
  subsetNotVisible,
  undefinedSubset,
  unusableWeights,
  wildcardDestination,
  wildcardOnMesh,
];
