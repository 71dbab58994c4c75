import { broken } from './broken';

/** What a rule says of a Gateway with these servers, each with the field below the servers. */
function said(rule: string, ...servers: string[]): string[] {
  const text = `kind: Gateway\nspec: { selector: { istio: ingressgateway }, servers: [${servers.join(', ')}] }`;
  return broken(text, { only: `gateway/${rule}` }).map(({ at, problem }) => `${at.replace('Gateway default/example-0, spec.servers', '')}: ${problem}`);
}

const tls = (settings: string, protocol = 'HTTPS') => `{ port: { number: 443, name: a, protocol: ${protocol} }, hosts: [a.example.com], tls: { ${settings} } }`;
const http = (rest: string) => `{ port: { number: 80, name: a, protocol: HTTP }, ${rest} }`;
const port = (rest: string, bind = '0.0.0.0') => `{ port: { ${rest} }, hosts: [a.example.com], bind: "${bind}" }`;

describe('gateway/bad-host', () => {
  test.each([
    ['shop', 'the host "shop" is a short name'],
    ['"*shop.example.com"', 'the host "*shop.example.com" has a wildcard that is not a whole label'],
    ['shop.*.com', 'the host "shop.*.com" has a wildcard that is not a whole label'],
    ['https://shop.example.com', 'the host "https://shop.example.com" is bound to the namespace "https:", which is no name of one'],
    ['"shop.example.com:443"', 'the host "shop.example.com:443" is no DNS name'],
    ['shop.example.42', 'the host "shop.example.42" is no DNS name'],
    ['/shop.example.com', 'the host "/shop.example.com" has nothing on one side of the slash'],
    ['shop/', 'the host "shop/" has nothing on one side of the slash'],
    ['"~/shop.example.com"', 'the host "~/shop.example.com" is bound to the namespace "~", which is no name of one'],
    ['"::1"', 'the host "::1" is a short name'],
    [`${'a'.repeat(64)}.example.com`, `the host "${'a'.repeat(64)}.example.com" is no DNS name`],
  ])('fails for %s', (host, problem) => {
    expect(said('bad-host', http(`hosts: [b.example.com, ${host}]`))).toEqual([`[0].hosts[1]: ${problem}`]);
  });

  test.each(['"*"', '"*/*"', './*', '"*.example.com"', 'shop/a.example.com', 'a.example.com.', '192.0.2.1', 'Shop.Example.Com'])('is silent for %s', host => {
    expect(said('bad-host', http(`hosts: [${host}]`))).toEqual([]);
  });
});

describe('gateway/bad-port', () => {
  test.each([
    ['number: 80, name: "", protocol: HTTP', '[0].port.name: the name of the port is empty'],
    ['number: 80, name: a, protocol: HTTPX', '[0].port.protocol: the protocol is "HTTPX", which is not known'],
    ['number: 80, name: a, protocol: ""', '[0].port.protocol: the protocol is "", which is not known'],
    ['number: 0, name: a, protocol: HTTP', '[0].port.number: the number of the port is 0, not one from 1 to 65535'],
    ['number: 70000, name: a, protocol: HTTP', '[0].port.number: the number of the port is 70000, not one from 1 to 65535'],
    ['number: 80, name: a, protocol: HTTP, targetPort: 8080', '[0].port.targetPort: the port has the targetPort 8080'],
  ])('fails for %s', (settings, problem) => {
    expect(said('bad-port', port(settings))).toEqual([problem]);
  });

  test('is silent for protocols in any case, and for 0 with a Unix socket', () => {
    expect(said('bad-port', port('number: 80, name: a, protocol: grpc-web'), port('number: 0, name: b, protocol: http', 'unix:///run/a.sock'))).toEqual([]);
  });
});

describe('gateway/bad-bind', () => {
  test.each([
    ['localhost', 80, '[0].bind: the server binds to "localhost", which is no IP address'],
    ['10.0.0.0/8', 80, '[0].bind: the server binds to "10.0.0.0/8", which is no IP address'],
    ['unix://run/a.sock', 0, '[0].bind: the server binds to "unix://run/a.sock", whose path is not that of a file from the root on'],
    ['unix:///run/', 0, '[0].bind: the server binds to "unix:///run/", whose path is not that of a file from the root on'],
    ['unix:///run/a.sock', 80, '[0].port.number: the server binds to the Unix socket "unix:///run/a.sock" and has the port number 80'],
  ])('fails for %s with port %d', (bind, number, problem) => {
    expect(said('bad-bind', port(`number: ${number}, name: a, protocol: HTTP`, bind))).toEqual([problem]);
  });

  test.each(['', '::', '127.0.0.1', 'unix://@abstract'])('is silent for "%s"', bind => {
    expect(said('bad-bind', port('number: 0, name: a, protocol: HTTP', bind))).toEqual([]);
  });
});

describe('servers', () => {
  test('fail where two of three have one port name, each later one once', () => {
    const server = port('number: 80, name: a, protocol: HTTP');
    expect(said('duplicate-port-name', server, server, server)).toEqual([
      '[1].port.name: the port name "a" is already that of servers[0]',
      '[2].port.name: the port name "a" is already that of servers[0]',
    ]);
  });

  test('fail where the list of them, or of their hosts, is empty', () => {
    expect(said('no-servers')).toEqual([': no server is listed']);
    expect(said('no-hosts', http('hosts: []'))).toEqual(['[0].hosts: the list of hosts is empty']);
  });

  test('without the field for hosts are left to the schema', () => {
    expect(said('no-hosts', '{ port: { number: 80, name: a, protocol: HTTP } }')).toEqual([]);
  });
});

test.each(['shop.example.com', 'a'.repeat(64)])('a Gateway called %s fails', name => {
  expect(broken(`kind: Gateway\nmetadata: { name: ${name} }`, { only: 'gateway/not-a-label' }).map(({ problem }) => problem)).toEqual([`the name "${name}" is not one DNS label`]);
});

describe('TLS of servers', () => {
  test.each([
    ['tls-missing', port('number: 443, name: a, protocol: tls'), '[0].tls: the protocol is tls, and there is no tls'],
    ['tls-on-plain-port', tls('mode: PASSTHROUGH', 'TCP'), '[0].tls: the protocol is TCP, and there is tls with mode PASSTHROUGH'],
    ['tls-on-plain-port', tls('mode: SIMPLE, credentialName: a', 'GRPC'), '[0].tls: the protocol is GRPC, and there is tls with mode SIMPLE'],
    ['tls-on-plain-port', tls('httpsRedirect: true, privateKey: /a', 'HTTP'), '[0].tls: the protocol is HTTP, and tls.privateKey is set'],
    ['redirect-without-http', tls('mode: SIMPLE, credentialName: a, httpsRedirect: true'), '[0].tls.httpsRedirect: the protocol is HTTPS, and httpsRedirect is set'],
    ['istio-mutual-with-certificates', tls('mode: ISTIO_MUTUAL, caCertificates: /a, credentialName: b'), '[0].tls.caCertificates: the mode is ISTIO_MUTUAL, and "caCertificates", "credentialName" are set'],
    ['several-certificate-sources', tls('mode: SIMPLE, credentialName: a, tlsCertificates: [{ serverCertificate: /a, privateKey: /b }]'), '[0].tls.credentialName: the certificate comes from "tlsCertificates", "credentialName"'],
    ['no-certificate', tls('mode: SIMPLE, serverCertificate: /a'), '[0].tls: the mode is SIMPLE, and there is no privateKey'],
    ['no-certificate', tls('mode: SIMPLE, tlsCertificates: [{ serverCertificate: /a, privateKey: /b }, { privateKey: /b }]'), '[0].tls.tlsCertificates[1]: the mode is SIMPLE, and there is no serverCertificate'],
    ['no-certificate', tls('mode: OPTIONAL_MUTUAL, serverCertificate: /a, privateKey: /b'), '[0].tls: the mode is OPTIONAL_MUTUAL, and nothing says which CA the certificates of clients are from'],
    ['passthrough-with-certificates', tls('mode: AUTO_PASSTHROUGH, caCrl: /a'), '[0].tls.caCrl: the mode is AUTO_PASSTHROUGH, and "caCrl" is ignored'],
    ['unused-crl', tls('mode: MUTUAL, credentialName: a, caCrl: /b'), '[0].tls.caCrl: caCrl is set beside credentialName'],
    ['old-tls-without-ciphers', tls('mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_1'), '[0].tls.minProtocolVersion: minProtocolVersion is TLSV1_1, and there are no cipherSuites'],
    ['no-tls-version', tls('mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_3, maxProtocolVersion: TLSV1_2'), '[0].tls.minProtocolVersion: minProtocolVersion is TLSV1_3, and maxProtocolVersion is TLSV1_2'],
    ['ignored-cipher-suites', tls('mode: SIMPLE, credentialName: a, cipherSuites: [AES128-SHA, AES128-SHA]'), '[0].tls.cipherSuites: "AES128-SHA" is named twice'],
  ])('fails for %s: %s', (rule, server, problem) => {
    expect(said(rule, server)).toEqual([problem]);
  });

  test.each([
    ['tls-on-plain-port', tls('httpsRedirect: true', 'HTTP')],
    ['tls-on-plain-port', tls('mode: SIMPLE', 'HTTPX')],
    ['redirect-without-http', tls('httpsRedirect: true', 'GRPC')],
    ['istio-mutual-with-certificates', tls('mode: ISTIO_MUTUAL, caCrl: /a')],
    ['several-certificate-sources', tls('mode: ISTIO_MUTUAL, credentialName: a, serverCertificate: /a, privateKey: /b')],
    ['several-certificate-sources', tls('mode: SIMPLE, credentialName: a, caCertificates: /a')],
    ['no-certificate', tls('mode: MUTUAL, credentialNames: [a, b]')],
    ['no-certificate', tls('mode: PASSTHROUGH')],
    ['passthrough-with-certificates', tls('httpsRedirect: true', 'HTTP')],
    ['unused-crl', tls('mode: MUTUAL, serverCertificate: /a, privateKey: /b, caCertificates: /c, caCrl: /d')],
    ['old-tls-without-ciphers', tls('mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_0, cipherSuites: [AES128-SHA]')],
    ['no-tls-version', tls('mode: PASSTHROUGH, minProtocolVersion: TLSV1_3, maxProtocolVersion: TLSV1_2')],
    ['no-tls-version', tls('mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_2, maxProtocolVersion: TLSV1_2')],
    ['no-tls-version', tls('mode: SIMPLE, credentialName: a, minProtocolVersion: TLSV1_2')],
    ['ignored-cipher-suites', tls('mode: SIMPLE, credentialName: a, cipherSuites: ["-ALL", "[AES128-SHA|AES256-SHA]", ALL]')],
  ])('is silent for %s: %s', (rule, server) => {
    expect(said(rule, server)).toEqual([]);
  });

  test('is told once where the schema says the same', () => {
    const found = broken(`kind: Gateway\nspec: { servers: [${tls('mode: SIMPLE, credentialName: a, credentialNames: [b]')}] }`);
    expect(found.filter(({ severity }) => severity !== 'advice').map(({ rule }) => rule)).toEqual(['gateway/several-certificate-sources']);
  });
});

test('unused-crl is an error where revoked certificates pass, and a warning where none are asked for', () => {
  const severities = ['SIMPLE', 'MUTUAL'].map(mode => broken(`kind: Gateway\nspec: { servers: [${tls(`mode: ${mode}, credentialName: a, caCrl: /b`)}] }`, { only: 'gateway/unused-crl' }).map(({ severity }) => severity));
  expect(severities).toEqual([['warning'], ['error']]);
});

test('a server for every host is advice on plain HTTP only, and not where it redirects', () => {
  expect(said('wildcard-host', http('hosts: ["*", "*/*", "./*"]'))).toEqual(['[0].hosts[0]: the host is "*"', '[0].hosts[1]: the host is "*/*"']);
  expect(said('wildcard-host', tls('httpsRedirect: true', 'HTTP').replace('a.example.com', '"*"'), tls('mode: SIMPLE').replace('a.example.com', '"*"'))).toEqual([]);
});
