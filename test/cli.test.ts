import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..');

/** An app as a user has it: plain JavaScript on the compiled library. */
const APP = `
const { App, Chart } = require(${JSON.stringify(join(ROOT, 'node_modules', 'cdk8s'))});
const { CanaryRelease, MeshNamespace, MeshPort, MeshService } = require(${JSON.stringify(ROOT)});
const app = new App();
const chart = new Chart(app, 'shop');
const reviews = new MeshService(chart, 'reviews', { namespace: MeshNamespace.fromName('shop'), ports: [MeshPort.http(9080)], versions: ['v1', 'v2'] });
new CanaryRelease(chart, 'Canary', { stable: reviews.version('v1'), canary: reviews.version('v2'), canaryPercent: 10 });
app.synth();
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cdk8s-istio-cli-'));
  writeFileSync(join(folder, 'app.js'), APP);
});

afterEach(() => rmSync(folder, { recursive: true }));

function synth(...options: string[]): void {
  const cli = join(ROOT, 'node_modules', '.bin', 'cdk8s');
  execFileSync(cli, ['synth', '--check-upgrade=false', '-a', 'node app.js', '-o', 'out', ...options], { cwd: folder, stdio: 'pipe' });
}

test('the cdk8s command writes the objects as a Helm chart', () => {
  synth('--format', 'helm', '--chart-version', '1.2.3');
  expect(readFileSync(join(folder, 'out', 'Chart.yaml'), 'utf8')).toContain('version: "1.2.3"');
  const template = readFileSync(join(folder, 'out', 'templates', 'shop.k8s.yaml'), 'utf8');
  expect(template.match(/^kind: .*/gm)).toEqual(['kind: DestinationRule', 'kind: VirtualService']);
  // Helm would read these as its own.
  expect(template).not.toContain('{{');
}, 30_000);
