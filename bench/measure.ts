import { App } from 'cdk8s';

/** What a process took for one app. */
export interface Measurement {
  /** From the first construct to the written file. */
  readonly milliseconds: number;
  /** The most memory that the process ever held. */
  readonly megabytes: number;
}

/** Makes and writes the app of one side; how many services and where to, the arguments of the process say. */
export function measure(build: (app: App, count: number) => void): void {
  const [, , count, outdir] = process.argv;
  const start = performance.now();
  const app = new App({ outdir });
  build(app, Number(count));
  app.synth();
  const milliseconds = performance.now() - start;
  const result: Measurement = { milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 };
  process.stdout.write(JSON.stringify(result));
}
