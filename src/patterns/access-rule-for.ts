import { IConstruct } from 'constructs';
import { httpOption } from './access-needs';
import { AccessOptions } from './access-options';
import { ICaller, PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { isAnyone, requireRecognizable } from '../core/recognizable';
import { requireSome } from '../core/require';
import { AuthorizationOperation } from '../resources/authorization-operation';
import { AuthorizationRule } from '../resources/authorization-rule';
import { AuthorizationSource } from '../resources/authorization-source';
import { MeshPort } from '../resources/mesh-port';

const LISTS = ['methods', 'paths', 'ports', 'claims', 'conditions'] as const;

/**
 * One edge of the call graph as a rule.
 * @param except callers that are not meant, whatever the rule says
 */
export function ruleFor(owner: IConstruct, caller: ICaller, options: AccessOptions, target: PolicyTargetConfig, except?: ICaller): AuthorizationRule {
  const { claims, conditions } = options;
  requireLists(owner, options);
  const config = caller.callerConfig();
  requireRecognizable(owner, caller, config);
  const operation = operationFor(options, workloadPorts(owner, options, target));
  const anyone = isAnyone(config) && !except;
  if (anyone && !operation && !claims && !conditions) return AuthorizationRule.everything();
  const source = AuthorizationSource.of(caller);
  return AuthorizationRule.of({ from: anyone ? undefined : [except ? source._except(except) : source], to: operation, claims, conditions });
}

function requireLists(owner: IConstruct, options: AccessOptions): void {
  for (const list of LISTS) if (options[list]) requireSome(owner, list, options[list]);
}

function operationFor({ methods, paths }: AccessOptions, ports: number[] | undefined): AuthorizationOperation[] | undefined {
  return methods || paths || ports ? [AuthorizationOperation.of({ methods, paths, ports })] : undefined;
}

/** The numbers of the ports that are meant. Rules about HTTP are for HTTP ports, because elsewhere they refuse everything. */
export function workloadPorts(owner: IConstruct, options: AccessOptions, { httpPorts, targetRef }: PolicyTargetConfig): number[] | undefined {
  const http = httpOption(options);
  const other = http && options.ports?.find(port => !port._isHttp);
  if (other) throw new UsageError(owner, `${http} is said for ${other.name}, which is no HTTP port`, 'leave the port out, or say it in a call without methods, paths, claims and conditions');
  // A waypoint is called at the port of the Service, pods at their own.
  if (options.ports) return options.ports.map((port: MeshPort) => targetRef ? port.port : port.targetPort);
  if (http && httpPorts?.length === 0) {
    throw new UsageError(owner, `${http} is said, and there is no HTTP port`, 'leave it out, or describe the port with MeshPort.http, http2 or grpc');
  }
  return http ? httpPorts : undefined;
}
