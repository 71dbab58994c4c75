import { Construct } from 'constructs';
import { Routing } from './routing';
import { pathOf } from '../core/errors';
import { Notice } from '../core/notices';
import { compose } from '../traffic/compose';
import { describeMatch } from '../traffic/describe';

const MANY_RULES = 100;

/** What is worth a look in the contributions to a service. */
export function trafficNotices(service: Construct, { traffic }: Routing): Notice[] {
  if (!traffic.hasRoutes) return [];
  const overlaps = traffic.overlaps().map(({ field, first, second }): Notice => ({
    rule: 'mesh-service/overlapping-contributions',
    severity: 'warning',
    problem: `some requests hold ${describeMatch(first.match)}, said by [${pathOf(first.owner!)}], and ${describeMatch(second.match)}, said by [${pathOf(second.owner!)}]; ${field} of the first counts`,
    fix: 'say it for both together with RequestMatch.allOf, or make one of the two matches the narrower',
    and: [...new Set([first.owner!, second.owner!])],
  }));
  const fields = traffic.fields();
  // There are at most as many as there are ways to combine what is said.
  const most = fields.reduce((product, { entries }) => product * entries.length, 1);
  const rules = most < MANY_RULES ? most : compose(fields).length;
  const many: Notice[] = rules < MANY_RULES ? [] : [{
    rule: 'mesh-service/too-many-rules',
    severity: 'warning',
    problem: `${pathOf(service)} has ${rules} rules: the number of matches of each field multiplied`,
    fix: 'say fewer things for single requests, or the same things for the same requests',
  }];
  return [...overlaps, ...many];
}
