// A script in the proxy of a service: what carries a session is not to be kept by anybody.
import { App, Chart } from 'cdk8s';
import { LuaExtension, MeshNamespace, MeshPort, WorkloadMode } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
const cart = shop.addService('cart', { ports: [MeshPort.http(8080)] });
shop.addService('stock', { ports: [MeshPort.http(8080)] });

new LuaExtension(chart, 'Private', {
  target: cart,
  match: [{ mode: WorkloadMode.SERVER }],
  script: `function envoy_on_response(handle)
  if handle:headers():get("set-cookie") then
    handle:headers():replace("cache-control", "no-store")
  end
end
`,
});

app.synth();
