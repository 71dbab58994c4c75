import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';
import { blocksOf } from '../traffic-policies';

export const badOutlierDetection: Rule = {
  id: 'destination-rule/bad-outlier-detection',
  severity: 'error',
  summary: 'an outlier detection with a percentage outside 0 to 100, or local failures that are not told apart',
  why: 'Istio refuses a DestinationRule with percentages outside 0 to 100, or with consecutiveLocalOriginFailures unless splitExternalLocalOriginErrors is true',
  sameAs: ['IST0106'],
  bad: `
kind: DestinationRule
spec: { host: reviews, trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5, maxEjectionPercent: 150 } } }
`,
  good: `
kind: DestinationRule
spec:
  host: reviews
  trafficPolicy: { outlierDetection: { maxEjectionPercent: 50, splitExternalLocalOriginErrors: true, consecutiveLocalOriginFailures: 5 } }
`,
  check(mesh) {
    return findingsOf(blocksOf(mesh, 'outlierDetection'), wrongs);
  },
};

function * wrongs(outlier: any): Iterable<Wrong> {
  for (const percent of ['maxEjectionPercent', 'minHealthPercent']) {
    const value = outlier[percent];
    if (value < 0 || value > 100) yield { field: `.${percent}`, problem: `${percent} is ${value}`, fix: 'use a whole number from 0 to 100' };
  }
  if (outlier.consecutiveLocalOriginFailures > 0 && !outlier.splitExternalLocalOriginErrors) {
    yield {
      field: '.consecutiveLocalOriginFailures',
      problem: 'consecutiveLocalOriginFailures without splitExternalLocalOriginErrors',
      fix: 'add splitExternalLocalOriginErrors: true, or leave out consecutiveLocalOriginFailures',
    };
  }
}
