import { listOf, mapOf, textOf } from '../../model/read';
import { childOf, findingsOf, specsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { structural } from '../structural';

const badScheme = structural('workload-group/template');

export const badProbe: Rule = {
  id: 'workload-group/bad-probe',
  severity: 'error',
  summary: 'the probe of a WorkloadGroup asks nothing that Istio can ask',
  why: 'Istio refuses a probe without one of httpGet, tcpSocket and exec, an exec without a command, a scheme that is not HTTP or HTTPS in capitals, and names of headers with other characters than letters, digits and "-"; grpc is in the schema, and refused',
  sameAs: ['IST0106'],
  bad: `
kind: WorkloadGroup
spec: { template: { serviceAccount: vm }, probe: { periodSeconds: 5 } }
`,
  good: `
kind: WorkloadGroup
spec: { template: { serviceAccount: vm }, probe: { periodSeconds: 5, httpGet: { port: 8080, path: /ready } } }
`,
  * check(mesh) {
    yield* badScheme(mesh);
    yield* findingsOf(specsOf(mesh, 'networking.istio.io', 'WorkloadGroup').flatMap(spec => childOf(spec, 'probe')), wrongs);
  },
};

function * wrongs({ httpGet, tcpSocket, exec, grpc }: any): Iterable<Wrong> {
  if (!httpGet && !tcpSocket && !exec) {
    yield { field: grpc ? '.grpc' : '', problem: grpc ? 'the probe asks by grpc' : 'the probe does not say what to ask', fix: 'add httpGet, tcpSocket or exec' };
  }
  if (exec && exec.command !== undefined && listOf(exec.command).length === 0) yield { field: '.exec.command', problem: 'the command is empty', fix: 'write the program and its arguments as a list' };
  for (const [i, header] of listOf(mapOf(httpGet).httpHeaders).entries()) {
    const name = textOf(mapOf(header).name);
    if (!/^[-A-Za-z0-9]+$/.test(name)) yield { field: `.httpGet.httpHeaders[${i}].name`, problem: `the header is called "${name}"`, fix: 'use letters, digits and "-"' };
  }
}
