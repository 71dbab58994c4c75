import { expandHost, homeOf } from '../../model/hosts';
import { Mesh } from '../../model/mesh';
import { listOf, mapOf } from '../../model/read';
import { Service } from '../../model/services';
import { HttpRule } from '../../model/virtual-service-rules';
import { VirtualServiceView } from '../../model/virtual-services';
import { firstCatchAll } from '../catch-all';
import { gatewayPortsOf, meshPortsOf } from '../listeners';
import { Finding, Rule } from '../rule';

/** Whether an earlier rule takes every request on a port. */
type IsTaken = (gateway: string, port: number) => boolean;

export const portLeftOut: Rule = {
  id: 'virtual-service/port-left-out',
  severity: 'error',
  summary: 'a route leaves out the port, and the service does not have the one that is then taken',
  why: 'without a port the proxy of a workload goes to the port the request came for, and so does a gateway where the service has several; where the service does not have that port, the request is answered with HTTP 503',
  sameAs: ['IST0112'],
  bad: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http, port: 80 }] }
---
kind: Service
metadata: { name: reviews-beta }
spec: { ports: [{ name: http, port: 8080 }] }
---
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews-beta } }] }] }
`,
  good: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http, port: 80 }] }
---
kind: Service
metadata: { name: reviews-beta }
spec: { ports: [{ name: http, port: 8080 }] }
---
kind: VirtualService
spec: { hosts: [reviews], http: [{ route: [{ destination: { host: reviews-beta, port: { number: 8080 } } }] }] }
`,
  * check(mesh) {
    if (mesh.services.all.length === 0) return;
    for (const view of mesh.virtualServices.all) {
      if (view.isDelegate) continue;
      const first = firstCatchAll(view);
      for (const [i, rule] of view.http.entries()) yield * ofRule(mesh, view, rule, (gateway, port) => first(gateway, port) < i);
    }
  },
};

function * ofRule(mesh: Mesh, view: VirtualServiceView, rule: HttpRule, isTaken: IsTaken): Iterable<Finding> {
  for (const [i, entry] of listOf(rule.route.route).entries()) {
    const { host, port } = entry?.destination ?? {};
    if (!host || port?.number) continue;
    const services = mesh.services.byHost(expandHost(host, homeOf(rule.from)));
    if (services.length !== 1 || services[0].ports.length === 0) continue;
    const wrong = wrongPort(mesh, view, onEveryHost(view, rule), services[0], isTaken);
    if (wrong !== undefined) yield found(rule, `${rule.field}.route[${i}].destination`, services[0], wrong);
  }
}

/** A port that requests come for and that the service does not have. */
function wrongPort(mesh: Mesh, view: VirtualServiceView, rule: HttpRule | undefined, service: Service, isTaken: IsTaken): number | undefined {
  if (!rule) return undefined;
  const lacks = (port: number) => !service.ports.some(({ number }) => number === port);
  const onMesh = view.onMesh ? meshPortsOf(mesh, view, rule).find(port => lacks(port) && !isTaken('mesh', port)) : undefined;
  if (onMesh !== undefined || service.ports.length === 1) return onMesh;
  for (const { key } of view.gateways) {
    const ports = key === 'mesh' ? [] : gatewayPortsOf(mesh, view, key, rule).filter(port => !isTaken(key, port));
    // Behind a Service of its own a gateway listens on another port, mostly 8080 and 8443: then that is taken.
    if (ports.length > 0 && [...ports, 8080, 8443].every(lacks)) return ports[0];
  }
  return undefined;
}

/** The part of a rule that is for all hosts. One that asks for an authority chooses among them, and so among their ports. */
function onEveryHost({ hosts }: VirtualServiceView, rule: HttpRule): HttpRule | undefined {
  if (hosts.length < 2) return rule;
  const blocks = rule.blocks.filter(({ match }) => !match.authority && !Object.keys(mapOf(match.headers)).some(name => /^(host|:authority)$/i.test(name)));
  return blocks.length === rule.blocks.length ? rule : blocks.length > 0 ? { ...rule, blocks } : undefined;
}

function found({ from }: HttpRule, field: string, { object, host, ports }: Service, port: number): Finding {
  return {
    at: from,
    field,
    and: [{ object, field: 'spec.ports' }],
    problem: `requests come for port ${port}, which ${host} does not have; it has ${ports.map(({ number, name }) => name ? `${number} (${name})` : number).join(', ')}`,
    fix: `write the port: port: { number: ${ports[0].number} }`,
  };
}
