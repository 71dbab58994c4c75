import { ApiObjectProps, Chart, GroupVersionKind } from 'cdk8s';
import { Construct } from 'constructs';
import { UsageError } from './errors';
import { pathName } from './naming';
import { isDnsSubdomain, requireDnsSubdomain } from './require';
import { IstioResourceProps } from './resource';

/** A generated class. */
interface Generated {
  readonly GVK: GroupVersionKind;
}

/**
 * What stands above the `spec` of an object, with the namespace of the handle or of the chart.
 * @param scope where the object is going to be, under the name `id`
 */
export function objectHead({ GVK }: Generated, scope: Construct, id: string, props: IstioResourceProps): ApiObjectProps {
  const chart = Chart.of(scope);
  const namespace = props.namespace?.namespaceName ?? chart.namespace;
  const where = () => `${scope.node.path}/${id}`;
  if (!namespace) throw new UsageError(where(), 'no namespace is known', 'pass namespace, or give the chart one: new Chart(app, id, { namespace })');
  const { name = pathName(chart, where()), labels, annotations } = props.metadata ?? {};
  if (name !== undefined && !isDnsSubdomain(name)) requireDnsSubdomain(where(), 'metadata.name', name);
  const metadata = { namespace, labels, annotations };
  // cdk8s takes a name that is there and undefined for the name.
  return { apiVersion: GVK.apiVersion, kind: GVK.kind, metadata: name === undefined ? metadata : { name, ...metadata } };
}
