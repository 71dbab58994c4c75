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

const VERSION = '1';

/** The file that says which construct wrote which object. */
export function constructsText(objects: WrittenBy[]): string {
  return JSON.stringify({ version: VERSION, objects });
}

/** Paths of constructs by `constructKey`. Nothing where the text is of another version of this library. */
export function constructsFrom(text: string): Map<string, string> {
  const { version, objects } = JSON.parse(text) as { version: string; objects: WrittenBy[] };
  return new Map(version === VERSION ? objects.map(each => [constructKey(each), each.construct]) : []);
}

/** What tells an object from all others. */
export function constructKey({ group, kind, namespace, name }: Omit<WrittenBy, 'construct'>): string {
  return [group, kind, namespace, name].join('\n');
}
