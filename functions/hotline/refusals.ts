/** A time that cannot be had: everyone is taken, it is too late, it is no slot of ours, or the roster has none. */
export class NoSeat extends Error {
  override readonly name = "NoSeat";
  readonly because: "full" | "past" | "unknown";
  constructor(because: "full" | "past" | "unknown") {
    super(because);
    this.because = because;
  }
}

/** This phone has asked for as much as it can: too many waiting, or too many today. */
export class AskedTooOften extends Error {
  override readonly name = "AskedTooOften";
  readonly because: "open" | "day";
  constructor(because: "open" | "day") {
    super(because);
    this.because = because;
  }
}

/** The callback can no longer be changed by its owner: a counsellor is ringing, or it has ended. */
export class TooLate extends Error {
  override readonly name = "TooLate";
  readonly because: "ringing" | "ended";
  constructor(because: "ringing" | "ended") {
    super(because);
    this.because = because;
  }
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

/** The gate says no; `because` is its reason. */
export class NotNow extends Error {
  override readonly name = "NotNow";
  readonly because: string;
  constructor(because: string) {
    super(because);
    this.because = because;
  }
}
