/** What Istio takes a port to carry. `UNSUPPORTED` is its name for a port that says nothing: the proxy looks at the bytes. */
export type Protocol = 'HTTP' | 'HTTP2' | 'GRPC' | 'GRPC-Web' | 'HTTP_PROXY' | 'HTTPS' | 'TLS' | 'TCP' | 'UDP' | 'Mongo' | 'Redis' | 'MySQL' | 'UNSUPPORTED';

const BY_NAME = new Map<string, Protocol>([
  ['tcp', 'TCP'], ['udp', 'UDP'], ['grpc', 'GRPC'], ['grpc-web', 'GRPC-Web'], ['http', 'HTTP'], ['http_proxy', 'HTTP_PROXY'], ['http2', 'HTTP2'],
  ['https', 'HTTPS'], ['tls', 'TLS'], ['mongo', 'Mongo'], ['redis', 'Redis'], ['mysql', 'MySQL'],
]);

/** Names that Kubernetes itself gives to protocols. */
const KUBERNETES = new Map<string, Protocol>([['kubernetes.io/h2c', 'HTTP2'], ['kubernetes.io/ws', 'HTTP'], ['kubernetes.io/wss', 'HTTPS']]);

/** Ports whose servers speak first, so that waiting for the bytes of the client would break them: SMTP, DNS, MySQL, MongoDB. */
const SERVER_FIRST = new Set([25, 53, 3306, 27017]);

/** Protocol of a port that has a field for it: in ServiceEntry, Gateway and Sidecar. */
export function parseProtocol(text: string): Protocol {
  return BY_NAME.get(text.toLowerCase()) ?? 'UNSUPPORTED';
}

/** What a Service of Kubernetes says of a port. */
export interface SaidOfPort {
  readonly number: number;
  readonly name: string;
  readonly transport: string;
  readonly appProtocol?: string;
}

/** Protocol of a port of a Service of Kubernetes. */
export function servicePortProtocol(port: SaidOfPort): Protocol {
  if (port.transport === 'UDP') return 'UDP';
  const known = port.appProtocol === undefined ? undefined : KUBERNETES.get(port.appProtocol);
  if (known) return known;
  const name = port.appProtocol ?? port.name;
  // Before the first part is taken: this one has a hyphen itself.
  if (/^grpc-web/i.test(name)) return 'GRPC-Web';
  const protocol = parseProtocol(name.split('-', 1)[0]);
  return protocol === 'UNSUPPORTED' && SERVER_FIRST.has(port.number) ? 'TCP' : protocol;
}

export function isHttp(protocol: Protocol): boolean {
  return ['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-Web'].includes(protocol);
}

/** TLS that the proxy passes on. */
export function isTls(protocol: Protocol): boolean {
  return protocol === 'HTTPS' || protocol === 'TLS';
}

/** Nothing of HTTP is seen on it: TLS included. */
export function isTcp(protocol: Protocol): boolean {
  return ['TCP', 'HTTPS', 'TLS', 'Mongo', 'Redis', 'MySQL'].includes(protocol);
}

/** The proxy looks at the bytes and takes it for HTTP or for TCP. */
export function isSniffed(protocol: Protocol): boolean {
  return protocol === 'UNSUPPORTED';
}
