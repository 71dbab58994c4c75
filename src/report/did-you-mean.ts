/** For rules, which know of constructs no more than this. */
export { didYouMean } from '../core/errors';
