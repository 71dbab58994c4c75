import { fileCollision } from './common/file-collision';
import { nameCollision } from './common/name-collision';
import { Rule } from './rule';

/** Every rule, in the order they run. */
export const RULES: Rule[] = [
  fileCollision,
  nameCollision,
];
