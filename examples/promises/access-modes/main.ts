// What is refused, what is only tried, and what is open or closed to everybody.
import { App, Chart } from 'cdk8s';
import { Caller, MeshNamespace, MeshPort, PathPattern } from 'cdk8s-istio';

const app = new App();
const chart = new Chart(app, 'shop', { namespace: 'shop' });
const http = MeshPort.http(8080);

const shop = new MeshNamespace(chart, 'Shop', { name: 'shop' });
const web = shop.addService('web', { ports: [http], serviceAccount: 'web' });

// Refuses one path and one caller; everything else stays open, the port without HTTP too.
const orders = shop.addService('orders', { ports: [http, MeshPort.tcp(5432)] });
orders.denyFrom(Caller.anyoneEvenUnauthenticated(), { paths: [PathPattern.prefix('/internal')] });
orders.denyFrom(web, { methods: ['DELETE'] });

// Rules on trial: who would be let in, and who would be refused.
const prices = shop.addService('prices', { ports: [http] });
prices.denyFrom(web, { dryRun: true });
const stock = shop.addService('stock', { ports: [http] });
stock.allowFrom(web);
stock.dryRun();

// Nobody but one, and everybody but one.
const vault = shop.addService('vault', { ports: [http] });
vault.denyAll();
const attic = shop.addService('attic', { ports: [http] });
attic.denyAll();
attic.allowFrom(web);
const help = shop.addService('help', { ports: [http] });
help.allowAll();
help.denyFrom(web);

app.synth();
