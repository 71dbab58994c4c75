import { mapOf } from '../model/read';

/** Whether one proxy may use both of two matches, by what is known of it before there is a request. */
export function staticallyOverlap(a: any, b: any): boolean {
  return (!a.port || !b.port || a.port === b.port)
    && (!a.sourceNamespace || !b.sourceNamespace || a.sourceNamespace === b.sourceNamespace)
    && Object.entries(mapOf(a.sourceLabels)).every(([key, value]) => (b.sourceLabels?.[key] ?? value) === value);
}

/** Whether a match is for the proxies of workloads. */
export function isForMesh(match: any): boolean {
  return !match.gateways?.length || match.gateways.includes('mesh');
}
