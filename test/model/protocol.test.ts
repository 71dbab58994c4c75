import { isHttp, isSniffed, isTcp, isTls, parseProtocol, Protocol, servicePortProtocol } from '../../src/model/protocol';

test.each<[string, number, string, string | undefined, Protocol]>([
  ['a name', 80, 'http', undefined, 'HTTP'],
  ['a name with a suffix', 80, 'http-web', undefined, 'HTTP'],
  ['a name in upper case', 80, 'HTTP2-x', undefined, 'HTTP2'],
  ['a name that only starts so', 80, 'httpweb', undefined, 'UNSUPPORTED'],
  ['gRPC-Web, whatever follows', 80, 'grpc-webby', undefined, 'GRPC-Web'],
  ['gRPC with a suffix', 80, 'grpc-x', undefined, 'GRPC'],
  ['no name', 80, '', undefined, 'UNSUPPORTED'],
  ['a port whose servers speak first', 3306, 'db', undefined, 'TCP'],
  ['such a port with a protocol', 3306, 'mysql', undefined, 'MySQL'],
  ['appProtocol over the name', 80, 'http', 'tcp', 'TCP'],
  ['appProtocol that says nothing to Istio', 80, 'http', 'example.com/x', 'UNSUPPORTED'],
  ['h2c', 80, 'web', 'kubernetes.io/h2c', 'HTTP2'],
  ['WebSocket', 80, 'web', 'kubernetes.io/ws', 'HTTP'],
  ['WebSocket over TLS', 80, 'web', 'kubernetes.io/wss', 'HTTPS'],
  ['h2c as a name, where it is none', 80, 'kubernetes.io/h2c', undefined, 'UNSUPPORTED'],
])('%s', (_, number, name, appProtocol, protocol) => {
  expect(servicePortProtocol({ number, name, transport: 'TCP', appProtocol })).toBe(protocol);
});

test('UDP is UDP whatever its name', () => {
  expect(servicePortProtocol({ number: 53, name: 'http', transport: 'UDP' })).toBe('UDP');
});

test('each protocol is of one sort', () => {
  const all = ['tcp', 'udp', 'grpc', 'grpc-web', 'http', 'HTTP_PROXY', 'http2', 'https', 'tls', 'mongo', 'redis', 'mysql', 'x'].map(parseProtocol);
  expect(all.filter(isHttp)).toEqual(['GRPC', 'GRPC-Web', 'HTTP', 'HTTP_PROXY', 'HTTP2']);
  expect(all.filter(isTcp)).toEqual(['TCP', 'HTTPS', 'TLS', 'Mongo', 'Redis', 'MySQL']);
  expect(all.filter(isTls)).toEqual(['HTTPS', 'TLS']);
  expect(all.filter(isSniffed)).toEqual(['UNSUPPORTED']);
});
