import { ReportedPlace } from './finding';

/** An object as messages name it: `VirtualService shop/reviews`. Nothing where a construct speaks for itself. */
export function objectOf({ kind, namespace, name }: Pick<ReportedPlace, 'kind' | 'namespace' | 'name'>): string {
  return kind && `${kind} ${namespace ? `${namespace}/` : ''}${name}`;
}

/** Where to look: `routes.yaml:12`, or the path of the construct. */
export function whereOf({ file, line, construct }: { file?: string; line?: number; construct?: string }): string {
  if (file === undefined) return construct === undefined ? '' : `[${construct}]`;
  return line === undefined ? file : `${file}:${line}`;
}

/** Object and field. */
export function fieldOf(place: ReportedPlace): string {
  return [objectOf(place), place.field].filter(Boolean).join(', ');
}
