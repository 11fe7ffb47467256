import type { StoredApplication } from "./application.ts";
import type { Course, Progress } from "./course.ts";
import type { History } from "./history.ts";
import type { Reach, Status } from "./receipt.ts";
import type { KeptAppointment } from "./standing.ts";

/** Everything an office keeps of somebody's application, as they may see it and take it with them. */
export type OwnData = {
  readAt: string;
  reference: string;
  receivedAt: string;
  office: string;
  state: Status["state"];
  application: StoredApplication;
  contact: Reach["contact"];
  history?: History;
  determined?: Progress["determined"];
  course?: Course | undefined;
  appointments: readonly Pick<KeptAppointment, "kind" | "state" | "at" | "address">[];
  events: Status["events"];
};
