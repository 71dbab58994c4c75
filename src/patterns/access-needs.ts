import { IConstruct } from 'constructs';
import { AccessOptions } from './access-options';
import { CallerConfig, PolicyTargetConfig } from '../core/bindings';
import { UsageError } from '../core/errors';
import { AccessCondition } from '../resources/access-condition';
import { MeshPort } from '../resources/mesh-port';

/** Conditions that the node proxies of an ambient mesh know. */
const OF_CONNECTIONS = ['source.ip', 'source.namespace', 'source.principal', 'destination.ip', 'destination.port'];

/** An option that needs HTTP. */
export function httpOption({ methods, paths, claims, conditions }: AccessOptions): string | undefined {
  if (methods) return 'methods';
  if (paths) return 'paths';
  if (claims) return 'claims';
  return conditions?.some(isHttp) ? 'conditions' : undefined;
}

/** What of a rule the node proxies of an ambient mesh cannot tell: they would drop an ALLOW rule, and a DENY rule without the question. */
export function waypointMatter(options: AccessOptions, caller: CallerConfig): string | undefined {
  if (caller.clientIps?.length) return 'Caller.clientIps';
  const known = (options.conditions ?? []).every(condition => OF_CONNECTIONS.includes(condition._render().when?.key ?? ''));
  return httpOption(options) ?? (known ? undefined : 'conditions');
}

/**
 * With HTTP conditions every other port is closed: a DENY rule loses them there, and of ALLOW rules none is left. That may only happen to
 * ports that are known.
 */
export function requireHttpPorts(owner: IConstruct, options: AccessOptions, { httpPorts }: PolicyTargetConfig): void {
  const http = httpOption(options);
  if (!http || options.ports || httpPorts) return;
  throw new UsageError(owner, `${http} is said, and which of its ports carry HTTP is not known, so that every other port would be closed`,
    'pass ports, with the numbers that the pods listen on: MeshPort.http(80, { targetPort: 8080 })');
}

/** A port of the service with another number at the pods is no port that anything comes in on, and a rule for it is for nothing. */
export function requireKnownPorts(owner: IConstruct & { readonly ports?: MeshPort[] }, options: AccessOptions, isAmbient: boolean): void {
  const known = options.ports && owner.ports;
  for (const said of known ? options.ports! : []) {
    const alike = known!.filter(each => each.port === said.port);
    const there = alike.length > 0 ? alike : known!.filter(each => isAmbient && each.targetPort === said.targetPort);
    if (there.length === 0 || there.some(each => each.port === said.port && each.targetPort === said.targetPort)) continue;
    const [{ port, targetPort }] = there;
    throw new UsageError(owner, `ports has ${said.name}, with ${said.port} at the service and ${said.targetPort} at the pods, and the service has ${port} for ${targetPort} of the pods, so that the rule would be for nothing`,
      'pass the port as the service has it, with its targetPort');
  }
}

function isHttp(condition: AccessCondition): boolean {
  const { when, hosts, notHosts } = condition._render();
  return hosts !== undefined || notHosts !== undefined || (when?.key.startsWith('request.') ?? false);
}
