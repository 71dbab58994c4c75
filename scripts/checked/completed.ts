import { parseAllDocuments } from 'yaml';
import * as extensions from '../../imports/extensions.istio.io';
import * as networking from '../../imports/networking.istio.io';
import * as security from '../../imports/security.istio.io';
import * as telemetry from '../../imports/telemetry.istio.io';

const API_VERSIONS: { [kind: string]: string } = {
  Namespace: 'v1',
  Service: 'v1',
  Pod: 'v1',
  Secret: 'v1',
  ServiceAccount: 'v1',
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Certificate: 'cert-manager.io/v1',
};
for (const group of [networking, security, telemetry, extensions]) {
  for (const { GVK } of Object.values(group as { [name: string]: any })) if (GVK) API_VERSIONS[GVK.kind] = GVK.apiVersion;
}

/** Documents of an example. What every document has need not be said in it: version, and a name and namespace where they do not matter. */
export function completed(text: string): any[] {
  return parseAllDocuments(text).map((document, i) => {
    if (document.errors.length > 0) throw document.errors[0];
    const { apiVersion = API_VERSIONS[document.toJS().kind], metadata = {}, ...rest } = document.toJS();
    if (apiVersion === undefined) throw new Error(`no apiVersion is known for ${rest.kind}: write it`);
    const namespace = rest.kind === 'Namespace' ? {} : { namespace: 'default' };
    return { apiVersion, metadata: { name: `example-${i}`, ...namespace, ...metadata }, ...rest };
  });
}
