import { textOf } from '../../model/read';
import { findingsOf, Part, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

const SCHEME = 'configmap://';

export const foreignConfigMap: Rule = {
  id: 'destination-rule/foreign-config-map',
  severity: 'error',
  summary: 'calls to a host by TLS with a ConfigMap that is not named with the namespace of the DestinationRule',
  why: 'Istio refuses a credentialName that starts with configmap:// unless namespace and name follow, and the namespace is that of the DestinationRule',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: partner.example.com, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap://certificates/partner-ca" } } }
`,
  good: `
kind: DestinationRule
spec: { host: partner.example.com, trafficPolicy: { tls: { mode: SIMPLE, credentialName: "configmap://default/partner-ca" } } }
`,
  check(mesh) {
    return findingsOf(blocksOf(mesh, 'tls'), (tls, part) => wrongs(tls, part));
  },
};

function * wrongs({ credentialName }: any, { object }: Part): Iterable<Wrong> {
  const text = textOf(credentialName);
  if (!text.startsWith(SCHEME)) return;
  const [namespace, name = ''] = text.slice(SCHEME.length).split('/');
  // Without a namespace of its own the object may be applied to that one.
  if (namespace !== '' && name !== '' && (namespace === object.namespace || object.namespace === '')) return;
  yield { field: '.credentialName', problem: `credentialName is "${text}"`, fix: `use a ConfigMap of this namespace: ${SCHEME}${object.namespace || 'NAMESPACE'}/${name || 'NAME'}` };
}
