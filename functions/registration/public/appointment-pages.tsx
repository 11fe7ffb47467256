import { Hono, type Context } from "hono";
import { calendarFile } from "../../../shared/appointment/calendar-file.ts";
import { appointmentActs, appointmentPath, appointmentSide, openAppointmentSlug, pagePath } from "../../../shared/paths.ts";
import { parseShortCode } from "../../../shared/reference.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { AppointmentPage, CancelAppointmentPage, NoAppointmentPage, OpenAppointmentPage, StopTextsPage, type AppointmentError } from "../../../web/pages/appointment.tsx";
import type { Spending } from "../../platform/budget.ts";
import { admit, postedProof } from "../../platform/challenge.ts";
import { NotProven } from "../../platform/errors.ts";
import { one, readPosted } from "../../platform/http.ts";
import { confirm, stopTexts } from "../answer.ts";
import { cancel } from "../appointments.ts";
import type { Deps } from "../deps.ts";
import { findByLink, tokenOfShortCode, type Own } from "../find-own.ts";
import { TooLate } from "../refusals.ts";
import { appointmentView } from "./appointment-view.ts";

/** One request about an appointment: who asks, by which token, and which appointment of which application. */
type Asked = Own & { c: Context; token: string; ref: { reference: string; id: string } };

const fileNames = { vi: "lich-hen.ics", en: "appointment.ics" } as const;

/** One's own appointment, for whoever holds its link. The words are neutral: a link can be opened by another. */
export function appointmentPages(deps: Deps & Spending, frame: Frame): Hono {
  const { language } = frame;
  const app = new Hono();
  const { confirm: keep, cancel: giveUp, calendar, stopTexts: stop } = appointmentActs;
  const viewOf = (asked: Asked) => appointmentView(frame, asked, asked.token, deps.now());
  const back = ({ c, token }: Asked, done?: "stopped") => c.redirect(`${appointmentPath(language, token, undefined, appointmentSide)}${done ? `?done=${done}` : ""}`, 303);
  const opened = (asked: Asked, error?: AppointmentError) => {
    const view = viewOf(asked);
    // Said once: right after it was done, in the words of what was done.
    const done = view.open && asked.standing.textsStopped && asked.c.req.query("done") === "stopped" ? "stopped" : undefined;
    return asked.c.html(<AppointmentPage frame={frame} view={done ? { ...view, told: [] } : view} done={done} error={error} />, error ? 409 : 200);
  };
  const nowhere = (c: Context) => c.html(<NoAppointmentPage frame={frame} />, 404);

  app.post(`/${openAppointmentSlug}`, async (c) => {
    const posted = await readPosted(c);
    const typed = { reference: one(posted, "reference").slice(0, 100), code: one(posted, "code").slice(0, 100) };
    const short = parseShortCode(typed.reference);
    if (!short) return c.redirect(pagePath(language, "appointment"), 303);
    await admit(deps, { act: "guesses", what: short, proof: postedProof(posted) });
    try {
      return c.redirect(appointmentPath(language, await tokenOfShortCode(deps, short), undefined, appointmentSide), 303);
    } catch (thrown) {
      if (thrown instanceof NotProven) return c.html(<OpenAppointmentPage frame={frame} typed={typed} errors={[{ name: "reference", code: "short.wrong" }]} />, 422);
      throw thrown;
    }
  });

  /** What a link leads to, or the page that says it leads nowhere; a change that can no longer be made is told on the page itself, as it stands now. */
  const linked = async (c: Context, answer: (asked: Asked) => Response | Promise<Response>): Promise<Response> => {
    const token = c.req.param("token") ?? "";
    const asked = async (): Promise<Asked> => {
      const own = await findByLink(deps, token);
      return { c, token, ...own, ref: { reference: own.standing.reference, id: own.appointment.id } };
    };
    try {
      try {
        return await answer(await asked());
      } catch (thrown) {
        if (thrown instanceof TooLate) return opened(await asked(), "late");
        throw thrown;
      }
    } catch (thrown) {
      if (thrown instanceof NotProven) return nowhere(c);
      throw thrown;
    }
  };

  app.get("/:token", (c) => linked(c, (asked) => opened(asked)));
  app.get(`/:token/${giveUp}`, (c) => linked(c, (asked) => (viewOf(asked).acts.includes("cancel") ? c.html(<CancelAppointmentPage frame={frame} view={viewOf(asked)} />) : opened(asked))));
  app.get(`/:token/${stop}`, (c) =>
    linked(c, (asked) => (viewOf(asked).acts.includes("stopTexts") ? c.html(<StopTextsPage frame={frame} view={viewOf(asked)} of={asked.byText ? "phone" : "request"} />) : opened(asked))),
  );
  app.get(`/:token/${calendar}`, (c) =>
    linked(c, ({ appointment }) => {
      const file = calendarFile(appointment, { language, host: new URL(deps.siteOrigin).host, stamp: deps.now() });
      return c.body(file, 200, { "Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": `attachment; filename="${fileNames[language]}"` });
    }),
  );
  // Opened anew, for instance with Back: what was posted here is told on the page itself.
  app.get(`/:token/${keep}`, (c) => linked(c, back));

  app.post(`/:token/${keep}`, (c) => linked(c, async (asked) => (await confirm(deps, asked.ref), back(asked))));
  app.post(`/:token/${giveUp}`, (c) => linked(c, async (asked) => (await cancel(deps, { ...asked.ref, by: "applicant" }), back(asked))));
  app.post(`/:token/${stop}`, (c) =>
    linked(c, async (asked) => {
      await stopTexts(deps, { reference: asked.ref.reference, wholePhone: asked.byText });
      return back(asked, "stopped");
    }),
  );
  // What no page offers leads nowhere, as quietly as a wrong link.
  app.all("*", nowhere);

  return app;
}
