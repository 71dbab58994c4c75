// An egress gateway that speaks TLS with a shop, where the application calls plain HTTP.
import { App, Chart } from 'cdk8s';
import { EgressGateway, ExternalApi, GatewayPods } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'bookstore', { namespace: 'electronic-shop' });

new ExternalApi(chart, 'BookDepository', {
  host: 'www.bookdepository.com',
  through: new EgressGateway(chart, 'Egress', { pods: GatewayPods.istioctlEgress() }),
});

app.synth();
