import { Rule } from '../rule';

/** The gRPC of browsers goes over HTTP/1.1 as well. */
const GRPC = /^http-(.*-)?grpc(?!-?web)(-.*)?$/i;

export const grpcAsHttp: Rule = {
  id: 'service/grpc-as-http',
  severity: 'warning',
  summary: 'a port whose name speaks of gRPC is declared as HTTP/1.1',
  why: 'what stands before the first hyphen is the protocol: for http the proxies call the workload with HTTP/1.1, in which there is no gRPC',
  sameAs: [],
  bad: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: http-grpc, port: 9000 }] }
`,
  good: `
kind: Service
metadata: { name: reviews }
spec: { ports: [{ name: grpc, port: 9000 }, { name: http-web, port: 80 }] }
`,
  * check(mesh) {
    for (const { object, kubernetes, ports } of mesh.services.all) {
      // A ServiceEntry says the protocol in a field of its own.
      if (!kubernetes) continue;
      for (const { name, protocol, field } of ports) {
        // Behind the protocol often stands the name of the Service, and a client of gRPC need not be a server of it.
        if (protocol !== 'HTTP' || !GRPC.test(name) || name.toLowerCase() === `http-${object.name}`) continue;
        yield { at: object, field: `${field}.name`, problem: `port "${name}" is HTTP/1.1 for Istio, by what stands before the hyphen`, fix: `call it grpc, or ${name.replace(/^http-/i, 'grpc-')}` };
      }
    }
  },
};
