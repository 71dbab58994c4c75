// Draws what an app says of who calls whom: its call graph, the routes of its gateways, and where its services send requests on.
import { App } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Boxes } from './boxes';
import { accessLabel, matchLabel } from './labels';
import { Picture } from './picture';
import {
  ArgoRolloutsRelease, DelegatedRoutes, EgressGateway, ExternalApi, ExternalHosts, ExternalTcpService, FlaggerRelease, IngressRoute, MeshService, Route,
  TcpIngressRoute, WeightedTarget,
} from '../../src';
import { IGateway, IPolicyTarget, IRouteTarget } from '../../src/core/bindings';
import { Call, callsIn } from '../../src/patterns/call-graph';

type Outside = ExternalApi | ExternalHosts | ExternalTcpService;

/** The picture of an app. Nothing where it does not say who calls whom. */
export function draw(app: App): string | undefined {
  const drawing = new Drawing(app);
  drawing.all();
  return drawing.picture.isEmpty ? undefined : drawing.picture.render();
}

class Drawing {
  public readonly picture = new Picture();
  private readonly boxes: Boxes;
  private readonly calls: Call[];
  private readonly constructs: IConstruct[];
  /** Gateways that have routes, with the hosts of those. */
  private readonly hosts = new Map<string, Set<string>>();

  public constructor(app: App) {
    this.boxes = new Boxes(this.picture, app);
    this.constructs = app.node.findAll();
    this.calls = callsIn(app);
  }

  public all(): void {
    const routes = this.constructs.filter(construct => construct instanceof IngressRoute || construct instanceof TcpIngressRoute);
    routes.forEach(route => this.enter(route, route._gateway, route.virtualService.hosts));
    this.hosts.forEach((hosts, box) => this.picture.arrow(this.boxes.clients, box, hosts.size === 1 ? [...hosts][0] : ''));
    routes.forEach(route => route instanceof IngressRoute ? this.ingress(route) : this.tcpIngress(route));
    this.calls.forEach(call => this.call(call));
    this.constructs.filter(construct => construct instanceof MeshService).forEach(service => this.sent(service));
    this.constructs.filter(construct => construct instanceof FlaggerRelease).forEach(release => this.flagger(release));
    this.constructs.filter(isOutside).forEach(outside => this.outside(outside));
  }

  /** Clients come in by a gateway. */
  private enter(by: IConstruct, gateway: IGateway & IPolicyTarget, hosts: string[]): void {
    const box = this.boxes.gateway(by, gateway);
    const all = this.hosts.get(box) ?? new Set<string>();
    this.hosts.set(box, all);
    hosts.filter(host => host !== '*').forEach(host => all.add(host));
  }

  private ingress(route: IngressRoute): void {
    const { _routes, _gateway, virtualService: { hosts } } = route;
    const box = this.boxes.gateway(route, _gateway);
    for (const each of _routes) {
      if (!(each._action instanceof DelegatedRoutes)) this.route(route, box, hosts, each);
      else each._action._routes.forEach(delegated => this.route(route, box, hosts, delegated, each));
    }
  }

  /** Redirects and answers of the gateway itself lead nowhere. */
  private route(by: IConstruct, box: string, hosts: string[], { _action: action, _matches }: Route, root?: Route): void {
    if (!('targetConfig' in action)) return;
    const labels = _matches.flatMap(({ _match }) => matchLabel(_match) || (root?._matches.map(match => matchLabel(match._match)) ?? ''));
    labels.forEach(label => this.picture.arrow(box, this.boxes.target(by, action as IRouteTarget), `${this.hostLabel(box, hosts)}${label.startsWith('/') ? '' : ' '}${label}`.trim()));
  }

  private tcpIngress(route: TcpIngressRoute): void {
    const { virtualService, _gateway, _target } = route;
    const box = this.boxes.gateway(route, _gateway);
    const { tcp } = virtualService.toJson().spec;
    this.picture.arrow(box, this.boxes.target(route, _target), `${this.hostLabel(box, virtualService.hosts)} port ${tcp[0].match[0].port}`.trim());
  }

  /** Hosts of a route. Not again for each route where the gateway has no others. */
  private hostLabel(box: string, hosts: string[]): string {
    const named = hosts.filter(host => host !== '*');
    if (this.hosts.get(box)!.size === named.length) return '';
    return named.length > 1 ? `${named[0]} …` : named.join('');
  }

  private call({ by, from, caller, fromGateway, callee, entry }: Call): void {
    const box = this.boxes.caller(by, from, caller);
    // Its routes say where, and in whose terms.
    if (fromGateway && this.hosts.has(box)) return;
    const egress = callee instanceof ExternalApi ? this.egressOf(callee) : undefined;
    if (egress === undefined) return this.picture.arrow(box, this.boxes.callee(by, callee), accessLabel(entry?.options ?? {}));
    this.picture.arrow(box, egress, (callee as ExternalApi).serviceEntry.hosts[0]);
    this.picture.arrow(egress, this.boxes.callee(by, callee));
  }

  /** Where a service sends what it is asked. */
  private sent(service: MeshService): void {
    const box = this.boxes.workload(service);
    for (const { owner, matching, split = [], mirrors = [] } of service._contributions) {
      const requests = matching?.map(({ _match }) => matchLabel(_match)) ?? [''];
      for (const request of requests) {
        split.forEach(share => this.share(service, share, request, owner instanceof ArgoRolloutsRelease));
        mirrors.forEach(({ target, percent }) => this.picture.arrow(box, this.boxes.target(service, target), `copies of ${percent} % ${request && `of ${request}`}`.trim(), true));
      }
    }
  }

  private share(service: MeshService, { target, percent }: WeightedTarget, request: string, controlled: boolean): void {
    if (percent === 0 && !controlled) return;
    const share = percent === 100 && request ? request : `${percent} %${request && ` of ${request}`}`;
    this.picture.arrow(this.boxes.workload(service), this.boxes.target(service, target), controlled ? 'share by Argo Rollouts' : share);
  }

  private flagger({ canary }: FlaggerRelease): void {
    const { metadata: { namespace }, spec: { service: { name } } } = canary.toJson();
    const host = `${name}.${namespace}.svc.cluster.local`;
    const service = this.constructs.find(construct => construct instanceof MeshService && construct.host === host) as MeshService;
    for (const pods of ['primary', 'canary']) this.picture.arrow(this.boxes.workload(service), this.boxes.version(service, `${name}-${pods}`), 'share by Flagger');
  }

  /** Something outside the mesh that is for everybody. */
  private outside(outside: Outside): void {
    if (this.calls.some(({ callee }) => callee === outside)) return;
    const egress = outside instanceof ExternalApi ? this.egressOf(outside) : undefined;
    if (egress !== undefined) this.picture.arrow(this.boxes.everybody, egress);
    this.picture.arrow(egress ?? this.boxes.everybody, this.boxes.callee(outside, outside));
  }

  private egressOf(api: ExternalApi): string | undefined {
    if (!api.egressVirtualService) return undefined;
    const { gateways: [name] } = api.egressVirtualService.toJson().spec;
    const gateway = this.constructs.find(construct => construct instanceof EgressGateway && construct.gatewayName === name);
    return this.boxes.gateway(api, gateway as EgressGateway);
  }
}

function isOutside(construct: IConstruct): construct is Outside {
  return construct instanceof ExternalApi || construct instanceof ExternalHosts || construct instanceof ExternalTcpService;
}
