import { createHash } from 'node:crypto';
import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';

const MAX_NAME = 63;

/**
 * The one place that names objects whose name has no meaning to Istio. A chart that overrides `generateObjectName`
 * decides instead: then there is no name here, and cdk8s asks the chart.
 * @param wanted a name that says what the object is for; the path of the construct when left out
 */
export function objectName(construct: IConstruct, wanted?: string): string | undefined {
  const chart = Chart.of(construct);
  return namesItself(chart) ? undefined : fitting(wanted ?? kebabPath(construct.node.path, chart));
}

/**
 * A name from where an object is going to be.
 * @param path path of its construct
 */
export function pathName(chart: Chart, path: string): string | undefined {
  return namesItself(chart) ? undefined : fitting(kebabPath(path, chart));
}

function namesItself(chart: Chart): boolean {
  return chart.generateObjectName !== Chart.prototype.generateObjectName;
}

/** Path from the chart on: `bookinfo/Edge` is `bookinfo-edge`. */
function kebabPath(path: string, chart: Chart): string {
  const inside = path.slice(chart.node.path.length);
  return kebab([...chart.node.path.split('/').slice(-1), ...inside.split('/')].filter(part => part && part !== 'Resource').join('-'));
}

export function kebab(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '') || 'object';
}

/** A name of at most 63 characters. A longer one is cut and gets a hash, so that it stays unique. */
export function fitting(name: string): string {
  if (name.length <= MAX_NAME) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, MAX_NAME - 9).replace(/-+$/, '')}-${hash}`;
}
