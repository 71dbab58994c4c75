/** Nanoseconds of a duration as Go writes it, `1m30s`. Nothing where it is none: that is reported by others. */
export { goDuration as nanoseconds } from '../model/structure/go-duration';
