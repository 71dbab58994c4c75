import { textOf } from '../../model/read';
import { isAddress, isDnsName } from '../names';
import { findingsOf, specsOf } from '../parts';
import { Rule } from '../rule';
import { structural } from '../structural';
import { SOCKET } from '../unix-sockets';

const ofSchema = structural('workload-entry/address#required', 'workload-entry/address#socket-without-ports', 'workload-entry/address#socket-absolute', 'workload-entry/address#socket-no-directory', 'endpoint-address');

export const badAddress: Rule = {
  id: 'workload-entry/bad-address',
  severity: 'error',
  summary: 'a workload has no address, or one that is neither an IP address nor a name nor a socket',
  why: 'Istio refuses a WorkloadEntry with neither address nor network, one whose address is no IP address, DNS name or Unix socket, and sockets with ports, relative paths or folders',
  sameAs: ['IST0106'],
  bad: `
kind: WorkloadEntry
spec: { address: "192.0.2.10:8080", labels: { app: vm } }
`,
  good: `
kind: WorkloadEntry
spec: { address: 192.0.2.10, ports: { http: 8080 }, labels: { app: vm } }
`,
  * check(mesh) {
    // Of endpoints of a ServiceEntry service-entry/bad-endpoint-address tells.
    for (const finding of ofSchema(mesh)) if (finding.at.kind !== 'ServiceEntry') yield finding;
    yield* findingsOf(specsOf(mesh, 'networking.istio.io', 'WorkloadEntry'), function * ({ address: written }) {
      const address = textOf(written);
      // An empty one is right where a network is named, and told of by the schema where none is.
      if (address === '' || isAddress(address) || isDnsName(address) || address.startsWith(SOCKET)) return;
      yield { field: '.address', problem: `the address is "${address}"`, fix: 'write an IP address or a DNS name, and its ports in ports' };
    });
  },
};
