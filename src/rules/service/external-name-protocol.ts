import { Rule } from '../rule';

export const externalNameProtocol: Rule = {
  id: 'service/external-name-protocol',
  severity: 'advice',
  summary: 'a port of a Service of type ExternalName carries TCP or says no protocol',
  why: 'Istio takes such a Service for another name of the host that it names and reads none of its ports; older versions made a listener of them, which caught the TCP traffic of all hosts',
  sameAs: ['IST0150'],
  bad: `
kind: Service
metadata: { name: api }
spec: { type: ExternalName, externalName: api.example.com, ports: [{ name: tcp, port: 443 }] }
`,
  good: `
kind: Service
metadata: { name: api }
spec: { type: ExternalName, externalName: api.example.com, ports: [{ name: https, port: 443 }] }
`,
  * check(mesh) {
    for (const { object, kubernetes, external, ports } of mesh.services.all) {
      if (!kubernetes || !external) continue;
      for (const { name, protocol, field } of ports) {
        if (protocol !== 'UNSUPPORTED' && protocol !== 'TCP') continue;
        yield {
          at: object,
          field: `${field}.name`,
          problem: `port ${name ? `"${name}"` : 'without a name'} of an ExternalName Service is ${protocol === 'TCP' ? 'TCP' : 'of no protocol'}`,
          fix: 'leave out the ports, which nobody reads, or name them http or https; policies are for the host it names, which a ServiceEntry describes (ExternalApi)',
        };
      }
    }
  },
};
