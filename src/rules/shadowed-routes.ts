import { matchText } from './match-text';
import { perMesh } from './per-mesh';
import { Finding } from './rule';
import { groupBy } from '../model/group-by';
import { httpShadows, Shadow } from '../model/match/shadows';
import { Mesh } from '../model/mesh';
import { MeshObject, objectText } from '../model/object';
import { mapOf } from '../model/read';
import { MatchBlock } from '../model/virtual-service-rules';

const shadowsOf = perMesh((mesh: Mesh) => mesh.virtualServices.all.filter(({ isDelegate }) => !isDelegate).map(httpShadows).filter(({ length }) => length > 0));

/** HTTP rules that are never reached: those whose requests go somewhere else than they say, or those that only lose settings. */
export function * shadowedRoutes(mesh: Mesh, elsewhere: boolean): Iterable<Finding> {
  const told = new Map<MeshObject, Set<string>>();
  for (const finding of shadowsOf(mesh).flatMap(shadows => [...groupBy(shadows, ({ rule }) => rule).values()].flatMap(each => ofRule(each, elsewhere)))) {
    // The rules of a delegate may be used by several VirtualServices.
    const fields = told.get(finding.at) ?? new Set();
    if (!fields.has(finding.field!)) yield finding;
    told.set(finding.at, fields.add(finding.field!));
  }
}

/** One finding where nothing of a rule is reached. */
function ofRule(shadows: Shadow[], elsewhere: boolean): Finding[] {
  const [{ rule }] = shadows;
  const chosen = shadows.filter(shadow => shadow.elsewhere === elsewhere);
  if (chosen.length === 0) return [];
  if (chosen.length >= rule.blocks.length) return [found(chosen[0], rule.field)];
  return chosen.filter(({ block }) => !isOfSegments(block!, rule.blocks)).map(shadow => found(shadow, shadow.block!.field));
}

/** A path and all below it are two blocks, `exact: /a` and `prefix: /a/`: an earlier rule may well be for the first of them alone. */
function isOfSegments({ match }: MatchBlock, blocks: readonly MatchBlock[]): boolean {
  const path = mapOf(mapOf(match).uri).exact;
  return typeof path === 'string' && blocks.some(other => mapOf(mapOf(other.match).uri).prefix === `${path}/`);
}

function found({ rule, block, by, byBlock }: Shadow, field: string): Finding {
  return {
    at: rule.from,
    field,
    and: [{ object: by.from, field: byBlock?.field ?? by.field }],
    problem: `${field} (${matchText(block?.match ?? {})}) is never reached: ${by.field}${by.from === rule.from ? '' : ` of ${objectText(by.from)}`} comes first and takes all of it (${matchText(byBlock?.match ?? {})})`,
    fix: 'put the narrower rule before the broader one, or delete it',
  };
}
