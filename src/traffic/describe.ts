import { Match } from './match';
import { TextCondition } from './text';

/** A match in words, for messages: `path segments "/a", header end-user exact "jason"`. */
export function describeMatch(match: Match): string {
  const path = match.path ? [`path ${words[match.path.is]} ${JSON.stringify(match.path.value)}`] : [];
  const values = Object.entries(match.values).map(([key, condition]) => `${key.replace(/^source:label:/, 'caller label ').replace(/:/, ' ')} ${describe(condition)}`);
  return [...path, ...values].join(', ') || 'all requests';
}

const words = { exact: 'exactly', segments: 'under', startsWith: 'starting with', suffix: 'ending with', contains: 'containing', regex: 'matching' };

function describe(condition: TextCondition): string {
  if (condition.is === 'oneOf') return `one of ${condition.values.join(', ')}`;
  return !('value' in condition) ? condition.is : `${words[condition.is]} ${JSON.stringify(condition.value)}`;
}
