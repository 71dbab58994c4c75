import { TrafficSelector } from './traffic-selector';
import { WorkloadMode } from './workload-mode';
import { UsageError } from '../core/errors';
import { requirePort, requireSome, Where } from '../core/require';

interface Written {
  readonly mode?: WorkloadMode;
  readonly ports?: { readonly number: number }[];
}

export function renderTrafficSelectors(where: Where, selectors?: TrafficSelector[]): Written[] | undefined {
  if (!selectors) return undefined;
  requireSome(where, 'match', selectors);
  return selectors.map(({ mode, ports }) => {
    if (mode === undefined && ports === undefined) throw new UsageError(where, 'an entry of match says nothing, and would take every call', 'give mode or ports, or leave match out');
    if (ports) requireSome(where, 'ports of match', ports);
    ports?.forEach(port => requirePort(where, 'a port of match', port));
    return { mode, ports: ports && [...new Set(ports)].map(number => ({ number })) };
  });
}
