import { mapOf } from '../../model/read';
import { wholePatches } from '../envoy-patches';
import { findingsOf, Wrong } from '../parts';
import { Rule } from '../rule';

const TYPED_CONFIG = /^typed_?[cC]onfig$/;
/** The name of a message, after the last slash. */
const MESSAGE = /^(?:.*\/)?[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/;

export const oldApi: Rule = {
  id: 'envoy-filter/old-api',
  severity: 'error',
  summary: 'the value of a patch has a type of version 2 of Envoy, or none',
  why: 'Istio refuses an EnvoyFilter with a typed_config without @type, or with one of version 2 of the API of Envoy, which is gone',
  sameAs: ['IST0106'],
  bad: `
kind: EnvoyFilter
spec:
  configPatches:
    - applyTo: HTTP_FILTER
      patch:
        operation: INSERT_BEFORE
        value: { name: lua, typed_config: { "@type": type.googleapis.com/envoy.config.filter.http.lua.v2.Lua, inlineCode: "" } }
`,
  good: `
kind: EnvoyFilter
spec:
  configPatches:
    - applyTo: HTTP_FILTER
      patch:
        operation: INSERT_BEFORE
        value: { name: lua, typed_config: { "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua, inlineCode: "" } }
`,
  check: mesh => findingsOf(wholePatches(mesh), wrongs),
};

function * wrongs({ patch }: any): Iterable<Wrong> {
  const fix = 'write "@type": type.googleapis.com/envoy.extensions... with the v3 type from the documentation of Envoy';
  for (const { path, type } of typesIn(patch.value)) {
    if (type === undefined) yield { field: `.patch.value${path}`, problem: 'typed_config has no @type', fix };
    else if (!MESSAGE.test(type)) yield { field: `.patch.value${path}`, problem: `"${type}" is no type`, fix };
    else if (isOfVersion2(type)) yield { field: `.patch.value${path}`, problem: `the type ${type} is of version 2`, fix };
  }
}

/** Istio's own filters have versions of their own: `istio.envoy.config.filter.http.alpn.v2alpha1.FilterConfig`. */
function isOfVersion2(type: string): boolean {
  const message = type.slice(type.lastIndexOf('/') + 1);
  return !message.startsWith('istio.') && /\.v2(alpha\d*)?\./.test(message);
}

/** Types of all typed values, and values that need one and have none. What is in a struct is not looked at before it reaches the proxy. */
function typesIn(value: unknown, path = '', needed = false): Array<{ path: string; type: string | undefined }> {
  if (Array.isArray(value)) return value.flatMap((item, i) => typesIn(item, `${path}[${i}]`));
  const type: unknown = mapOf(value)['@type'];
  if (typeof type === 'string' && /Struct$/.test(type)) return [];
  const inside = Object.entries(mapOf(value)).flatMap(([key, child]) => typeof child === 'object' && child !== null && !/^filter_?[mM]etadata$/.test(key)
    ? typesIn(child, `${path}.${key}`, TYPED_CONFIG.test(key))
    : []);
  if (typeof type === 'string') return [{ path: `${path}["@type"]`, type }, ...inside];
  // A few fields of this name hold another extension with its name, as in ExecuteFilterAction.
  const isExtension = Object.keys(mapOf(value)).some(key => TYPED_CONFIG.test(key));
  return needed && !isExtension ? [{ path, type: undefined }] : inside;
}
