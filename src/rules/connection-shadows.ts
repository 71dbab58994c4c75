import { gatewaysOfMatch } from './gateway-names';
import { matchText } from './match-text';
import { Finding } from './rule';
import { sameConnections, staticallyWithin, takesEveryConnection } from '../model/match/l4';
import { listOf } from '../model/read';
import { VirtualServiceView } from '../model/virtual-services';

interface Block {
  readonly match: any;
  readonly field: string;
  readonly rule: string;
  readonly route: string;
}

/** Rules for TLS and TCP that no connection gets to (T1, T2). */
export function * shadowedConnections(view: VirtualServiceView): Iterable<Finding> {
  yield * shadowed(view, 'tls', sameConnections);
  yield * shadowed(view, 'tcp', (match, earlier) => takesEveryConnection(earlier) || sameConnections(match, earlier));
}

function * shadowed(view: VirtualServiceView, list: 'tls' | 'tcp', covers: (match: any, earlier: any) => boolean): Iterable<Finding> {
  if (view[list].length < 2) return;
  const bound = [...new Set(view.gateways.map(({ key }) => key))];
  const earlier: Block[] = [];
  for (const block of blocksOf(view, list)) {
    const first = earlier.find(each => each.route !== block.route && covers(block.match, each.match) && staticallyWithin(block.match, each.match, bound));
    if (first) yield found(view, block, first);
    else earlier.push(block);
  }
}

function blocksOf(view: VirtualServiceView, list: 'tls' | 'tcp'): Block[] {
  return view[list].flatMap((rule: any, i) => {
    const field = `spec.${list}[${i}]`;
    const route = JSON.stringify(rule?.route);
    const blocks = listOf(rule?.match).map((match, j) => ({ match: resolved(match ?? {}, view.namespace), field: `${field}.match[${j}]`, rule: field, route }));
    return blocks.length > 0 ? blocks : [{ match: {}, field, rule: field, route }];
  });
}

function resolved(match: any, namespace: string): any {
  return match.gateways ? { ...match, gateways: gatewaysOfMatch(match, namespace) } : match;
}

function found({ object }: VirtualServiceView, block: Block, by: Block): Finding {
  return {
    at: object,
    field: block.field,
    and: [{ object, field: by.field }],
    problem: `${block.field} (${matchText(block.match)}) is never reached: ${by.rule} comes first and takes all of it (${matchText(by.match)})`,
    fix: 'put the narrower rule before the broader one, or delete it',
  };
}
