/* The part of js-yaml that is used here. With @types/js-yaml it can become `export { load, Schema, Type } from 'js-yaml'`. */

/** What the parser knows while it reads. Lines and positions are from zero. */
export interface State {
  readonly line: number;
  readonly position: number;
  readonly kind: 'scalar' | 'sequence' | 'mapping' | null;
  readonly result: any;
}

export interface LoadOptions {
  readonly schema: object;
  /** Of repeated keys the last one counts, as in JSON. Otherwise they are an error. */
  readonly json: boolean;
  readonly maxDepth: number;
  /** Called before and after each node. */
  readonly listener?: (event: 'open' | 'close', state: State) => void;
}

interface TypeOptions {
  readonly kind: 'scalar' | 'sequence' | 'mapping';
  readonly multi?: boolean;
  readonly resolve?: (data: any) => boolean;
  readonly construct?: (data: any) => any;
}

interface JsYaml {
  readonly Type: new (tag: string, options: TypeOptions) => object;
  readonly FAILSAFE_SCHEMA: { extend(types: { implicit: object[]; explicit: object[] }): object };
  load(text: string, options: LoadOptions): any;
}

// Version 5 refuses a bracket that closes at the indentation of its key, which Kubernetes reads and many write.
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const { load, Type, FAILSAFE_SCHEMA } = require('js-yaml') as JsYaml;
