import { authorityValues } from './authority';
import { PathPattern } from './path-pattern';
import * as l1 from '../../imports/security.istio.io';
import { quoted, UsageError } from '../core/errors';
import { requirePort, requireSome } from '../core/require';

type Operation = l1.AuthorizationPolicySpecRulesToOperation;

const WHERE = 'AuthorizationOperation.of';
const METHOD = /^[A-Z]([-_A-Z]*[A-Z])?$/;

/** What is asked for, in Istio's own fields: each field that is said must hold, and each list means any of its values. Of a `not` list, none. */
export interface AuthorizationOperationOptions {
  /**
   * Hosts of HTTP requests, in any case: with every port, unless they have one. `*.example.com` does not hold for requests with a port.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-hosts
   * @default - every host
   */
  readonly hosts?: string[];
  /**
   * Hosts that are not meant, written as `hosts`.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_hosts
   * @default - none
   */
  readonly notHosts?: string[];
  /**
   * Ports that the containers of the workload listen on, not those of the Service.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-ports
   * @default - every port
   */
  readonly ports?: number[];
  /**
   * Ports that are not meant.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_ports
   * @default - none
   */
  readonly notPorts?: number[];
  /**
   * HTTP methods, in upper case. GRPC is POST.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-methods
   * @default - every method
   */
  readonly methods?: string[];
  /**
   * Methods that are not meant.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_methods
   * @default - none
   */
  readonly notMethods?: string[];
  /**
   * Paths of HTTP requests.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-paths
   * @default - every path
   */
  readonly paths?: PathPattern[];
  /**
   * Paths that are not meant.
   * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation-not_paths
   * @default - none
   */
  readonly notPaths?: PathPattern[];
}

/** How the values of each field are written. */
const VALUES: { [field in keyof AuthorizationOperationOptions]-?: (field: string, list: any[]) => string[] } = {
  hosts: hostValues,
  notHosts: hostValues,
  ports: portValues,
  notPorts: portValues,
  methods: methodValues,
  notMethods: methodValues,
  paths: pathValues,
  notPaths: pathValues,
};
const FIELDS = Object.keys(VALUES) as (keyof AuthorizationOperationOptions)[];

/**
 * What an authorization rule is about. On a port that is not HTTP, Istio drops an ALLOW rule that asks for hosts, methods or paths, and
 * drops the question from all others.
 * @see https://istio.io/latest/docs/reference/config/security/authorization-policy/#Operation
 */
export class AuthorizationOperation {
  /**
   * In Istio's own fields, all of which must hold.
   * @param options at least one field
   */
  public static of(options: AuthorizationOperationOptions): AuthorizationOperation {
    const operation = written(options);
    if (Object.keys(operation).length === 0) {
      throw new UsageError(WHERE, 'no field is given, and Istio refuses an empty operation', 'give one, or leave the operation out of the rule for every request');
    }
    return new AuthorizationOperation(operation);
  }

  private constructor(private readonly operation: Operation) {}

  /**
   * What to write as `operation`.
   * @internal
   */
  public _render(): Operation {
    return this.operation;
  }
}

function written(options: AuthorizationOperationOptions): Operation {
  const operation: { -readonly [field in keyof Operation]: string[] } = {};
  for (const field of FIELDS) {
    const list = options[field];
    if (list === undefined) continue;
    requireSome(WHERE, field, list);
    // In the order said, without duplicates.
    operation[field] = [...new Set(VALUES[field](field, list))];
  }
  return operation;
}

function hostValues(field: string, hosts: string[]): string[] {
  return authorityValues(WHERE, field, hosts);
}

function portValues(field: string, ports: number[]): string[] {
  ports.forEach(port => requirePort(WHERE, field, port));
  return ports.map(String);
}

function methodValues(field: string, methods: string[]): string[] {
  const wrong = methods.find(method => !METHOD.test(method));
  if (wrong === undefined) return methods;
  const upper = wrong.toUpperCase();
  throw new UsageError(WHERE, `${field} has ${quoted(wrong)}, and methods are compared in upper case`, METHOD.test(upper) ? `use ${quoted(upper)}` : 'use a method such as "GET"');
}

function pathValues(_field: string, paths: PathPattern[]): string[] {
  return paths.flatMap(path => path._render());
}
