import { Hono } from "hono";
import type { Answers } from "../../../shared/form/answers.ts";
import { readBooking, typedBooking, type BookIssue } from "../../../shared/registration/book-form.ts";
import type { Case, CaseEvent } from "../../../shared/registration/case.ts";
import { casePath } from "../../../shared/registration/desk-paths.ts";
import { mayMove } from "../../../shared/registration/state.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { RegistrationBookPage } from "../../../web/pages/desk/registration-act.tsx";
import { readPosted } from "../../platform/http.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { book, cancel } from "../appointments.ts";
import { ChangedSince, NotBookable, TooLate as Gone } from "../refusals.ts";
import { openCase } from "../scope.ts";
import { newsAt, newsSince, versionIn, type AtCase, type TooLate } from "./at-case.ts";
import type { DeskDeps } from "./deps.ts";
import { deskOf, type DeskContext } from "./desk-request.tsx";
import { saying } from "./said.ts";

type Guarded = (handle: (at: AtCase) => Response | Promise<Response>) => (c: DeskContext) => Promise<Response>;
type Shown = { answers?: Answers; issues?: readonly BookIssue[]; news?: readonly CaseEvent[] };

/** Appointments of an application, as its office books and cancels them. */
export function bookPages(deps: DeskDeps, frame: Frame, atCase: Guarded, tooLate: TooLate): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  const page = ({ c, opened }: Pick<AtCase, "c" | "opened">, { answers = {}, issues = [], news }: Shown, status: 200 | 409 | 422 = 200) =>
    c.html(<RegistrationBookPage {...deskOf(c, frame, deps.now())} opened={opened} answers={answers} issues={issues} news={news} />, status);
  const home = ({ opened }: AtCase): string => casePath(frame.language, opened.reference);
  const mayBook = ({ opened, officer }: AtCase): boolean => mayMove("book", opened.state, officer.roles);

  app.get("/a/:reference/appointments", atCase((at) => (mayBook(at) ? page(at, {}) : at.c.redirect(home(at), 303))));

  app.post(
    "/a/:reference/appointments",
    atCase(async (at) => {
      const posted = await readPosted(at.c);
      const answers = typedBooking(posted);
      if (!mayBook(at)) return tooLate(at, answers);
      const version = versionIn(posted);
      const { booking, issues } = readBooking(answers, deps.now());
      if (!booking) return page(at, { answers, issues, ...newsAt(at.opened, version) }, 422);
      const { staff } = at.officer;
      // The same wish, not only the same form: what was changed after the first press is another appointment.
      const isSame = ({ appointments }: Case) => appointments.some(({ state, kind, at: when, address = "" }) => state === "planned" && kind === booking.kind && when === booking.at.toISOString() && address === (booking.address ?? ""));
      const isMine = (now: Case) => isSame(now) && now.events.some((event) => event.type === "appointmentBooked" && event.version === version + 1 && event.staff?.staffId === staff.staffId);
      if (isMine(at.opened)) return at.c.redirect(saying(deps, home(at), "repeated"), 303);
      try {
        const { textComing } = await book(deps, { reference: at.opened.reference, ...booking, seen: { staff, version } });
        return at.c.redirect(saying(deps, home(at), textComing ? "booked" : "bookedNoText"), 303);
      } catch (thrown) {
        if (thrown instanceof NotBookable && thrown.because === "tooMany") return page(at, { answers, issues: [{ path: "kind", code: "tooMany" }] }, 422);
        if (!(thrown instanceof ChangedSince || thrown instanceof NotBookable)) throw thrown;
        const now = (await openCase(deps.cases, at.officer.scope, at.opened.reference))?.opened;
        if (now && isMine(now)) return at.c.redirect(saying(deps, home(at), "repeated"), 303);
        return now && mayBook({ ...at, opened: now }) ? page({ c: at.c, opened: now }, { answers, news: newsSince(now, version) }, 409) : tooLate(at, answers);
      }
    }),
  );

  app.post(
    "/a/:reference/appointments/:id/cancel",
    atCase(async (at) => {
      const seen = { staff: at.officer.staff, version: versionIn(await readPosted(at.c)) };
      const { reference } = at.opened;
      if (!mayBook(at)) return at.c.redirect(home(at), 303);
      try {
        await cancel(deps, { reference, id: at.c.req.param("id") ?? "", by: "desk", seen });
        return at.c.redirect(saying(deps, home(at), "cancelled"), 303);
      } catch (thrown) {
        if (thrown instanceof Gone) return at.c.notFound();
        if (!(thrown instanceof ChangedSince)) throw thrown;
        return at.c.redirect(saying(deps, home(at), "changed"), 303);
      }
    }),
  );
  // Opened anew, for instance after signing in again.
  app.get("/a/:reference/appointments/:id/cancel", atCase((at) => at.c.redirect(home(at), 303)));
  return app;
}
