import { IConstruct } from 'constructs';
import { pathOf, UsageError } from './errors';

/** On the construct itself: a table beside it costs more for each object than anything else here. */
const OWNER = Symbol('owner');

interface Part extends IConstruct {
  [OWNER]?: IConstruct;
}

/** Says that a construct is part of another one, which is what the user wrote: messages name that one. */
export function partOf<T extends IConstruct>(owner: IConstruct, part: T): T {
  (part as Part)[OWNER] = owner;
  return part;
}

/** The construct that the user wrote, for one that may be part of it. */
export function writtenByUser(construct: IConstruct): IConstruct {
  const owner = (construct as Part)[OWNER];
  return owner ? writtenByUser(owner) : construct;
}

/**
 * Refuses to add to an object whose content a pattern gives when it is written: what is added would be lost.
 * @param given what gives the content, if anything does
 */
export function requireOwn(object: IConstruct, given: unknown): void {
  if (!given) return;
  const owner = pathOf(writtenByUser(object));
  throw new UsageError(object, `its content comes from [${owner}], so that what is added here would be lost`, `say it to [${owner}], or change what is written with override`);
}
