/** A text that cannot be read, and where. */
export class Unreadable extends Error {
  /**
   * @param reason what is wrong, in lower case
   * @param position offset in the text
   */
  public constructor(reason: string, public readonly position: number) {
    super(reason);
  }
}
