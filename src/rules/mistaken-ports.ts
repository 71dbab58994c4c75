import { Reached } from './policy-reach';
import { ServedPort } from '../model/workloads';

/**
 * The port of a Service that somebody took for the port of the workload: a Service in front has this number, and sends it to another one.
 * Nothing where a workload may listen on it as well.
 */
export function mistakenPort(all: Reached[], number: number): { readonly reached: Reached; readonly port: ServedPort } | undefined {
  if (all.some(reached => mayListen(reached, number))) return undefined;
  for (const reached of all) {
    const port = reached.ports.find(each => each.port.number === number);
    if (port) return { reached, port };
  }
  return undefined;
}

/** A Service may name a port that the workload does not say: then any number may be meant. */
function mayListen({ workload, ports }: Reached, number: number): boolean {
  return ports.some(each => each.number === number) || Boolean(workload?.ports.some(each => each.number === number))
    || ports.some(each => each.number === undefined && each.port.number !== number) || (!workload && ports.some(each => each.number === undefined));
}
