import { Hono, type Context } from "hono";
import { localDate } from "../../../shared/calendar/local-time.ts";
import type { Answers } from "../../../shared/form/answers.ts";
import { readForm, type Form } from "../../../shared/registration/answers.ts";
import { readReceived, receivedNow, receivedStep } from "../../../shared/registration/counter.ts";
import { firstStep } from "../../../shared/registration/steps.ts";
import { ClockWorking } from "../../../web/components/clock-working.tsx";
import type { Frame } from "../../../web/components/layout.tsx";
import { CounterExpiredPage, counterDoor, CounterOnward } from "../../../web/pages/desk/registration-counter.tsx";
import { DeskProblemPage } from "../../../web/pages/desk/problem.tsx";
import { StepPage } from "../../../web/pages/register.tsx";
import { deskFrameWords } from "../../../web/words/desk.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { formPages } from "../form-pages.tsx";
import { rolesAt } from "../scope.ts";
import { submit } from "../submit.ts";
import type { DeskDeps } from "./deps.ts";
import { deskOf, type DeskContext } from "./desk-request.tsx";

/** Families at the counter write on paper, in Vietnamese: what is sent to them is in Vietnamese whatever an officer reads. */
const paperLanguage = "vi";

/** The same form for an officer who keys in what was handed in at the counter, judged by the law of the day it was received there. */
export function counterForm(deps: DeskDeps, frame: Frame): Hono<DeskEnv> {
  const judged = (answers: Answers): Form => {
    const now = deps.now();
    const { receivedAt, issues } = readReceived(answers, now);
    const form = readForm(answers, paperLanguage, localDate(receivedAt ?? now));
    if (receivedAt) return form;
    return { ...form, application: undefined, issues: [...issues.map(({ path, code }) => ({ path, code, step: firstStep.id })), ...form.issues] };
  };
  const doorOf = (c: DeskContext) => counterDoor(deskOf(c, frame, deps.now()));

  const app = new Hono<DeskEnv>();
  app.use(async (c, next) => {
    const { staff, csrf } = c.var;
    if (rolesAt(staff.roles, staff.unit).includes("communeOfficer")) return next();
    deps.log.warn("DESK_REFUSED", { because: "role", method: c.req.method });
    return c.html(<DeskProblemPage frame={frame} kind="noRole" staff={staff} csrf={csrf} />, 403);
  });
  app.route(
    "/",
    formPages<DeskEnv>(deps, frame, {
      purpose: "counter-form",
      door: doorOf,
      beside: receivedStep.fields,
      judged,
      send: (c, { application, key, answers }) => {
        const { receivedAt } = readReceived(answers, deps.now());
        if (!receivedAt) throw new RangeError("judged without a moment of reception");
        const { staffId, name } = c.var.staff;
        return submit(deps, { application, idempotencyKey: key, assisted: { staff: { staffId, name }, receivedAt } });
      },
      receipt: (c, { decision, reference, office }) => ({
        working: <ClockWorking t={deskFrameWords(frame)} language={frame.language} clock={decision} />,
        onward: <CounterOnward at={deskOf(c, frame, deps.now())} reference={reference} own={office.communeCode === c.var.staff.unit} />,
      }),
      expired: (c) => c.html(<CounterExpiredPage {...deskOf(c, frame, deps.now())} />, 410),
      opened: (c: Context<DeskEnv>) => {
        const answers = receivedNow(deps.now());
        return c.html(<StepPage frame={frame} door={doorOf(c)} answers={answers} form={judged(answers)} sealed="" step={firstStep} showIssues={false} />);
      },
    }),
  );
  return app;
}
