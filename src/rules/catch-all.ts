import { isOn } from './listeners';
import { VirtualServiceView } from '../model/virtual-services';

/** Whether a match takes every request, of the port and the gateways that it may name. */
export function takesEveryRequest({ name, statPrefix, ignoreUriCase, port, gateways, uri, ...rest }: any): boolean {
  return Object.keys(rest).length === 0 && (!uri || uri.prefix === '/' || uri.regex === '.*');
}

/** Finds the first HTTP rule that takes every request on a port of a gateway, or of the mesh: its index, or Infinity. */
export function firstCatchAll({ http }: VirtualServiceView): (gateway: string, port: number) => number {
  const known = new Map<string, number>();
  return (gateway, port) => {
    const key = `${port} ${gateway}`;
    let first = known.get(key);
    if (first === undefined) {
      first = http.findIndex(({ blocks }) => blocks.length === 0 || blocks.some(({ match }) => takesEveryRequest(match) && isOn(match, gateway, port)));
      known.set(key, first = first < 0 ? Infinity : first);
    }
    return first;
  };
}
