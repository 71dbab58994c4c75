import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { describedIn } from './core/described';
import { pathOf } from './core/errors';
import { ownFile } from './core/files';
import { Analysis } from './core/hook';
import { inventoryOf } from './core/inventories';
import { Notice, NOTICE_RULES, noticeSources } from './core/notices';
import { writtenByUser } from './core/owner';
import { meshScopeOf, settingsOf } from './core/scopes';
import { applyTags } from './core/tags';
import { saysTheSame } from './core/twins';
import { isAdvised, mayAdvise, Verdict, verdictFor } from './core/verdicts';
import { groupBy } from './model/group-by';
import { Mesh } from './model/mesh';
import { MeshObject } from './model/object';
import { CONSTRUCTS_FILE, constructsText, WrittenBy } from './report/constructs';
import { ReportedFinding, ReportedPlace } from './report/finding';
import { Severity } from './report/message';
import { findingText } from './report/text';
import { allRules } from './rules/folders';
import { plainFinding, plainPlace } from './rules/plain';
import { Place } from './rules/rule';
import { run } from './rules/run';

/** How an object becomes JSON: the hook remembers it. */
type Serialize = (object: ApiObject) => any;

/** A message and the construct to tell it of. Of a failed serialization there is only the text. */
interface Told {
  readonly construct: IConstruct;
  readonly text: string;
  readonly reported: ReportedFinding;
}

/** What a construct said of itself and others, allowed or not. */
interface Said extends Pick<Notice, 'rule'> {
  readonly constructs: IConstruct[];
}

const SERIALIZING = /^(Error: )?Failed serializing construct at path '[^']*' with name '[^']*': /;

/** Ids of all rules, those that constructs report themselves included. */
export function ruleIds(): string[] {
  return [...allRules().map(rule => rule.id), ...NOTICE_RULES];
}

/** What exists elsewhere in a cluster, from a file of `kubectl get -o yaml`. */
export function readInventory(path: string): MeshObject[] {
  /* eslint-disable @typescript-eslint/no-require-imports -- few apps have an inventory, and all others need no parser of YAML */
  const { fromFile } = require('./read/files') as typeof import('./read/files');
  const inventory = require('./read/inventory') as typeof import('./read/inventory');
  /* eslint-enable @typescript-eslint/no-require-imports */
  return fromFile(path, inventory.readInventory).objects;
}

/** What is wrong with an app, from what it would write. */
export function check(root: IConstruct, serialize: Serialize): Analysis {
  const constructs = root.node.findAll();
  const { objects, failures } = write(constructs, serialize);
  const spoken = notices(root, constructs);
  const found = meshesOf(objects).flatMap(findings).filter(finding => !spoken.said.some(notice => repeats(finding, notice)));
  const told = [...failures, ...found, ...spoken.told];
  const errors = groupBy(told.filter(isError), each => each.construct);
  return {
    // cdk8s indents the first line by two.
    errors: new Map([...errors].map(([construct, list]) => [construct, [...new Set(list.map(each => indented(each.text)))]])),
    warnings: told.filter(each => !isError(each)).map(each => `[${pathOf(each.construct)}] ${each.text}`),
    reportAs: format => reportOf(told, objects, format),
    constructsFile: () => ({ name: CONSTRUCTS_FILE, text: constructsText(objects.map(writtenBy)) }),
  };
}

function reportOf(told: Told[], { length }: MeshObject[], format: string): string {
  /* eslint-disable @typescript-eslint/no-require-imports -- few syntheses write a report, and all others need neither its formats nor the pages of rules */
  const { reportText } = require('./report/formats') as typeof import('./report/formats');
  const { version } = require('./report/version') as typeof import('./report/version');
  const { pages } = require('./rules/explain') as typeof import('./rules/explain');
  /* eslint-enable @typescript-eslint/no-require-imports */
  return reportText({ findings: told.map(({ reported }) => reported), objects: length, rules: [...pages().values()], version: version() }, format);
}

function isError({ reported }: Told): boolean {
  return reported.severity === 'error';
}

/** The meshes of an app, as far as its objects can be written. */
export function meshes(root: IConstruct, serialize: Serialize): Mesh[] {
  return meshesOf(write(root.node.findAll(), serialize).objects);
}

function write(constructs: IConstruct[], serialize: Serialize): { objects: MeshObject[]; failures: Told[] } {
  const objects: MeshObject[] = [];
  const failures: Told[] = [];
  for (const object of constructs) {
    if (!ApiObject.isApiObject(object)) continue;
    try {
      applyTags(object);
      const json = serialize(object);
      if (json) objects.push(new MeshObject(json, { construct: userConstruct(object), ownFile: ownFile(object, json) }));
    } catch (error) {
      failures.push(failure(userConstruct(object), error, constructs));
    }
  }
  return { objects, failures };
}

/** The child `Resource` is what a construct writes, and that may be part of a pattern. The user knows the pattern. */
function userConstruct(object: IConstruct): IConstruct {
  return writtenByUser(object.node.id === 'Resource' ? object.node.scope ?? object : object);
}

function meshesOf(objects: MeshObject[]): Mesh[] {
  const byFile = groupBy(objects.filter(object => object.origin.ownFile !== undefined), object => object.origin.ownFile!);
  return [...groupBy(objects, object => meshScopeOf(object.origin.construct!))]
    .map(([scope, each]) => new Mesh(each, byFile, Object.assign(describedIn(scope), settingsOf(scope)), inventoryOf(scope) as MeshObject[]));
}

function findings(mesh: Mesh): Told[] {
  const { construct: anywhere } = mesh.objects[0].origin;
  const reported = run(mesh, {
    advice: rule => mayAdvise(anywhere!, rule.id),
    severityOf: (rule, at, severity) => severityAt(at.origin.construct!, rule.id, severity),
  });
  return reported.map(each => {
    const { at, field, and = [] } = each;
    return toldOf(at.origin.construct!, plainFinding(each, reportedPlace({ object: at, field }), and.map(reportedPlace)));
  });
}

function toldOf(construct: IConstruct, reported: ReportedFinding): Told {
  return { construct, text: findingText(reported), reported };
}

/** What the user said of a rule, else what the rule says. Advice that nobody wants is off. */
function severityAt(construct: IConstruct, rule: string, severity: Severity): Verdict {
  const verdict = verdictFor(construct, rule) ?? severity;
  return verdict === 'advice' && !isAdvised(construct) ? 'off' : verdict;
}

function writtenBy({ group, kind, namespace, name, origin }: MeshObject): WrittenBy {
  return { group, kind, namespace, name, construct: pathOf(origin.construct!) };
}

function reportedPlace(place: Place): ReportedPlace {
  const { construct } = place.object.origin;
  return { ...plainPlace(place), construct: construct && pathOf(construct) };
}

/** Whether a construct has said the same in its own words. */
function repeats({ construct, reported }: Told, { rule, constructs }: Said): boolean {
  return saysTheSame(rule, reported.rule) && constructs.includes(construct);
}

/** What constructs say themselves. Those that were taken out of the tree are silent. */
function notices(root: IConstruct, constructs: IConstruct[]): { told: Told[]; said: Said[] } {
  const told: Told[] = [];
  const said: Said[] = [];
  const present = new Set(constructs);
  for (const source of noticeSources(root)) {
    const { construct } = source;
    if (!present.has(construct)) continue;
    try {
      for (const notice of source.notices()) {
        const severity = severityAt(construct, notice.rule, notice.severity);
        said.push({ rule: notice.rule, constructs: [construct, ...notice.and ?? []] });
        if (severity !== 'off') told.push(noticed(construct, { ...notice, severity }));
      }
    } catch (error) {
      told.push(failure(construct, error, constructs));
    }
  }
  return { told, said };
}

function noticed(construct: IConstruct, notice: Notice): Told {
  const { severity, rule, problem, why, fix, and = [] } = notice;
  return toldOf(construct, { ...constructPlace(construct), rule, severity, problem, why, fix, also: and.map(constructPlace), sameAs: [] });
}

/** A construct alone: what it says is of no single object. */
function constructPlace(construct: IConstruct): ReportedPlace {
  return { group: '', kind: '', namespace: '', name: '', construct: pathOf(construct) };
}

/** Of what cdk8s and UsageError put around it only our message is kept, and told of the construct that it names. */
function failure(construct: IConstruct, error: unknown, constructs: IConstruct[]): Told {
  let text = String(error);
  while (SERIALIZING.test(text)) text = text.replace(SERIALIZING, '');
  if (!text.startsWith('UsageError: ')) return failed(construct, `the object cannot be written: ${text}`);
  const [, place, fact] = /^UsageError: \[([^\]]*)\] (.*)$/s.exec(text) ?? [];
  const named = constructs.find(each => each.node.path === place);
  return named ? failed(writtenByUser(named), fact) : failed(construct, text.replace('UsageError: ', ''));
}

function failed(construct: IConstruct, text: string): Told {
  const [problem, fix = ''] = text.split('\n    fix: ');
  return { construct, text, reported: { ...constructPlace(construct), rule: 'usage', severity: 'error', problem, fix, also: [], sameAs: [] } };
}

function indented(text: string): string {
  return text.replace(/\n/g, '\n  ');
}
