import { badConnectionPool } from './destination-rule/bad-connection-pool';
import { badDistribution } from './destination-rule/bad-distribution';
import { badFailover } from './destination-rule/bad-failover';
import { badHash } from './destination-rule/bad-hash';
import { badOutlierDetection } from './destination-rule/bad-outlier-detection';
import { badTunnel } from './destination-rule/bad-tunnel';
import { badWarmup } from './destination-rule/bad-warmup';
import { credentialOnSidecar } from './destination-rule/credential-on-sidecar';
import { credentialWithFiles } from './destination-rule/credential-with-files';
import { deprecatedRingSize } from './destination-rule/deprecated-ring-size';
import { distributeWithFailover } from './destination-rule/distribute-with-failover';
import { emptyPolicy } from './destination-rule/empty-policy';
import { failoverWithoutOutlierDetection } from './destination-rule/failover-without-outlier-detection';
import { foreignConfigMap } from './destination-rule/foreign-config-map';
import { hashAcrossSplit } from './destination-rule/hash-across-split';
import { hashWithoutKey } from './destination-rule/hash-without-key';
import { httpHashOnTcp } from './destination-rule/http-hash-on-tcp';
import { ignoredConsecutiveErrors } from './destination-rule/ignored-consecutive-errors';
import { mutualWithoutCertificate } from './destination-rule/mutual-without-certificate';
import { noCa } from './destination-rule/no-ca';
import { noSuchPort } from './destination-rule/no-such-port';
import { portLevelDropsSettings } from './destination-rule/port-level-drops-settings';
import { portLevelDropsTls } from './destination-rule/port-level-drops-tls';
import { settingsForUnknownPort } from './destination-rule/settings-for-unknown-port';
import { smallPool } from './destination-rule/small-pool';
import { sniWithoutNames } from './destination-rule/sni-without-names';
import { subsetDropsSettings } from './destination-rule/subset-drops-settings';
import { unverifiedWithNames } from './destination-rule/unverified-with-names';
import { Rule } from './rule';

/** Rules of `destination-rule` for traffic policies. */
export const TRAFFIC_POLICY_RULES: Rule[] = [
  badConnectionPool,
  badDistribution,
  badFailover,
  badHash,
  badOutlierDetection,
  badTunnel,
  badWarmup,
  credentialOnSidecar,
  credentialWithFiles,
  deprecatedRingSize,
  distributeWithFailover,
  emptyPolicy,
  failoverWithoutOutlierDetection,
  foreignConfigMap,
  hashAcrossSplit,
  hashWithoutKey,
  httpHashOnTcp,
  ignoredConsecutiveErrors,
  mutualWithoutCertificate,
  noCa,
  noSuchPort,
  portLevelDropsSettings,
  portLevelDropsTls,
  settingsForUnknownPort,
  smallPool,
  sniWithoutNames,
  subsetDropsSettings,
  unverifiedWithNames,
];
