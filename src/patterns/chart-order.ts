import { Chart } from 'cdk8s';
import { IConstruct } from 'constructs';

/**
 * Has the chart of one construct applied before the chart of another, because files are applied one after the other.
 * Inside a chart the order of creation does that. Where the charts need each other both ways there is no such order, and none is said.
 */
export function applyBefore(first: IConstruct, then: IConstruct): void {
  const [before, after] = [Chart.of(first), Chart.of(then)];
  if (before === after || reaches(before, after) || after.node.dependencies.includes(before)) return;
  after.addDependency(before);
}

function reaches(from: IConstruct, to: IConstruct, seen = new Set<IConstruct>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  // A chart around another one is applied after it.
  const inner = from.node.children.filter(child => Chart.isChart(child));
  return [...from.node.dependencies, ...inner].some(next => reaches(next, to, seen));
}
