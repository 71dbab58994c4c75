import { annotated } from '../annotated';
import { isAddressOrBlock } from '../names';
import { Rule } from '../rule';

/** What an annotation may say. */
interface Expected {
  readonly text: string;
  readonly isRight: (value: string) => boolean;
}

const COUNT: Expected = { text: 'a whole number', isRight: value => /^\d+$/.test(value) && Number(value) < 2 ** 32 };
const PORTS: Expected = { text: 'ports with commas between them', isRight: value => listed(value).every(isPort) };
const QUANTITY: Expected = { text: 'a quantity, such as 100m or 128Mi', isRight: value => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE]?)$/.test(value) };
const SWITCH: Expected = { text: 'true or false', isRight: value => /^(1|0|t|f|T|F|true|false|True|False|TRUE|FALSE)$/.test(value) };
const RANGES: Expected = { text: 'IP ranges with commas and nothing else between them, such as 10.0.0.0/8', isRight: value => value === '' || value.split(',').every(isRange) };
const INTERFACES: Expected = { text: 'interfaces of at most 15 characters each, with commas between them', isRight: value => value === '' || value.split(',').every(each => /^[A-Za-z][\w.-]{0,14}$/.test(each.trim())) };
const orAll = ({ text, isRight }: Expected): Expected => ({ text: `* or ${text}`, isRight: value => value.trim() === '*' || isRight(value) });

const EXPECTED = new Map<string, Expected>([
  ['sidecar.istio.io/interceptionMode', { text: 'REDIRECT, TPROXY or NONE', isRight: value => ['REDIRECT', 'TPROXY', 'NONE'].includes(value) }],
  ['status.sidecar.istio.io/port', { text: 'a port', isRight: value => /^\d+$/.test(value) && Number(value) <= 65535 }],
  ['readiness.status.sidecar.istio.io/initialDelaySeconds', COUNT],
  ['readiness.status.sidecar.istio.io/periodSeconds', COUNT],
  ['readiness.status.sidecar.istio.io/failureThreshold', COUNT],
  ['traffic.sidecar.istio.io/includeOutboundIPRanges', orAll(RANGES)],
  ['traffic.sidecar.istio.io/excludeOutboundIPRanges', RANGES],
  ['traffic.sidecar.istio.io/includeInboundPorts', orAll(PORTS)],
  ['traffic.sidecar.istio.io/excludeInboundPorts', PORTS],
  ['traffic.sidecar.istio.io/excludeOutboundPorts', PORTS],
  ['traffic.sidecar.istio.io/excludeInterfaces', INTERFACES],
  ['traffic.sidecar.istio.io/kubevirtInterfaces', INTERFACES],
  ['istio.io/reroute-virtual-interfaces', INTERFACES],
  ['prometheus.istio.io/merge-metrics', SWITCH],
  ['sidecar.istio.io/proxyCPU', QUANTITY],
  ['sidecar.istio.io/proxyCPULimit', QUANTITY],
  ['sidecar.istio.io/proxyMemory', QUANTITY],
  ['sidecar.istio.io/proxyMemoryLimit', QUANTITY],
]);

export const badValue: Rule = {
  id: 'annotations/bad-value',
  severity: 'error',
  summary: 'an annotation of Istio has a value that Istio does not take',
  why: 'the injection webhook checks these annotations of a pod, and refuses the pod where one of them cannot be read',
  sameAs: ['IST0125'],
  bad: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1 }, annotations: { traffic.sidecar.istio.io/excludeOutboundPorts: "3306;6379" } }
spec: { containers: [{ name: app }] }
`,
  good: `
kind: Pod
metadata: { name: reviews, labels: { app: reviews, version: v1 }, annotations: { traffic.sidecar.istio.io/excludeOutboundPorts: "3306,6379" } }
spec: { containers: [{ name: app }] }
`,
  * check(mesh) {
    for (const { object, name, value, field, on } of annotated(mesh)) {
      const expected = on === 'Pod' ? EXPECTED.get(name) : undefined;
      if (!expected || expected.isRight(value)) continue;
      yield { at: object, field, problem: `${name} is ${JSON.stringify(value)}, not ${expected.text}`, fix: `write ${expected.text}` };
    }
  },
};

/** A blank text is an empty list. */
function listed(value: string): string[] {
  return value.trim() === '' ? [] : value.split(',').map(each => each.trim());
}

function isPort(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) <= 65535;
}

function isRange(text: string): boolean {
  return isAddressOrBlock(text) && text.includes('/');
}
