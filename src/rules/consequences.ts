import { holderOf } from './lost-fields';
import { Finding } from './rule';
import { groupBy } from '../model/group-by';
import { MeshObject } from '../model/object';
import { Severity } from '../report/message';

/** Rules that say what of an object is dropped or refused: fields that nobody knows, and values of a wrong type. */
const LOSSES = new Set(['common/unknown-field', 'common/wrong-type', 'authz/misspelled-rule-key']);

/** Looks at what is written, lost or not. */
const OF_THE_TEXT = 'common/overwrites-unmanaged';

interface Told extends Finding {
  readonly rule: { readonly id: string };
  readonly severity: Severity;
}

interface Loss {
  readonly field: string;
  /** What it is a field of. Nothing where it is an item of a list. */
  readonly around?: string;
}

/** What lies right below a place, or is an item of it. */
const NEAR = /^(\.[^.[]+|\["[^"]*"\])?(\[\d+\])*$/;

/** Where a rule says something of a whole object: that no policy asks for the tokens of all `jwtRules`. */
const BROAD = /^spec(\.[^.[]+)?$/;

/**
 * Findings without those that come of a loss that is told of: one cause, one finding. Rules look at what is left of an object, so that a value
 * of a wrong type is a missing one for them. Where a loss was allowed or is no error any more, its consequences are told.
 */
export function withoutConsequences<T extends Told>(found: T[]): T[] {
  const losses = found.filter(({ rule, severity, field }) => LOSSES.has(rule.id) && severity === 'error' && field);
  if (losses.length === 0) return found;
  const lost = new Map([...groupBy(losses, ({ at }) => at)].map(([at, all]) => [at, all.map(lossOf)]));
  return found.filter(finding => LOSSES.has(finding.rule.id) || finding.rule.id === OF_THE_TEXT || !comesOf(finding, lost));
}

function lossOf({ field }: Told): Loss {
  return { field: field!, around: holderOf(field!) };
}

/** What else takes part is often a whole rule or spec: there only a loss that is near counts, if it is no match, which is looked at to the end. */
function comesOf({ at, field, and = [] }: Finding, lost: ReadonlyMap<MeshObject, Loss[]>): boolean {
  const places = [{ object: at, field, whole: true }, ...and.map(place => ({ ...place, whole: false }))];
  return places.some(({ object, field: said, whole }) => {
    const path = said?.replace(/ is [^]*$/, '');
    return path && lost.get(object)?.some(loss => isWithin(loss.field, path, whole || /\.match\[\d+\]$/.test(path)) || isMissingBeside(loss, path, object));
  });
}

/** Whether a loss is at a field or below it: near it only, if need be. */
function isWithin(loss: string, field: string, atAnyDepth: boolean): boolean {
  if (!loss.startsWith(field)) return false;
  return (atAnyDepth && !BROAD.test(field) ? /^($|[.[])/ : NEAR).test(loss.slice(field.length));
}

/** Whether a field is missing right beside what was lost, or lies in one that is. It may be what was meant: `tsl` for `tls`. */
function isMissingBeside({ around }: Loss, field: string, { json }: MeshObject): boolean {
  if (around === undefined || !field.startsWith(`${around}.`)) return false;
  const holder = valueAt(json, around);
  return typeof holder === 'object' && holder !== null && (holder[/^[^.[ ]*/.exec(field.slice(around.length + 1))![0]] ?? undefined) === undefined;
}

/** Value of a path as violations write it. Nothing where there is none. */
function valueAt(json: any, path: string): any {
  let value = json;
  for (const [, index, quoted, name] of path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)) value = value?.[index ?? quoted ?? name];
  return value;
}
