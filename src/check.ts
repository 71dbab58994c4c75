import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { isAllowed } from './core/allowances';
import { pathOf } from './core/errors';
import { ownFile } from './core/files';
import { Analysis } from './core/hook';
import { Notice, NOTICE_RULES, noticeSources } from './core/notices';
import { writtenByUser } from './core/owner';
import { meshScopeOf } from './core/scopes';
import { applyTags } from './core/tags';
import { groupBy, Mesh, MeshObject, objectText } from './model/mesh';
import { Message, messageText } from './report/message';
import { RULES } from './rules';
import { Finding, Place, Rule } from './rules/rule';

/** How an object becomes JSON: the hook remembers it. */
type Serialize = (object: ApiObject) => any;

/** A message and the construct to tell it of. Of a failed serialization there is only the text. */
interface Told {
  readonly construct: IConstruct;
  readonly severity: Message['severity'];
  readonly text: string;
}

const SUPPRESS = 'galley.istio.io/analyze-suppress';
const SERIALIZING = /^(Error: )?Failed serializing construct at path '[^']*' with name '[^']*': /;

/** Ids of all rules, those that constructs report themselves included. */
export function ruleIds(): string[] {
  return [...RULES.map(rule => rule.id), ...NOTICE_RULES];
}

/** What is wrong with an app, from what it would write. */
export function check(root: IConstruct, serialize: Serialize): Analysis {
  const constructs = root.node.findAll();
  const { objects, failures } = write(constructs, serialize);
  const broken = meshesOf(objects).flatMap(mesh => RULES.flatMap(rule => findings(rule, mesh)));
  const told = [...failures, ...broken, ...notices(root, constructs)];
  const errors = groupBy(told.filter(each => each.severity === 'error'), each => each.construct);
  return {
    // cdk8s indents the first line by two.
    errors: new Map([...errors].map(([construct, list]) => [construct, [...new Set(list.map(each => indented(each.text)))]])),
    warnings: told.filter(each => each.severity === 'warning').map(each => `[${pathOf(each.construct)}] ${each.text}`),
  };
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
      if (json) objects.push(new MeshObject(json, userConstruct(object), ownFile(object, json)));
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
  const byFile = groupBy(objects.filter(object => object.ownFile !== undefined), object => object.ownFile!);
  return [...groupBy(objects, object => meshScopeOf(object.construct)).values()].map(each => new Mesh(each, byFile));
}

function findings(rule: Rule, mesh: Mesh): Told[] {
  if (rule.severity === 'advice') return [];
  return [...rule.check(mesh)]
    .filter(({ at }) => !isAllowed(at.construct, rule.id) && !isSuppressed(at, rule))
    .map(finding => ({ construct: finding.at.construct, severity: rule.severity, text: messageText(message(rule, finding)) }));
}

function isSuppressed({ json }: MeshObject, { sameAs }: Rule): boolean {
  const codes = json.metadata?.annotations?.[SUPPRESS];
  return codes !== undefined && String(codes).split(',').some(code => code.trim() === '*' || sameAs.includes(code.trim()));
}

function message({ id, severity, why }: Rule, { at, field, and, problem, fix }: Finding): Message {
  return {
    severity,
    rule: id,
    problem,
    at: placeText({ object: at, field }),
    and: and?.map(other => `${placeText(other)}, from [${pathOf(other.object.construct)}]`),
    why,
    fix,
  };
}

function placeText({ object, field }: Place): string {
  return objectText(object) + (field ? `, ${field}` : '');
}

/** What constructs say themselves. Those that were taken out of the tree are silent. */
function notices(root: IConstruct, constructs: IConstruct[]): Told[] {
  const told: Told[] = [];
  for (const source of noticeSources(root)) {
    const { construct } = source;
    if (!isPresent(construct)) continue;
    try {
      for (const notice of source.notices()) if (isTold(construct, notice)) told.push(noticed(construct, notice));
    } catch (error) {
      told.push(failure(construct, error, constructs));
    }
  }
  return told;
}

function isPresent(construct: IConstruct): boolean {
  const { id, scope } = construct.node;
  return !scope || (scope.node.tryFindChild(id) === construct && isPresent(scope));
}

function isTold(construct: IConstruct, { rule, severity }: Notice): boolean {
  return severity !== 'advice' && !isAllowed(construct, rule);
}

function noticed(construct: IConstruct, notice: Notice): Told {
  const text = messageText({ ...notice, and: notice.and?.map(other => `[${pathOf(other)}]`) });
  return { construct, severity: notice.severity, text };
}

/** Of what cdk8s and UsageError put around it only our message is kept, and told of the construct that it names. */
function failure(construct: IConstruct, error: unknown, constructs: IConstruct[]): Told {
  let text = String(error);
  while (SERIALIZING.test(text)) text = text.replace(SERIALIZING, '');
  if (!text.startsWith('UsageError: ')) return { construct, severity: 'error', text: `the object cannot be written: ${text}` };
  const [, place, fact] = /^UsageError: \[([^\]]*)\] (.*)$/s.exec(text) ?? [];
  const named = constructs.find(each => each.node.path === place);
  return { construct: named ? writtenByUser(named) : construct, severity: 'error', text: named ? fact : text.replace('UsageError: ', '') };
}

function indented(text: string): string {
  return text.replace(/\n/g, '\n  ');
}
