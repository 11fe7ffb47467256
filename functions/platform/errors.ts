/** Somebody else, or an earlier request, got there first. */
export class Conflict extends Error {
  override readonly name = "Conflict";
}
/** The proof (code, token, sealed field) is wrong, used or too old; deliberately silent about which. */
export class NotProven extends Error {
  override readonly name = "NotProven";
}
/** Asked again too soon or too often. */
export class TooSoon extends Error {
  override readonly name = "TooSoon";
}
/** Nobody is served until then: what the whole service may use up is used up. */
export class Paused extends Error {
  override readonly name = "Paused";
  readonly until: Date;
  constructor(until: Date) {
    super("paused");
    this.until = until;
  }
}
