import { IConstruct } from 'constructs';

const OWNERS = new WeakMap<IConstruct, IConstruct>();

/** Says that a construct is part of another one, which is what the user wrote: messages name that one. */
export function partOf<T extends IConstruct>(owner: IConstruct, part: T): T {
  OWNERS.set(part, owner);
  return part;
}

/** The construct that the user wrote, for one that may be part of it. */
export function writtenByUser(construct: IConstruct): IConstruct {
  const owner = OWNERS.get(construct);
  return owner ? writtenByUser(owner) : construct;
}
