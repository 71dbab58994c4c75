import { Rule } from '../rule';
import { conflictingProtocols } from './conflicting-protocols';
import { externalNameProtocol } from './external-name-protocol';
import { grpcAsHttp } from './grpc-as-http';
import { notExported } from './not-exported';
import { sharedTargetPort } from './shared-target-port';
import { undeclaredProtocol } from './undeclared-protocol';
import { undeclaredTargetPort } from './undeclared-target-port';
import { unknownTargetPort } from './unknown-target-port';

export const SERVICE_RULES: Rule[] = [
  conflictingProtocols,
  externalNameProtocol,
  grpcAsHttp,
  notExported,
  sharedTargetPort,
  undeclaredProtocol,
  undeclaredTargetPort,
  unknownTargetPort,
];
