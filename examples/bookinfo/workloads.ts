import { ApiObject, Chart } from 'cdk8s';

const IMAGES = 'docker.io/istio';
const TAG = '1.20.3';
const PORT = 9080;

/** One microservice of Bookinfo: a ServiceAccount, a Service and a Deployment for each version. Returns the Service. */
export function addMicroservice(chart: Chart, name: string, versions: string[], env?: { name: string; value: string }[]): ApiObject {
  const serviceAccount = `bookinfo-${name}`;
  new ApiObject(chart, `${name}-account`, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount } });
  const service = new ApiObject(chart, `${name}-service`, {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { app: name } },
    // The name tells Istio what is spoken on the port.
    spec: { selector: { app: name }, ports: [{ name: 'http', port: PORT, targetPort: PORT }] },
  });
  versions.forEach(version => addDeployment(chart, name, version, serviceAccount, env));
  return service;
}

function addDeployment(chart: Chart, app: string, version: string, serviceAccountName: string, env?: object[]): void {
  const labels = { app, version };
  new ApiObject(chart, `${app}-${version}`, {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `${app}-${version}`, labels },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName,
          containers: [{ name: app, image: `${IMAGES}/examples-bookinfo-${app}-${version}:${TAG}`, env, ports: [{ containerPort: PORT }] }],
        },
      },
    },
  });
}
