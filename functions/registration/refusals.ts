import type { ActIssue } from "../../shared/registration/act-rules.ts";

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

/** No application of this reference in the office's own: there is none, or another office has it. */
export class NoCase extends Error {
  override readonly name = "NoCase";
}

/** What an officer recorded was worked out from an application that has moved on since. */
export class ChangedSince extends Error {
  override readonly name = "ChangedSince";
}

/** What was recorded cannot be: the state or the role does not allow it, or something in it is wrong. */
export class NotRecorded extends Error {
  override readonly name = "NotRecorded";
  readonly issues: readonly ActIssue[];
  constructor(issues: readonly ActIssue[]) {
    super(issues.map(({ code }) => code).join(", ") || "not in this state or role");
    this.issues = issues;
  }
}
