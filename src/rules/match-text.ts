import { mapOf, textsOf } from '../model/read';

/** A block of a match in a few words: `uri prefix "/api" and header "x-user"`. */
export function matchText(match: any): string {
  const texts = ['uri', 'method', 'authority', 'scheme'].flatMap(field => match[field] ? [`${field} ${conditionText(match[field])}`] : []);
  const named = [['headers', 'header'], ['withoutHeaders', 'without header'], ['queryParams', 'query parameter'], ['sourceLabels', 'source label']]
    .flatMap(([field, word]) => Object.keys(mapOf(match[field])).map(name => `${word} "${name}"`));
  const single = ['port', 'sourceNamespace'].flatMap(field => match[field] ? [`${field} ${match[field]}`] : []);
  const lists = ['sniHosts', 'destinationSubnets', 'gateways'].flatMap(field => textsOf(match[field]).length ? [`${field} ${textsOf(match[field]).join(', ')}`] : []);
  return [...texts, ...named, ...single, ...lists].join(' and ') || 'everything';
}

function conditionText(condition: any): string {
  const [kind, value] = Object.entries(mapOf(condition))[0] ?? ['present', ''];
  return `${kind} ${JSON.stringify(value)}`;
}
