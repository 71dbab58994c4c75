import { IConstruct } from 'constructs';
import { AccessOptions } from './access-options';
import { ICaller, IMeshNamespace, PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { isAnyone, requireRecognizable } from '../core/recognizable';
import { requireSome } from '../core/require';
import { AccessCondition } from '../resources/access-condition';
import { AuthorizationOperation } from '../resources/authorization-operation';
import { AuthorizationRule } from '../resources/authorization-rule';
import { AuthorizationSource } from '../resources/authorization-source';
import { MeshPort } from '../resources/mesh-port';

/** One edge of the call graph as a rule. */
export function ruleFor(owner: IConstruct, caller: ICaller, options: AccessOptions, target: PolicyTargetConfig): AuthorizationRule {
  Object.entries(options).forEach(([option, list]) => list && requireSome(owner, option, list));
  const config = caller.callerConfig();
  requireRecognizable(owner, caller, config);
  const { methods, paths, claims, conditions } = options;
  const ports = workloadPorts(owner, options, target);
  const operation = methods || paths || ports ? [AuthorizationOperation.of({ methods, paths, ports })] : undefined;
  if (isAnyone(config) && !operation && !claims && !conditions) return AuthorizationRule.everything();
  return AuthorizationRule.of({ from: isAnyone(config) ? undefined : [AuthorizationSource.of(caller)], to: operation, claims, conditions });
}

/** Without a waypoint nothing in an ambient namespace reads requests. */
export function requirePossible(owner: IConstruct, namespace: IMeshNamespace, options: AccessOptions): void {
  const http = httpOption(options);
  if (!http || !namespace.dataPlane._isAmbient) return;
  throw new UsageError(owner, `${http} is said for an ambient namespace, where only connections are checked`, 'leave it out, or use a namespace with sidecars');
}

/** A DENY with HTTP conditions closes every other port, because nothing there can be told to differ. */
export function requireHttpPorts(owner: IConstruct, options: AccessOptions, { httpPorts }: PolicyTargetConfig): void {
  const http = httpOption(options);
  if (!http || options.ports || httpPorts) return;
  throw new UsageError(owner, `${http} is said, and which of its ports carry HTTP is not known, so that every other port would be closed`,
    'pass ports, with the numbers that the pods listen on: MeshPort.http(80, { targetPort: 8080 })');
}

/** The container ports of the ports that are meant. Rules about HTTP are for HTTP ports, because elsewhere they refuse everything. */
function workloadPorts(owner: IConstruct, options: AccessOptions, { httpPorts }: PolicyTargetConfig): number[] | undefined {
  const http = httpOption(options);
  const other = http && options.ports?.find(port => !port._isHttp);
  if (other) throw new UsageError(owner, `${http} is said for ${other.name}, which is no HTTP port`, 'leave the port out, or say it in a call without methods, paths, claims and conditions');
  if (options.ports) return options.ports.map((port: MeshPort) => port.targetPort);
  if (http && httpPorts?.length === 0) {
    throw new UsageError(owner, `${http} is said, and there is no HTTP port`, 'leave it out, or describe the port with MeshPort.http, http2 or grpc');
  }
  return http ? httpPorts : undefined;
}

/** An option that needs HTTP. */
function httpOption({ methods, paths, claims, conditions }: AccessOptions): string | undefined {
  if (methods) return 'methods';
  if (paths) return 'paths';
  if (claims) return 'claims';
  return conditions?.some(isHttp) ? 'conditions' : undefined;
}

function isHttp(condition: AccessCondition): boolean {
  const { when, hosts, notHosts } = condition._render();
  return hosts !== undefined || notHosts !== undefined || (when?.key.startsWith('request.') ?? false);
}
