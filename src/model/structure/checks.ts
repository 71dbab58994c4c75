import { NETWORKING } from './cel-networking';
import { POLICIES } from './cel-policies';
import { SHARED } from './cel-shared';
import { NamedCheck } from './check-node';
import { METADATA_CHECKS } from './metadata';
import { ANNOTATIONS } from './syntax-annotations';
import { HTTP } from './syntax-http';
import { NAMES } from './syntax-names';
import { syntaxAt } from './syntax-places';
import { Check } from './violation';

type Checks = { readonly [id: string]: Check };

const SCHEMA = named({ ...SHARED, ...NETWORKING, ...POLICIES, ...METADATA_CHECKS });
// What some places are asked by the schema, others are by the webhook.
const WEBHOOK = named({ ...SHARED, ...NAMES, ...HTTP, ...ANNOTATIONS }, true);

/** Ids of all checks. */
export const CHECK_IDS = [...new Set([...SCHEMA.keys(), ...WEBHOOK.keys()])];

/** The checks of a node of a kind: those that its schema names, and then those of istiod's webhook. */
export function checksOf(kind: string, ids: readonly string[], place: string): NamedCheck[] {
  return [...ids.map(id => find(SCHEMA, id, place)), ...syntaxAt(kind, place, ids).map(id => find(WEBHOOK, id, place))];
}

/** An id of the schema data that nobody wrote a check for stops it. */
function find(checks: ReadonlyMap<string, NamedCheck>, id: string, place: string): NamedCheck {
  const check = checks.get(id);
  if (!check) throw new Error(`${place} has the rule ${id}, which nothing checks; write it in src/model/structure`);
  return check;
}

function named(checks: Checks, webhook = false): ReadonlyMap<string, NamedCheck> {
  return new Map(Object.entries(checks).map(([id, check]) => [id, { id, webhook, ...check }]));
}
