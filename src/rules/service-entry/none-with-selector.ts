import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const noneWithSelector: Rule = {
  id: 'service-entry/none-with-selector',
  severity: 'warning',
  summary: 'an entry of resolution NONE selects workloads',
  why: 'with NONE the proxy sends a call on to the address that the client asked for, and does not choose among selected workloads',
  sameAs: ['IST0133'],
  bad: `
kind: ServiceEntry
spec: { hosts: [vm.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: NONE, location: MESH_INTERNAL, workloadSelector: { labels: { app: vm } } }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [vm.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: STATIC, location: MESH_INTERNAL, workloadSelector: { labels: { app: vm } } }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * ({ resolution = 'NONE', workloadSelector }) {
    if (resolution === 'NONE' && workloadSelector) yield { field: '.workloadSelector', problem: 'workloadSelector is set, and resolution is NONE', fix: 'set resolution to STATIC, or to DNS where the workloads have names' };
  }),
};
