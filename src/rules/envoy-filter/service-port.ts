import { homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { MeshObject } from '../../model/object';
import { listOf, mapOf } from '../../model/read';
import { patchedLabels, wholePatches } from '../envoy-patches';
import { mistakenPort } from '../mistaken-ports';
import { Part } from '../parts';
import { haveOwnPorts, Reached, sidecarsWith } from '../policy-reach';
import { Rule } from '../rule';
import { portPlace, portText, targetsText } from '../served-ports';

const OF_CHAINS = ['listener.portNumber', 'listener.filterChain.destinationPort'];
const OF_ROUTES = ['routeConfiguration.portNumber'];

/** Where a match has the port of inbound traffic. Of inbound traffic there is one listener for all ports, which is not matched by them. */
const PORTS: { readonly [applyTo: string]: string[] | undefined } = {
  FILTER_CHAIN: OF_CHAINS,
  NETWORK_FILTER: OF_CHAINS,
  HTTP_FILTER: OF_CHAINS,
  ROUTE_CONFIGURATION: OF_ROUTES,
  VIRTUAL_HOST: OF_ROUTES,
  HTTP_ROUTE: OF_ROUTES,
  CLUSTER: ['cluster.portNumber'],
};

/** Where one of these is to be added, Istio does not look at the port. */
const ADDED_ANYWHERE = ['FILTER_CHAIN', 'CLUSTER'];

export const servicePort: Rule = {
  id: 'envoy-filter/service-port',
  severity: 'warning',
  summary: 'a patch of inbound traffic names the port of a Service where the port of the workload is meant',
  why: 'what a sidecar has for inbound traffic has the port that the workload listens on: filter chains, routes and clusters are matched by that one, and the port of the Service matches none of them',
  sameAs: [],
  bad: `
kind: EnvoyFilter
spec:
  workloadSelector: { labels: { app: reviews } }
  configPatches: [{ applyTo: CLUSTER, match: { context: SIDECAR_INBOUND, cluster: { portNumber: 80 } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }]
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
`,
  good: `
kind: EnvoyFilter
spec:
  workloadSelector: { labels: { app: reviews } }
  configPatches: [{ applyTo: CLUSTER, match: { context: SIDECAR_INBOUND, cluster: { portNumber: 9080 } }, patch: { operation: MERGE, value: { connect_timeout: 5s } } }]
---
kind: Service
metadata: { name: reviews }
spec: { selector: { app: reviews }, ports: [{ name: http, port: 80, targetPort: 9080 }] }
`,
  * check(mesh) {
    for (const patch of wholePatches(mesh)) {
      for (const { field, number } of portsOf(patch.value)) {
        const mistaken = mistakenPort(reached(mesh, patch.object), number);
        // Who names both ports, if in two patches, is at the right one too.
        if (mistaken?.port.number === undefined || isNamed(patch, mistaken.port.number)) continue;
        yield {
          at: patch.object,
          field: `${patch.field}.match.${field}`,
          and: [portPlace(mistaken.port)],
          problem: `${field} is ${number}, which is ${portText(mistaken.port)}; the ports of ${mistaken.reached.text} are ${targetsText(mistaken.reached.ports)}, so the patch changes nothing`,
          fix: `use the port of the workload: ${mistaken.port.number}`,
        };
      }
    }
  },
};

/** The ports that a patch of inbound traffic is matched by. */
function portsOf({ applyTo, match, patch }: any): Array<{ readonly field: string; readonly number: number }> {
  const isUnmatched = ADDED_ANYWHERE.includes(applyTo) && !/^(MERGE|REMOVE)/.test(patch.operation);
  // With the name of a cluster nothing else is compared.
  if (match?.context !== 'SIDECAR_INBOUND' || isUnmatched || match.cluster?.name) return [];
  return (PORTS[applyTo] ?? []).map(field => ({ field, number: field.split('.').reduce((at, key) => mapOf(at)[key], match) })).filter(({ number }) => number > 0);
}

/** The pods that an EnvoyFilter is for, where they are known. With ports of its own a Sidecar says what there is for inbound traffic. */
function reached(mesh: Mesh, object: MeshObject): Reached[] {
  const labels = patchedLabels(object);
  const namespace = homeOf(object);
  // From the root namespace it is for all, and nobody knows all of them.
  if (namespace === mesh.settings.rootNamespace) return [];
  if (Object.keys(labels).length === 0 && !mesh.workloads.knownIn(namespace)) return [];
  const all = sidecarsWith(mesh, object, labels);
  return all.some(pods => haveOwnPorts(mesh, pods)) ? [] : all;
}

function isNamed({ object, value: { applyTo } }: Part, port: number): boolean {
  const alike = listOf(object.spec.configPatches).map(mapOf).filter(each => each.applyTo === applyTo && each.patch);
  return alike.some(each => portsOf(each).some(({ number }) => number === port));
}
