// What a VirtualService does with a request, read off its manifest by the rules of Istio and Envoy: the judge of the property tests.
// It shares no code with what is tested.

/** A request as a proxy sees it. */
export interface Request {
  readonly path: string;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  readonly port: number;
  /** Labels and namespace of the pod whose proxy routes it: of the caller, or of the gateway. */
  readonly labels: { readonly [key: string]: string };
  readonly namespace: string;
}

interface Text { exact?: string; prefix?: string; regex?: string }

/** The first HTTP rule that takes the request, and the path that it sends on. */
export function routed(spec: any, request: Request): { rule: any; path: string } | undefined {
  for (const rule of spec.http ?? []) {
    const block = (rule.match ?? [{}]).find((each: any) => blockHolds(each, request));
    if (block) return { rule, path: rewritten(rule.rewrite, block, request.path) };
  }
  return undefined;
}

function blockHolds(block: any, request: Request): boolean {
  const headers = Object.entries<Text>(block.headers ?? {}).every(([name, text]) => !name.startsWith('@') && textHolds(text, request.headers[name]));
  const without = Object.entries<Text>(block.withoutHeaders ?? {}).every(([name, text]) => Object.keys(text).length === 0 ? request.headers[name] === undefined : !textHolds(text, request.headers[name] ?? ''));
  return headers && without
    && uriHolds(block, request.path)
    && (!block.method || textHolds(block.method, request.method))
    && Object.entries<Text>(block.queryParams ?? {}).every(([name, text]) => textHolds(text, request.query[name]))
    && (block.port === undefined || block.port === request.port)
    && (block.sourceNamespace === undefined || block.sourceNamespace === request.namespace)
    && Object.entries(block.sourceLabels ?? {}).every(([key, value]) => request.labels[key] === value);
}

function uriHolds({ uri, ignoreUriCase = false }: { uri?: Text; ignoreUriCase?: boolean }, path: string): boolean {
  if (!uri) return true;
  const fold = (text: string) => ignoreUriCase ? text.toLowerCase() : text;
  if (uri.exact !== undefined) return fold(path) === fold(uri.exact);
  if (uri.prefix !== undefined) return fold(path).startsWith(fold(uri.prefix));
  return textHolds(uri, path);
}

function textHolds({ exact, prefix, regex }: Text, value: string | undefined): boolean {
  if (value === undefined) return false;
  if (exact !== undefined) return value === exact;
  if (prefix !== undefined) return value.startsWith(prefix);
  return regex === undefined || new RegExp(`^(?:${regex})$`, 's').test(value);
}

function rewritten(rewrite: any, block: any, path: string): string {
  if (rewrite?.uriRegexRewrite) return path.replace(new RegExp(rewrite.uriRegexRewrite.match, 'g'), rewrite.uriRegexRewrite.rewrite.replace(/\\(\d)/g, '$$$1'));
  if (rewrite?.uri === undefined) return path;
  return block.uri?.prefix === undefined ? rewrite.uri : rewrite.uri + path.slice(block.uri.prefix.length);
}
