import { Hono, type Context } from "hono";
import { calendarFile } from "../../../shared/appointment/calendar-file.ts";
import { isTrusted } from "../../../shared/contact/safe-contact.ts";
import { appointmentOf, type CallbackErrorCode } from "../../../shared/hotline/callback.ts";
import { isOpen } from "../../../shared/hotline/state.ts";
import { appointmentActs, appointmentPath, openAppointmentSlug, sideOfShortCode } from "../../../shared/paths.ts";
import { parseReference, parseShortCode } from "../../../shared/reference.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { MoveAppointmentPage } from "../../../web/pages/appointment-move.tsx";
import { AppointmentPage, CancelAppointmentPage, NoAppointmentPage, OpenAppointmentPage, StopTextsPage, type AppointmentError, type TypedCodes } from "../../../web/pages/appointment.tsx";
import type { Spending } from "../../platform/budget.ts";
import { admit, postedProof } from "../../platform/challenge.ts";
import { NotProven, TooSoon } from "../../platform/errors.ts";
import { one, readPosted } from "../../platform/http.ts";
import { confirm, stopTexts } from "../answer.ts";
import { cancel, move, soon } from "../change.ts";
import type { Deps } from "../deps.ts";
import { findByCode, findByLink, tokenOfShortCode, type Own } from "../find-own.ts";
import { linkHashOf, linkTokenOf } from "../identify.ts";
import { NoSeat, NotNow, TooLate } from "../refusals.ts";
import { nextOffered, offeredDays } from "../seats.ts";
import { appointmentView } from "./appointment-view.ts";

/** One request about an appointment: who asks, and by which token. */
type Asked = Own & { c: Context; token: string };
type Told = { error?: AppointmentError | undefined; done?: "moved" | "stopped" | undefined };

const dones = ["moved", "stopped"] as const;
const fileNames = { vi: "lich-hen.ics", en: "appointment.ics" } as const;

/** One's own appointment, for whoever holds its link, or its reference and change code. The words are neutral: a link can be opened by another. */
export function appointmentPages(deps: Deps & Spending, frame: Frame): Hono {
  const { language } = frame;
  const app = new Hono();
  const viewOf = (asked: Pick<Asked, "callback" | "token" | "byText">) => appointmentView(frame, asked, deps.now());
  const back = ({ c, token }: Asked, done?: "moved" | "stopped") => c.redirect(`${appointmentPath(language, token)}${done ? `?done=${done}` : ""}`, 303);
  const opened = (asked: Asked, told: Told = {}) => asked.c.html(<AppointmentPage frame={frame} view={viewOf(asked)} {...told} />, told.error ? 409 : 200);
  const reopen = (c: Context, typed: TypedCodes, errors: { name: keyof TypedCodes; code: AppointmentError }[], status: 422 | 429 = 422) =>
    c.html(<OpenAppointmentPage frame={frame} typed={typed} errors={errors} />, status);

  app.post(`/${openAppointmentSlug}`, async (c) => {
    const posted = await readPosted(c);
    const typed = { reference: one(posted, "reference").slice(0, 100), code: one(posted, "code").slice(0, 100) };
    const reference = parseReference(typed.reference);
    const short = parseShortCode(typed.reference);
    const code = typed.code.replace(/\s/gu, "");
    const side = short ? sideOfShortCode(short) : undefined;
    // The other half knows this code: what was typed is posted there again.
    if (side) return c.redirect(appointmentPath(language, openAppointmentSlug, undefined, side), 307);
    try {
      if (short) await admit(deps, { act: "guesses", what: short, proof: postedProof(posted) });
      if (short) return c.redirect(appointmentPath(language, await tokenOfShortCode(deps, short)), 303);
      if (!reference || !/^\d{6}$/.test(code)) {
        return reopen(c, typed, [...(reference ? [] : [{ name: "reference", code: "reference.invalid" } as const]), ...(/^\d{6}$/.test(code) ? [] : [{ name: "code", code: "code.invalid" } as const])]);
      }
      const callback = await findByCode(deps, { reference, code, proof: postedProof(posted) });
      return c.redirect(appointmentPath(language, linkTokenOf(deps, callback.reference)), 303);
    } catch (thrown) {
      if (thrown instanceof NotProven) return reopen(c, typed, [{ name: "reference", code: short ? "short.wrong" : "pair.wrong" }]);
      if (thrown instanceof TooSoon) return reopen(c, typed, [{ name: "reference", code: "tooOften" }], 429);
      throw thrown;
    }
  });

  /** What a link leads to, or the page that says it leads nowhere; a change that can no longer be made is told on the page itself. */
  const linked = async (c: Context, answer: (asked: Asked) => Response | Promise<Response>): Promise<Response> => {
    const token = c.req.param("token") ?? "";
    try {
      const asked = { c, token, ...(await findByLink(deps, token)) };
      try {
        return await answer(asked);
      } catch (thrown) {
        if (thrown instanceof TooLate) return opened(asked, { error: thrown.because });
        throw thrown;
      }
    } catch (thrown) {
      if (thrown instanceof NotProven) return c.html(<NoAppointmentPage frame={frame} />, 404);
      throw thrown;
    }
  };

  const moving = async ({ c, callback, token }: Asked, more: { value?: string; refused?: CallbackErrorCode; notConfirmed?: true } = {}) => {
    const { refused, notConfirmed, value = callback.slotId ?? "" } = more;
    const view = {
      frame,
      token,
      days: await offeredDays(deps),
      nearest: refused && refused !== "slotId.missing" ? await nextOffered(deps, value) : [],
      value,
      refused,
      mustConfirm: !isTrusted(callback.contact, deps.now()),
      ...(notConfirmed ? { notConfirmed } : {}),
    };
    return c.html(<MoveAppointmentPage {...view} />, refused === "slotId.missing" || notConfirmed ? 422 : refused ? 409 : 200);
  };

  app.get("/:token", (c) => linked(c, (asked) => opened(asked, { done: dones.find((done) => done === c.req.query("done")) })));
  app.get(`/:token/${appointmentActs.move}`, (c) => linked(c, (asked) => (isOpen(asked.callback.state) ? moving(asked) : opened(asked))));
  app.get(`/:token/${appointmentActs.cancel}`, (c) => linked(c, (asked) => (isOpen(asked.callback.state) ? c.html(<CancelAppointmentPage frame={frame} view={viewOf(asked)} />) : opened(asked))));
  app.get(`/:token/${appointmentActs.stopTexts}`, (c) =>
    linked(c, (asked) => {
      const view = viewOf(asked);
      return view.acts.includes("stopTexts") ? c.html(<StopTextsPage frame={frame} view={view} of={asked.byText ? "phone" : "appointment"} />) : opened(asked);
    }),
  );
  app.get(`/:token/${appointmentActs.calendar}`, (c) =>
    linked(c, (asked) => {
      const appointment = appointmentOf(asked.callback);
      if (!appointment) return opened(asked);
      // The entry's name in the calendar must not be the reference, which is half a key.
      const entry = { ...appointment, id: linkHashOf(deps, appointment.id) };
      const file = calendarFile(entry, { language, host: new URL(deps.siteOrigin).host, stamp: deps.now() });
      return c.body(file, 200, { "Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": `attachment; filename="${fileNames[language]}"` });
    }),
  );
  // Opened anew, for instance with Back: what was posted here is told on the page itself.
  app.get(`/:token/${appointmentActs.confirm}`, (c) => linked(c, back));

  app.post(`/:token/${appointmentActs.confirm}`, (c) => linked(c, async (asked) => (await confirm(deps, asked.callback.reference), back(asked))));
  app.post(`/:token/${appointmentActs.cancel}`, (c) => linked(c, async (asked) => (await cancel(deps, asked.callback.reference), back(asked))));
  app.post(`/:token/${appointmentActs.stopTexts}`, (c) =>
    linked(c, async (asked) => {
      await stopTexts(deps, asked.callback.reference, { wholePhone: asked.byText });
      return back(asked, "stopped");
    }),
  );
  app.post(`/:token/${appointmentActs.move}`, async (c) => {
    const posted = await readPosted(c);
    return linked(c, async (asked) => {
      const to = one(posted, "soon") === "yes" ? soon : one(posted, "slotId");
      if (!to) return moving(asked, { refused: "slotId.missing" });
      try {
        await move(deps, { reference: asked.callback.reference, to, contactConfirmed: one(posted, "confirmed") === "yes" });
      } catch (thrown) {
        if (thrown instanceof NoSeat) return moving(asked, { value: to, refused: `slotId.${thrown.because}` });
        if (thrown instanceof NotNow) return moving(asked, { value: to, notConfirmed: true });
        throw thrown;
      }
      return back(asked, "moved");
    });
  });

  return app;
}
