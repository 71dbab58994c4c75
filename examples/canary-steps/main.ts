// A canary in steps: CANARY_PERCENT=10, then 25, 50 and 100, each a commit or a run of the pipeline. Back is 0.
import { App } from 'cdk8s';
import { CatalogChart } from './catalog-chart';

const app = new App();
app.node.setContext('canaryPercent', Number(process.env.CANARY_PERCENT ?? 10));
new CatalogChart(app, 'catalog');
app.synth();
