import { Chart } from 'cdk8s';
import { CanaryRelease, GatewayPods, IngressGateway, IngressRoute, MeshNamespace, MeshPort, MeshService, Route, ServerTls } from 'cdk8s-istio';
import { Construct } from 'constructs';

/** The catalog on its way from v1 to v2. How far it is comes from the context value `canaryPercent`, so each step is one number. */
export class CatalogChart extends Chart {
  public constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'shop' });
    const catalog = new MeshService(this, 'Service', {
      name: 'catalog',
      namespace: MeshNamespace.fromName('shop'),
      ports: [MeshPort.http(8080)],
      versions: ['v1', 'v2'],
      // What serves when nothing else is said: the release can be taken out of the app once v2 is the default.
      defaultVersion: 'v1',
    });
    new CanaryRelease(this, 'Release', {
      stable: catalog.version('v1'),
      canary: catalog.version('v2'),
      canaryPercent: this.node.tryGetContext('canaryPercent'),
    });
    // Customers come in here. Their share moves along with the one of callers in the mesh.
    new IngressRoute(this, 'Front', {
      gateway: new IngressGateway(this, 'Edge', { pods: GatewayPods.istioctl() }),
      hosts: ['shop.example.com'],
      tls: ServerTls.simple('shop-cert'),
      routes: [Route.all(catalog)],
    });
  }
}
