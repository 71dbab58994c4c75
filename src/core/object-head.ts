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
  if (!namespace) throw new UsageError(pathIn(scope, id), 'no namespace is known', 'pass namespace, or give the chart one: new Chart(app, id, { namespace })');
  const { name = pathName(chart, pathIn(scope, id)), labels, annotations } = props.metadata ?? {};
  if (name !== undefined && !isDnsSubdomain(name)) requireDnsSubdomain(pathIn(scope, id), 'metadata.name', name);
  // cdk8s takes a name that is there and undefined for the name.
  const metadata = name === undefined ? { namespace, labels, annotations } : { name, namespace, labels, annotations };
  return { apiVersion: GVK.apiVersion, kind: GVK.kind, metadata };
}

function pathIn(scope: Construct, id: string): string {
  return `${scope.node.path}/${id}`;
}
