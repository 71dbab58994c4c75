import { TcpMatch } from './l4-match';
import { requireSelector } from './workload-labels';
import { UsageError } from '../core/errors';
import { requireCidr, requirePort } from '../core/require';

export function requireL4Match(where: string, { destinationSubnets = [], port, gateways, mesh, sourceLabels, sourceNamespace }: TcpMatch): void {
  for (const subnet of destinationSubnets) requireCidr(where, 'destinationSubnets', subnet);
  if (port !== undefined) requirePort(where, 'port', port);
  if (sourceLabels) requireSelector(where, 'sourceLabels', sourceLabels);
  if (gateways?.length && !mesh && (sourceLabels || sourceNamespace)) {
    throw new UsageError(where, 'the match has gateways, and labels or namespace of a source', 'match one of them; Istio would compare the pods of the gateway');
  }
}

/** The ways in that a match is limited to, as Istio writes them. */
export function waysIn({ gateways = [], mesh = false }: TcpMatch): string[] {
  return [...gateways.map(gateway => gateway.gatewayName), ...mesh ? ['mesh'] : []];
}

/** Whether a match is about callers inside the mesh. */
export function aboutSource({ sourceLabels, sourceNamespace }: TcpMatch): boolean {
  return sourceLabels !== undefined || sourceNamespace !== undefined;
}

export function writtenL4Match(match: TcpMatch) {
  const { destinationSubnets, port, sourceLabels, sourceNamespace } = match;
  const gateways = waysIn(match);
  return {
    destinationSubnets: destinationSubnets?.length ? [...destinationSubnets] : undefined,
    port,
    gateways: gateways.length ? gateways : undefined,
    sourceLabels: sourceLabels && { ...sourceLabels },
    sourceNamespace: sourceNamespace?.namespaceName,
  };
}
