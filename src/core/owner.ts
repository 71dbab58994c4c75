import { IConstruct } from 'constructs';

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
