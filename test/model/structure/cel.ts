import { celFunc, celMethod, CelScalar, isCelError, run } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { goUrlScheme } from '../../../src/model/structure/go-url';

/** What Kubernetes adds to CEL, as far as Istio's expressions use it. A URL is its text. */
const KUBERNETES = [
  celFunc('isURL', [CelScalar.STRING], CelScalar.BOOL, text => goUrlScheme(text) !== undefined),
  celFunc('url', [CelScalar.STRING], CelScalar.STRING, text => {
    if (goUrlScheme(text) === undefined) throw new Error('no URL');
    return text;
  }),
  celMethod('getScheme', CelScalar.STRING, [], CelScalar.STRING, function () {
    return goUrlScheme(this)!;
  }),
];

/** Whether a CEL expression holds for a value. An error counts as a refusal, as it does in Kubernetes. */
export function holds(expression: string, self: unknown, schema: any): boolean {
  try {
    const result = run(expression, { self: typed(self, schema) as any }, { funcs: [...strings, ...KUBERNETES] });
    if (isCelError(result)) return false;
    if (typeof result !== 'boolean') throw new TypeError(`${expression} is ${String(result)}`);
    return result;
  } catch (error) {
    if (error instanceof TypeError) throw error;
    return false;
  }
}

/** JSON with the types of its schema: whole numbers are not the same as others. */
function typed(value: any, schema: any): unknown {
  if (Array.isArray(value)) return value.map(item => typed(item, schema?.items));
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, item]) => [key, typed(item, schema?.properties?.[key] ?? schema?.additionalProperties)]));
  }
  return schema?.type === 'integer' ? BigInt(value) : value;
}
