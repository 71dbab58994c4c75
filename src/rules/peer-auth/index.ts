import { Rule } from '../rule';
import { badPortKey } from './bad-port-key';
import { callerWithoutProxy } from './caller-without-proxy';
import { portLevelWithoutSelector } from './port-level-without-selector';
import { refusedProbe } from './refused-probe';
import { rootSelector } from './root-selector';
import { servicePort } from './service-port';
import { severalInForce } from './several-in-force';

export const PEER_AUTH_RULES: Rule[] = [
  badPortKey,
  callerWithoutProxy,
  portLevelWithoutSelector,
  refusedProbe,
  rootSelector,
  servicePort,
  severalInForce,
];
