import * as l1 from '../../imports/networking.istio.io';
import { Match } from '../traffic/match';
import { PathCondition } from '../traffic/path';
import { quoteRe2 } from '../traffic/rewrite';
import { TextCondition } from '../traffic/text';

/** One match block of an HTTP route. */
export type MatchBlock = l1.VirtualServiceSpecHttpMatch;

type Write = (block: Writable, name: string, condition: TextCondition) => void;
type Writable = { -readonly [K in keyof MatchBlock]: MatchBlock[K] };
export interface Text {
  exact?: string;
  prefix?: string;
  regex?: string;
}

/** Where each kind of condition goes. */
const WRITERS: { [kind: string]: Write } = {
  method: (block, _, condition) => { block.method = text(condition); },
  scheme: (block, _, condition) => { block.scheme = text(condition); },
  authority: (block, _, condition) => { block.authority = text(condition); },
  port: (block, _, condition) => { block.port = Number((condition as { value: string }).value); },
  gateway: (block, _, condition) => { block.gateways = condition.is === 'oneOf' ? condition.values : [(condition as { value: string }).value]; },
  header: (block, name, condition) => {
    if (condition.is === 'absent') block.withoutHeaders = { ...block.withoutHeaders, [name]: {} };
    else block.headers = { ...block.headers, [name]: text(condition) };
  },
  without: (block, name, condition) => { block.withoutHeaders = { ...block.withoutHeaders, [name]: text(condition) }; },
  cookie: (block, name, condition) => {
    block.headers = { ...block.headers, cookie: { regex: cookie(name, condition.is === 'oneOf' ? condition.values : [(condition as { value: string }).value]) } };
  },
  query: (block, name, condition) => { block.queryParams = { ...block.queryParams, [name]: text(condition) }; },
  claim: (block, name, condition) => { block.headers = { ...block.headers, [`@request.auth.claims.${name}`]: text(condition) }; },
  source: (block, name, condition) => {
    const value = (condition as { value: string }).value;
    if (name === 'namespace') block.sourceNamespace = value;
    else block.sourceLabels = { ...block.sourceLabels, [name.slice('label:'.length)]: value };
  },
};

/** The blocks that say a match. None where it holds for every request. A prefix of whole segments takes two. */
export function renderMatch(match: Match): MatchBlock[] {
  const block: Writable = {};
  for (const [key, condition] of Object.entries(match.values)) {
    const [kind] = key.split(':', 1);
    WRITERS[kind](block, key.slice(kind.length + 1), condition);
  }
  const paths = match.path ? uris(match.path) : [{}];
  return paths.map(path => ({ ...path, ...block })).filter(each => Object.keys(each).length > 0);
}

function uris(path: PathCondition): MatchBlock[] {
  const ignoreUriCase = path.ignoreCase ? { ignoreUriCase: true } : {};
  switch (path.is) {
    case 'exact': return [{ uri: { exact: path.value }, ...ignoreUriCase }];
    case 'startsWith': return [{ uri: { prefix: path.value }, ...ignoreUriCase }];
    case 'segments': return [{ uri: { exact: path.value }, ...ignoreUriCase }, { uri: { prefix: `${path.value}/` }, ...ignoreUriCase }];
    case 'regex': return [{ uri: { regex: path.value } }];
  }
}

/** Istio has exact, prefix and regex. An empty match is "present". */
export function text(condition: TextCondition): Text {
  switch (condition.is) {
    case 'exact': return { exact: condition.value };
    case 'startsWith': return { prefix: condition.value };
    case 'suffix': return { regex: `.*${quoteRe2(condition.value)}` };
    case 'contains': return { regex: `.*${quoteRe2(condition.value)}.*` };
    case 'regex': return { regex: condition.value };
    case 'oneOf': return { regex: condition.values.map(quoteRe2).join('|') };
    case 'present': case 'absent': return {};
  }
}

function cookie(name: string, values: string[]): string {
  const value = values.map(quoteRe2).join('|');
  return `(.*;\\s*)?${quoteRe2(`${name}=`)}${values.length > 1 ? `(${value})` : value}(;.*)?`;
}
