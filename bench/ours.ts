// The services of the benchmark, said with this library.
import { Chart } from 'cdk8s';
import { CanaryRelease, MeshNamespace, MeshPort, MeshService, MeshWorkload } from 'cdk8s-istio';
import { measure } from './measure';

measure((app, count) => {
  const chart = new Chart(app, 'bench');
  const namespace = MeshNamespace.fromName('shop');
  let caller = new MeshWorkload(chart, 'front', { namespace, serviceAccount: 'front' });
  for (let index = 0; index < count; index++) {
    const service = new MeshService(chart, `service-${index}`, {
      namespace,
      ports: [MeshPort.http(8080)],
      versions: ['v1', 'v2'],
      serviceAccount: `service-${index}`,
      plaintextPorts: [MeshPort.http(9090)],
    });
    service.allowFrom(caller, { methods: ['GET'] });
    new CanaryRelease(chart, `canary-${index}`, { stable: service.version('v1'), canary: service.version('v2'), canaryPercent: 1 + index % 99 });
    caller = service;
  }
});
