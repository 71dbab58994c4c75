import { admitted, withoutNulls } from './admit';
import { CheckNode } from './check-node';
import { kindOf } from './kinds';
import { isObject } from './types';
import { Violation } from './violation';
import { Walk } from './walk';

export type { Violation } from './violation';

/** What the schema says of an object, and istiod's webhook of its names and texts. */
export interface Structure {
  readonly violations: readonly Violation[];
  /** What of the object is known and has the right type; the object itself where nothing is to be taken away. */
  readonly admitted: any;
}

const NONE: readonly Violation[] = [];

/** Holds an object against the schema of its kind. Whatever it is made of, this ends and does not throw. */
export function structureOf(json: any): Structure {
  if (!isObject(json)) return { violations: NONE, admitted: {} };
  const { node, misnamed } = kindOf(json.apiVersion, json.kind);
  if (!node) return { violations: misnamed ? [misnamed] : NONE, admitted: isObject(json.spec ?? {}) ? json : { ...json, spec: {} } };
  const walk = walked(node, json);
  return {
    violations: misnamed ? [misnamed, ...walk.violations] : walk.violations,
    admitted: walk.differs ? admitted(node, json) : json,
  };
}

/** Nulls go before anything is checked, as in an API server: a check of the whole would count them. */
function walked(node: CheckNode, json: any): Walk {
  const walk = new Walk();
  walk.visit(node, json);
  if (!walk.hasNulls) return walk;
  const again = new Walk();
  again.visit(node, withoutNulls(node, json));
  again.differs = true;
  return again;
}

/** Every way in which an object is not what its schema says: what the API server would refuse by itself, or drop without a word. */
export function violationsOf(json: any): readonly Violation[] {
  return structureOf(json).violations.filter(({ webhook }) => !webhook);
}
