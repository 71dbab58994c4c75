import { IConstruct } from 'constructs';
import { ruleFor } from './access-rule-for';
import { ICaller, PolicyTargetConfig } from '../core/bindings';
import { Caller } from '../core/caller';
import { pathOf, UsageError } from '../core/errors';
import { fitting, kebab } from '../core/naming';
import { AccessCondition } from '../resources/access-condition';
import { AuthorizationRule } from '../resources/authorization-rule';
import { ClientTls } from '../resources/client-tls';
import { GatewayServer } from '../resources/gateway-server';
import { ServerTls } from '../resources/server-tls';
import { Subset } from '../resources/subset';
import { ValuePattern } from '../resources/value-pattern';

/** A host outside the mesh that is reached through an egress gateway. */
export interface Exit {
  readonly owner: IConstruct;
  readonly host: string;
  /** Namespace of its routes. Only VirtualServices of that namespace can bind to the host. */
  readonly namespace: string;
  /** Requests go through, so that the gateway sees HTTP. */
  readonly http: boolean;
  /** TLS of applications goes through. */
  readonly tls: boolean;
  /** Who may use it. Every workload of the mesh when left out. */
  readonly callers?: ICaller[];
}

/** Ports of the gateway's Service. */
export interface ExitPorts {
  readonly http: number;
  readonly https: number;
}

interface NamedExit extends Exit {
  /** Name of the subset, and the end of the names of server ports. */
  readonly name: string;
}

/**
 * The hosts behind one egress gateway. Each has servers of its own, told apart by the server name of the mutual TLS that comes in: a connection for
 * one host sees no route of another, so the server name says for sure where a request goes, in TLS of applications too.
 */
export class EgressExits {
  private readonly all: NamedExit[] = [];
  private readonly byHost = new Map<string, Exit>();
  private guarded = false;
  /** How many hosts there are of a name. */
  private readonly counts = new Map<string, number>();

  public get isEmpty(): boolean {
    return this.all.length === 0;
  }

  /** Whether somebody was named for one of the hosts, so that the others have to be refused. */
  public get areGuarded(): boolean {
    return this.guarded;
  }

  /** Refuses a host that is there already. */
  public requireNew(owner: IConstruct, host: string): void {
    const twin = this.byHost.get(host);
    if (twin) throw new UsageError(owner, `${host} goes through the gateway already, for [${pathOf(twin.owner)}]`, 'describe the host once, with all its callers');
  }

  /** Takes a host, and gives the name of its subset. */
  public add(exit: Exit): string {
    this.requireNew(exit.owner, exit.host);
    const wanted = fitting(kebab(exit.host));
    const alike = this.counts.get(wanted) ?? 0;
    const name = alike === 0 ? wanted : fitting(`${wanted}-${alike + 1}`);
    this.counts.set(wanted, alike + 1);
    this.byHost.set(exit.host, exit);
    this.guarded ||= exit.callers !== undefined;
    this.all.push({ ...exit, name });
    return name;
  }

  /** What the gateway listens for: requests on one port, TLS of applications on the other, both inside mutual TLS of the mesh. */
  public servers(ports: ExitPorts): GatewayServer[] {
    const mutual = ServerTls.istioMutual();
    const server = ({ name, namespace, host }: NamedExit, kind: 'https' | 'tls', port: number) =>
      GatewayServer[kind](port, [`${namespace}/${host}`], mutual, { portName: fitting(`${kind}-${port}-${name}`) });
    return [
      ...this.all.filter(({ http }) => http).map(exit => server(exit, 'https', ports.http)),
      ...this.all.filter(({ tls }) => tls).map(exit => server(exit, 'tls', ports.https)),
    ];
  }

  /** How callers reach it: with the server name of the host that they mean. */
  public subsets(): Subset[] {
    return this.all.map(({ name, host }) => Subset.allEndpoints(name, { tls: ClientTls.istioMutual({ sni: host }) }));
  }

  /** Who may reach which host. */
  public rules(owner: IConstruct, target: PolicyTargetConfig): AuthorizationRule[] {
    return this.all.map(({ host, callers }) => {
      const caller = callers ? Caller.anyOf(...callers) : Caller.anyAuthenticated();
      return ruleFor(owner, caller, { conditions: [AccessCondition.serverName(ValuePattern.exact(host))] }, target);
    });
  }
}
