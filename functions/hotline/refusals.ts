/** Why something asked for cannot be; a page or an answer has words for each reason. */
class Refusal<Because extends string> extends Error {
  readonly because: Because;
  constructor(because: Because) {
    super(because);
    this.because = because;
  }
}

/** A time that cannot be had: everyone is taken, it is too late, it is no slot of ours, or the roster has none. */
export class NoSeat extends Refusal<"full" | "past" | "unknown"> {
  override readonly name = "NoSeat";
}

/** Enough for today: whoever asks has asked for calls to this phone as often as they can. */
export class AskedTooOften extends Error {
  override readonly name = "AskedTooOften";
}

/** The callback can no longer be changed by its owner: a counsellor is ringing, or it has ended. */
export class TooLate extends Refusal<"ringing" | "ended"> {
  override readonly name = "TooLate";
}

/** The gate says no; `because` is its reason. */
export class NotNow extends Refusal<string> {
  override readonly name = "NotNow";
}

/** The caller is held by somebody else by now, or by nobody. What was written down is kept. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
  /** Who holds the caller now. */
  readonly to: string | undefined;
  constructor(to: string | undefined) {
    super("lease lost");
    this.to = to;
  }
}
