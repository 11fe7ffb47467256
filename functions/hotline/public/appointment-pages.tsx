import { Hono, type Context } from "hono";
import { isTrusted } from "../../../shared/contact/safe-contact.ts";
import { asShown, type Callback, type CallbackErrorCode } from "../../../shared/hotline/callback.ts";
import { isOpen } from "../../../shared/hotline/state.ts";
import { appointmentActs, appointmentPath, openAppointmentSlug } from "../../../shared/paths.ts";
import { parseReference } from "../../../shared/reference.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { AppointmentPage, CancelAppointmentPage, MoveAppointmentPage, NoAppointmentPage, OpenAppointmentPage, type AppointmentError } from "../../../web/pages/appointment.tsx";
import { NotProven, TooSoon } from "../../platform/errors.ts";
import { one, readPosted } from "../../platform/http.ts";
import { cancel, move, soon } from "../change.ts";
import type { Deps } from "../deps.ts";
import { findByCode, findByLink } from "../find-own.ts";
import { linkTokenOf } from "../identify.ts";
import { NoSeat, NotNow, TooLate } from "../refusals.ts";
import { nextOffered, offeredDays } from "../seats.ts";

const wrongPair = { name: "reference", code: "pair.wrong" } as const;

/** One's own appointment, for whoever holds its link, or its reference and change code. The words are neutral: a link can be opened by another. */
export function appointmentPages(deps: Deps, frame: Frame): Hono {
  const { language } = frame;
  const app = new Hono();

  const opened = (c: Context, callback: Callback, more: { error?: AppointmentError; done?: "moved" } = {}, status: 200 | 409 = 200) =>
    c.html(<AppointmentPage frame={frame} callback={asShown(callback)} token={linkTokenOf(deps, callback.reference)} changeable={isOpen(callback.state) && !more.error} {...more} />, status);

  app.post(`/${openAppointmentSlug}`, async (c) => {
    const posted = await readPosted(c);
    const typed = { reference: one(posted, "reference").slice(0, 100), code: one(posted, "code").slice(0, 100) };
    const reference = parseReference(typed.reference);
    const code = typed.code.replace(/\s/gu, "");
    const errors = [
      ...(reference ? [] : [{ name: "reference", code: "reference.invalid" } as const]),
      ...(/^\d{6}$/.test(code) ? [] : [{ name: "code", code: "code.invalid" } as const]),
    ];
    if (!reference || errors.length) return c.html(<OpenAppointmentPage frame={frame} typed={typed} errors={errors} />, 422);
    try {
      const callback = await findByCode(deps, { reference, code });
      return c.redirect(appointmentPath(language, linkTokenOf(deps, callback.reference)), 303);
    } catch (thrown) {
      if (thrown instanceof NotProven) return c.html(<OpenAppointmentPage frame={frame} typed={typed} errors={[wrongPair]} />, 422);
      if (thrown instanceof TooSoon) return c.html(<OpenAppointmentPage frame={frame} typed={typed} errors={[{ name: "reference", code: "tooOften" }]} />, 429);
      throw thrown;
    }
  });

  /** What a link leads to, or the page that says it leads nowhere. */
  const linked = async (c: Context, show: (callback: Callback) => Response | Promise<Response>): Promise<Response> => {
    try {
      return await show(await findByLink(deps, c.req.param("token") ?? ""));
    } catch (thrown) {
      if (thrown instanceof NotProven) return c.html(<NoAppointmentPage frame={frame} />, 404);
      throw thrown;
    }
  };

  const moving = async (c: Context, callback: Callback, more: { value?: string; refused?: CallbackErrorCode; notConfirmed?: true } = {}) => {
    const { refused, notConfirmed, value = callback.slotId ?? "" } = more;
    const view = {
      frame,
      callback,
      token: linkTokenOf(deps, callback.reference),
      days: await offeredDays(deps),
      nearest: refused && refused !== "slotId.missing" ? await nextOffered(deps, value) : [],
      value,
      refused,
      mustConfirm: !isTrusted(callback.contact, deps.now()),
      ...(notConfirmed ? { notConfirmed } : {}),
    };
    return c.html(<MoveAppointmentPage {...view} />, refused === "slotId.missing" || notConfirmed ? 422 : refused ? 409 : 200);
  };

  app.get("/:token", (c) => linked(c, (callback) => opened(c, callback, c.req.query("done") === "moved" ? { done: "moved" } : {})));
  app.get(`/:token/${appointmentActs.move}`, (c) => linked(c, (callback) => (isOpen(callback.state) ? moving(c, callback) : opened(c, callback))));
  app.get(`/:token/${appointmentActs.cancel}`, (c) =>
    linked(c, (callback) =>
      isOpen(callback.state) ? c.html(<CancelAppointmentPage frame={frame} callback={asShown(callback)} token={linkTokenOf(deps, callback.reference)} />) : opened(c, callback),
    ),
  );

  app.post(`/:token/${appointmentActs.move}`, async (c) => {
    const posted = await readPosted(c);
    return linked(c, async (callback) => {
      const to = one(posted, "soon") === "yes" ? soon : one(posted, "slotId");
      if (!to) return moving(c, callback, { refused: "slotId.missing" });
      try {
        await move(deps, { reference: callback.reference, to, contactConfirmed: one(posted, "confirmed") === "yes" });
      } catch (thrown) {
        if (thrown instanceof NoSeat) return moving(c, callback, { value: to, refused: `slotId.${thrown.because}` });
        if (thrown instanceof NotNow) return moving(c, callback, { value: to, notConfirmed: true });
        return refusedChange(c, callback, thrown);
      }
      return c.redirect(`${appointmentPath(language, linkTokenOf(deps, callback.reference))}?done=moved`, 303);
    });
  });

  app.post(`/:token/${appointmentActs.cancel}`, async (c) =>
    linked(c, async (callback) => {
      try {
        await cancel(deps, callback.reference);
      } catch (thrown) {
        return refusedChange(c, callback, thrown);
      }
      return c.redirect(appointmentPath(language, linkTokenOf(deps, callback.reference)), 303);
    }),
  );

  function refusedChange(c: Context, callback: Callback, thrown: unknown): Response | Promise<Response> {
    if (thrown instanceof TooLate) return opened(c, callback, { error: thrown.because }, 409);
    throw thrown;
  }

  return app;
}
