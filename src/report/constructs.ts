/** Who wrote an object. Cdk8s itself records paths by name alone, so that of a DestinationRule and a VirtualService of one name one is lost. */
export interface WrittenBy {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Path of the construct the user knows it by. */
  readonly construct: string;
}

/** File in the output folder of an app, beside cdk8s's own `construct-metadata.json`. */
export const CONSTRUCTS_FILE = 'cdk8s-istio-constructs.json';

/** The file that says which construct wrote which object. */
export function constructsText(objects: WrittenBy[]): string {
  return JSON.stringify({ version: '1', objects: objects.map(({ group, kind, namespace, name, construct }) => ({ group, kind, namespace, name, construct })) });
}

/** Paths of constructs by `constructKey`. Nothing where the text is something else. */
export function constructsFrom(text: string): Map<string, string> {
  const { version, objects } = JSON.parse(text);
  return new Map(version === '1' && Array.isArray(objects) ? (objects as WrittenBy[]).map(each => [constructKey(each), each.construct]) : []);
}

/** What tells an object from all others. */
export function constructKey({ group, kind, namespace, name }: Omit<WrittenBy, 'construct'>): string {
  return [group, kind, namespace, name].join('\n');
}
