import { childOf, itemsOf, Part, specsOf } from './parts';
import { perMesh } from './per-mesh';
import { Mesh } from '../model/mesh';
import { listOf, mapOf } from '../model/read';

const NETWORKING = 'networking.istio.io';

/** What many rules walk through, walked through once a mesh. */
class NetworkingParts {
  public readonly gateways: Part[];
  public readonly servers: Part[];
  public readonly virtualServices: Part[];
  public readonly http: Part[];
  public readonly tls: Part[];
  public readonly tcp: Part[];
  public readonly httpMatches: Part[];
  public readonly tlsMatches: Part[];
  public readonly tcpMatches: Part[];
  public readonly serviceEntries: Part[];
  private readonly byField = new Map<string, Part[]>();

  public constructor(mesh: Mesh) {
    this.gateways = specsOf(mesh, NETWORKING, 'Gateway');
    this.servers = all(this.gateways, 'servers');
    this.virtualServices = specsOf(mesh, NETWORKING, 'VirtualService');
    this.http = all(this.virtualServices, 'http');
    this.tls = all(this.virtualServices, 'tls');
    this.tcp = all(this.virtualServices, 'tcp');
    this.httpMatches = all(this.http, 'match');
    this.tlsMatches = all(this.tls, 'match');
    this.tcpMatches = all(this.tcp, 'match');
    this.serviceEntries = specsOf(mesh, NETWORKING, 'ServiceEntry');
    for (const rule of this.http) for (const field in rule.value) keep(this.byField, field, rule);
  }

  /** Whether some HTTP rule says more than what it is for and where it leads. */
  public get haveSettings(): boolean {
    return [...this.byField.keys()].some(field => !['name', 'match', 'route'].includes(field));
  }

  /** Whether some rule is not for everything. */
  public get haveMatches(): boolean {
    return [this.httpMatches, this.tlsMatches, this.tcpMatches].some(matches => matches.length > 0);
  }

  /** HTTP rules that have a field: of most fields there are few. */
  public httpWith(field: string): Part[] {
    return this.byField.get(field) ?? [];
  }
}

/** Servers, routes and entries of a mesh, in the order they are written. */
export const networkingParts = perMesh((mesh: Mesh) => new NetworkingParts(mesh));

/** The destinations that VirtualServices name, mirrors included, of which something is true. */
export function destinationsWhere(mesh: Mesh, isSo: (destination: any) => boolean): Part[] {
  const parts = networkingParts(mesh);
  const leadsThere = ({ value }: Part) => listOf(value.route).some(entry => isSo(mapOf(mapOf(entry).destination)));
  const routes = [parts.http, parts.tls, parts.tcp].flatMap(rules => rules.filter(leadsThere));
  const mirrors = all(parts.httpWith('mirrors'), 'mirrors');
  const found = [
    ...all(routes, 'route').flatMap(route => childOf(route, 'destination')),
    ...parts.httpWith('mirror').flatMap(rule => childOf(rule, 'mirror')),
    ...mirrors.flatMap(mirror => childOf(mirror, 'destination')),
  ];
  return found.filter(({ value }) => isSo(value));
}

function all(parts: Part[], list: string): Part[] {
  const found: Part[] = [];
  for (const part of parts) for (const item of itemsOf(part, list)) found.push(item);
  return found;
}

function keep(map: Map<string, Part[]>, field: string, rule: Part): void {
  const list = map.get(field);
  if (list) list.push(rule);
  else map.set(field, [rule]);
}
