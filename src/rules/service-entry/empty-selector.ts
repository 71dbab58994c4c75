import { mapOf } from '../../model/read';
import { networkingParts } from '../networking-parts';
import { findingsOf } from '../parts';
import { Rule } from '../rule';

export const emptySelector: Rule = {
  id: 'service-entry/empty-selector',
  severity: 'warning',
  summary: 'an entry selects workloads without naming a label',
  why: 'a workloadSelector without labels makes every pod and every WorkloadEntry of the namespace an endpoint of the host',
  sameAs: ['IST0133'],
  bad: `
kind: ServiceEntry
spec: { hosts: [vm.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: STATIC, location: MESH_INTERNAL, workloadSelector: { labels: {} } }
`,
  good: `
kind: ServiceEntry
spec: { hosts: [vm.example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: STATIC, location: MESH_INTERNAL, workloadSelector: { labels: { app: vm } } }
`,
  check: mesh => findingsOf(networkingParts(mesh).serviceEntries, function * ({ workloadSelector }) {
    if (workloadSelector && Object.keys(mapOf(workloadSelector.labels)).length === 0) yield { field: '.workloadSelector', problem: 'workloadSelector has no labels', fix: 'add labels that only the workloads of this host have' };
  }),
};
