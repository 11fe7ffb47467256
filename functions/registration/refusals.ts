/** An appointment cannot be had so: the application is withdrawn or unknown, its time has passed, or as many as there may be are planned. */
export class NotBookable extends Error {
  override readonly name = "NotBookable";
  readonly because: "withdrawn" | "unknown" | "past" | "tooMany";
  constructor(because: NotBookable["because"]) {
    super(because);
    this.because = because;
  }
}

/** It can no longer be changed: it has begun, was cancelled, or is over. */
export class TooLate extends Error {
  override readonly name = "TooLate";
}

/** Only the desk gives appointments of this kind another time. */
export class NotAllowed extends Error {
  override readonly name = "NotAllowed";
}
