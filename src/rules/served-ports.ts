import { Place } from './rule';
import { objectText } from '../model/object';
import { ServedPort } from '../model/workloads';

/** A port of a Service as messages name it: `port "tcp-wire" of Service shop/db`. */
export function portText({ service, port }: ServedPort): string {
  return `port ${port.name ? JSON.stringify(port.name) : port.number} of ${objectText(service.object)}`;
}

/** Where it is written. */
export function portPlace({ service, port }: ServedPort): Place {
  return { object: service.object, field: port.field };
}

/** Numbers of the workload that services go to, for a list. */
export function targetsText(ports: readonly ServedPort[]): string {
  return [...new Set(ports.map(({ number }) => number))].filter(number => number !== undefined).sort((a, b) => a! - b!).join(', ') || 'none';
}
