import { withoutConsequences } from './consequences';
import { rulesFor } from './folders';
import { aboutPlaceholders } from './placeholders';
import { Finding, Place, Rule } from './rule';
import { Mesh } from '../model/mesh';
import { MeshObject, objectText } from '../model/object';
import { Severity } from '../report/message';
import { RulePage } from '../report/rule-page';

/** A finding with the rule that made it, and how grave it is for its place. */
export interface Reported extends Finding {
  readonly rule: Rule;
  readonly severity: Severity;
}

/** What is to be told. */
export interface RunOptions {
  /** How grave a finding is; `off` where it was allowed. As the rule says where this is left out. */
  readonly severityOf?: (rule: Rule, at: MeshObject, severity: Severity) => Severity | 'off';
  /** Tells of advice too: of all rules, or of some. */
  readonly advice?: boolean | ((rule: Rule) => boolean);
}

const SUPPRESS = 'galley.istio.io/analyze-suppress';

/** Everything that rules find in a mesh, in the order of its objects. Objects of the inventory are not reported, since nobody here writes them. */
export function run(mesh: Mesh, { severityOf = (_rule, _at, severity) => severity, advice = false }: RunOptions = {}): Reported[] {
  const found: Reported[] = [];
  const isAdvised = typeof advice === 'function' ? advice : () => advice;
  for (const rule of rulesFor(mesh)) {
    if (rule.severity === 'advice' && !isAdvised(rule)) continue;
    for (const each of findingsOf(rule, mesh)) {
      const finding = atOwnObject(each);
      if (!finding || isSuppressed(finding.at, rule)) continue;
      const severity = severityOf(rule, finding.at, finding.severity ?? rule.severity);
      if (severity !== 'off' && (severity !== 'advice' || isAdvised(rule))) found.push({ ...finding, rule, severity });
    }
  }
  return sorted(aboutPlaceholders(withoutConsequences(found)), mesh);
}

/** A mistake in a rule must not keep anybody from deploying, nor pass in silence. */
function findingsOf(rule: Rule, mesh: Mesh): Finding[] {
  try {
    return [...rule.check(mesh)];
  } catch (error) {
    const problem = `this rule could not be evaluated: ${String(error)}`;
    return mesh.objects.slice(0, 1).map(at => ({ at, severity: 'warning', problem, fix: 'tell the authors of cdk8s-istio, with the manifests; the other rules were evaluated' }));
  }
}

/** Whether Istio's own annotation names the rule, by a code of Istio's or by its id. */
export function isSuppressed({ annotations }: MeshObject, { id, sameAs = [] }: Pick<RulePage, 'id' | 'sameAs'>): boolean {
  const codes = annotations[SUPPRESS];
  return codes !== undefined && codes.split(',').some(code => ['*', id, ...sameAs].includes(code.trim()));
}

/** Somebody else's object cannot be changed here: the finding is then told of the first of ours that takes part. */
function atOwnObject(finding: Finding): Finding | undefined {
  if (!finding.at.origin.inventory) return finding;
  const own = finding.and?.findIndex(({ object }) => !object.origin.inventory) ?? -1;
  if (own < 0) return undefined;
  const place: Place = { object: finding.at, field: finding.field };
  const { object, field } = finding.and![own];
  return { ...finding, at: object, field, and: finding.and!.map((other, i) => i === own ? place : other), problem: `${objectText(finding.at)}: ${finding.problem}` };
}

function sorted(found: Reported[], mesh: Mesh): Reported[] {
  if (found.length < 2) return found;
  const order = new Map(mesh.objects.map((object, i) => [object, i]));
  return found
    .map((each, i) => ({ each, place: order.get(each.at) ?? Infinity, i }))
    .sort((a, b) => (a.place - b.place) || (a.i - b.i))
    .map(({ each }) => each);
}
