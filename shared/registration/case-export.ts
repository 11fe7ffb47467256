import * as z from "zod";
import { appointmentSchema } from "../appointment/appointment.ts";
import { localDate } from "../calendar/local-time.ts";
import { applicable } from "../law/applicable.ts";
import { actNames } from "./acts.ts";
import { storedApplicationSchema } from "./application.ts";
import type { Case } from "./case.ts";
import { courseSchema, progressSchema, regimeFor } from "./course.ts";
import { historySchema } from "./history.ts";
import { officeSchema } from "./receipt.ts";
import { stateAt } from "./standing.ts";
import { applicationStates, moveOf, type ApplicationState } from "./state.ts";

const instant = z.iso.datetime();
const regimeId = courseSchema.shape.regimeId;
const stateSchema = z.strictObject({ state: z.enum(applicationStates), at: instant });

/** One application as it is handed over to a national platform. What leaves or changes its meaning is a new `version`. */
export const caseExportSchema = z.strictObject({
  $schema: z.url(),
  version: z.literal(1),
  exportedAt: instant,
  reference: z.string(),
  receivedAt: instant,
  office: officeSchema,
  /** The law it was filed under, and the one that governs it on the day of the export. */
  law: z.strictObject({ filed: regimeId, now: regimeId }),
  application: storedApplicationSchema,
  history: historySchema.optional(),
  /** Every state it has been in, from when on; the last is where it is. */
  states: z.array(stateSchema).min(1),
  determined: progressSchema.shape.determined,
  decision: courseSchema.optional(),
  appointments: z.array(z.strictObject(appointmentSchema.pick({ kind: true, state: true, at: true, address: true }).shape)),
});
export type CaseExport = z.infer<typeof caseExportSchema>;

/** An application to be handed over; `schema` is the address of its description. */
export function exportOf(opened: Case, { schema, now }: { schema: string; now: Date }): CaseExport {
  const { reference, receivedAt, office, application, history, determined, course, appointments } = opened;
  const filedOn = localDate(new Date(receivedAt));
  return {
    $schema: schema,
    version: 1,
    exportedAt: now.toISOString(),
    reference,
    receivedAt,
    office,
    law: { filed: applicable("filing", filedOn).regime.id, now: regimeFor(opened, localDate(now)).id },
    application,
    history,
    states: [{ state: "submitted", at: receivedAt }, ...opened.events.flatMap(({ type, at }) => reached(type).map((state) => ({ state, at })))],
    determined,
    decision: course,
    appointments: appointments.map((one) => ({ kind: one.kind, state: stateAt(one, now), at: one.at, address: one.address })),
  };
}

/** The state that something led to, if it did. */
function reached(type: Case["events"][number]["type"]): ApplicationState[] {
  const act = actNames.find((name) => name === type);
  const to = act && moveOf(act).to;
  return to ? [to] : [];
}
