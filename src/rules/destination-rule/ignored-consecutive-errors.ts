import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const ignoredConsecutiveErrors: Rule = {
  id: 'destination-rule/ignored-consecutive-errors',
  severity: 'warning',
  summary: 'an outlier detection with consecutiveErrors',
  why: 'Istio no longer reads consecutiveErrors: proxies eject after five errors in a row, their default, whatever number is written there',
  sameAs: ['IST0133'],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { outlierDetection: { consecutiveErrors: 1 } } }
`,
  good: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 1 } } }
`,
  check(mesh) {
    return findingsOf(blocksOf(mesh, 'outlierDetection'), wrongs);
  },
};

function * wrongs({ consecutiveErrors, consecutive5xxErrors, consecutiveGatewayErrors }: any): Iterable<Wrong> {
  if (!consecutiveErrors) return;
  const other = [consecutive5xxErrors != null && 'consecutive5xxErrors', consecutiveGatewayErrors != null && 'consecutiveGatewayErrors'].filter(Boolean);
  yield {
    field: '.consecutiveErrors',
    problem: `consecutiveErrors: ${consecutiveErrors} has no effect`,
    fix: other.length > 0 ? `leave it out: ${other.join(' and ')} says it` : `write consecutive5xxErrors: ${consecutiveErrors}`,
  };
}
