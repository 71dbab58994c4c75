import { ANCHOR, expanded, MERGE } from './aliases';
import { FAILSAFE_SCHEMA, load, LoadOptions, Type } from './js-yaml';
import { plainValue } from './scalar';
import { Unreadable } from './unreadable';

/** What one document says. */
export interface Contents {
  readonly value: any;
  /** Whether a key stands twice in one mapping. */
  readonly isRepeating: boolean;
}

/** More nesting than any object has; what reads objects later is recursive. */
const MAX_DEPTH = 500;

/** The number that was read and that JSON cannot say. */
let impossible: string | undefined;

/** What has neither quotes nor a tag. The value is worked out once, when it is asked whether the type fits. */
let latest: string | number | boolean | null;
let merges = 0;
const PLAIN = new Type('tag:yaml.org,2002:plain', {
  kind: 'scalar',
  resolve: text => {
    latest = text === '<<' ? `${MERGE}${++merges}` : plainValue(text ?? '');
    return latest !== text;
  },
  construct: text => noted(latest, text),
});

const TYPED = ['int', 'float', 'bool', 'null'].map(name => new Type(`tag:yaml.org,2002:${name}`, {
  kind: 'scalar',
  construct: text => noted(plainValue(text ?? ''), text),
}));

const BINARY = new Type('tag:yaml.org,2002:binary', { kind: 'scalar', construct: text => Buffer.from(text ?? '', 'base64').toString() });

/** Tags that mean nothing to Kubernetes are passed over. */
const OTHERS = ['!', 'tag:'].flatMap(prefix => (['scalar', 'sequence', 'mapping'] as const).map(kind => new Type(prefix, { kind, multi: true, construct: data => data })));

const SCHEMA = FAILSAFE_SCHEMA.extend({ implicit: [PLAIN], explicit: [...TYPED, BINARY, ...OTHERS] });

/** Reads one document as Kubernetes does. */
export function contentsOf(source: string): Contents {
  try {
    return { value: valueOf(source, { json: false }), isRepeating: false };
  } catch (error) {
    if (!(error instanceof Unreadable) || error.message !== REPEATED) throw error;
    return { value: valueOf(source, { json: true }), isRepeating: true };
  }
}

const REPEATED = 'duplicated mapping key';

/** The value of a document. Whatever the parser does not like is an `Unreadable`. */
export function valueOf(source: string, options: Pick<LoadOptions, 'json' | 'listener'>): any {
  impossible = undefined;
  const value = loaded(source, options);
  if (impossible !== undefined) throw new Unreadable(`${impossible} is a number that JSON cannot say; Kubernetes refuses it`, source.indexOf(impossible));
  return ANCHOR.test(source) || source.includes('<<') ? expanded(value, source) : value;
}

function loaded(source: string, options: Pick<LoadOptions, 'json' | 'listener'>): any {
  try {
    return load(source, { ...options, schema: SCHEMA, maxDepth: MAX_DEPTH });
  } catch (error: any) {
    if (error instanceof RangeError || typeof error?.reason !== 'string') throw new Unreadable(reasonOf(String(error?.reason ?? error?.message)), 0);
    throw new Unreadable(reasonOf(error.reason), error.mark?.position ?? 0);
  }
}

function reasonOf(reason: string): string {
  if (reason.includes('maxDepth')) return `lists and mappings are nested more than ${MAX_DEPTH} deep`;
  if (reason.startsWith('expected a single document')) return 'there is more text after the end of the document; Kubernetes does not read it';
  return reason;
}

function noted(value: string | number | boolean | null, text: string): string | number | boolean | null {
  if (typeof value === 'number' && !Number.isFinite(value)) impossible ??= text;
  return value;
}
