import type { Role } from "../staff/roles.ts";

/** Where an application can be. */
export const applicationStates = [
  "submitted",
  "received",
  "awaitingFamily",
  "determining",
  "decided",
  "inTreatment",
  "completed",
  "afterCare",
  "ended",
  "stopped",
  "withdrawn",
] as const;
export type ApplicationState = (typeof applicationStates)[number];

type Actor = "applicant" | Role;
/** `to` null: the state stays. */
type Move = { from: readonly ApplicationState[]; to: ApplicationState | null; by: readonly Actor[] };

const officer = ["communeOfficer"] as const;
const undecided = ["submitted", "received", "awaitingFamily", "determining"] as const;

/** Every move an application can make and who may make it; the same row is the condition on the write. */
export const applicationMoves = {
  withdraw: { from: undecided, to: "withdrawn", by: ["applicant", "communeOfficer"] },
  receive: { from: ["submitted"], to: "received", by: officer },
  askForMore: { from: ["received"], to: "awaitingFamily", by: officer },
  supplement: { from: ["awaitingFamily"], to: "received", by: officer },
  arrangeDetermination: { from: ["received"], to: "determining", by: officer },
  // The family may bring a result that nobody here had arranged.
  determine: { from: ["received", "determining"], to: "received", by: officer },
  extend: { from: ["received"], to: null, by: officer },
  decide: { from: ["received"], to: "decided", by: officer },
  commit: { from: ["decided", "inTreatment"], to: null, by: officer },
  handOver: { from: ["decided"], to: null, by: officer },
  start: { from: ["decided"], to: "inTreatment", by: officer },
  reissue: { from: ["decided", "inTreatment"], to: null, by: officer },
  noticeOfEnd: { from: ["inTreatment"], to: null, by: officer },
  complete: { from: ["inTreatment"], to: "completed", by: officer },
  openAfterCare: { from: ["completed"], to: "afterCare", by: officer },
  endAfterCare: { from: ["afterCare"], to: "ended", by: officer },
  stop: { from: [...undecided, "decided", "inTreatment"], to: "stopped", by: officer },
  transfer: { from: [...undecided, "decided", "inTreatment", "completed", "afterCare"], to: null, by: ["communeOfficer", "provinceSupervisor"] },
  book: { from: [...undecided, "decided", "inTreatment"], to: null, by: officer },
} as const satisfies Record<string, Move>;

export type ApplicationMove = keyof typeof applicationMoves;

const rows: Record<ApplicationMove, Move> = applicationMoves;
/** The row of a move. */
export const moveOf = (name: ApplicationMove): Move => rows[name];

/** Whether somebody may make a move from a state. */
export const mayMove = (name: ApplicationMove, state: ApplicationState, by: readonly Actor[]): boolean =>
  rows[name].from.includes(state) && rows[name].by.some((actor) => by.includes(actor));

/** The lists of the desk: what the office has to do, what waits for others, what runs its course, what is over. */
export const deskLists = {
  todo: ["submitted", "received", "decided", "completed"],
  waiting: ["awaitingFamily", "determining"],
  running: ["inTreatment", "afterCare"],
  over: ["ended", "stopped", "withdrawn"],
} as const satisfies Record<string, readonly ApplicationState[]>;
export type DeskList = keyof typeof deskLists;
export const deskListNames = ["todo", "waiting", "running", "over"] as const satisfies readonly DeskList[];

/** Whether anything is still to be expected of an application. */
export const isOpen = (state: ApplicationState): boolean => !deskLists.over.some((over) => over === state);
