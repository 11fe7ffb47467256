import type { FC } from "hono/jsx";
import type { CallbackErrorCode, OfferedDay } from "../../shared/hotline/callback.ts";
import type { SlotId } from "../../shared/hotline/slots.ts";
import { appointmentPath } from "../../shared/paths.ts";
import { Named } from "../components/form-parts.tsx";
import { Layout, formId, frameWords, type Frame } from "../components/layout.tsx";
import { ErrorSummary, Notices } from "../components/parts.tsx";
import { SlotPicker } from "../components/slot-picker.tsx";
import { otherLanguage } from "./appointment.tsx";

type Moving = {
  frame: Frame;
  token: string;
  days: readonly OfferedDay[];
  nearest: readonly SlotId[];
  value: string;
  refused?: CallbackErrorCode | undefined;
  /** The safe-contact answers are older than 30 days: they hold only if confirmed. */
  mustConfirm: boolean;
  notConfirmed?: boolean;
};

export const MoveAppointmentPage: FC<Moving> = ({ frame, token, days, nearest, value, refused, mustConfirm, notConfirmed = false }) => {
  const t = frameWords(frame);
  const w = t.appointment;
  const slotErrors = refused && days.length ? [t.hotline.errors[refused]] : [];
  const confirmErrors = notConfirmed ? [w.errors.confirm] : [];
  const errors = [...slotErrors.map((text) => ({ name: "slotId", text })), ...confirmErrors.map((text) => ({ name: "confirmed", text }))];
  return (
    <Layout quiet frame={frame} otherLanguage={otherLanguage(frame, token, "move")}>
      <ErrorSummary t={t} errors={errors} />
      <h1>{w.moveTitle}</h1>
      <form id={formId} method="post" action={appointmentPath(frame.language, token, "move")} novalidate autocomplete="off">
        {mustConfirm ? (
          <Named t={t} name="confirm-group" label={t.noticeTitle} errors={[]} group>
            {confirmErrors.map((text) => (
              <p class="error" id="confirmed-error">
                {text}
              </p>
            ))}
            <label class="card">
              <input type="checkbox" id="confirmed" name="confirmed" value="yes" {...(notConfirmed ? { "aria-invalid": "true", "aria-describedby": "confirmed-error" } : {})} />
              <span>{w.confirm}</span>
            </label>
          </Named>
        ) : null}
        <SlotPicker t={t} name="slotId" label={t.hotline.fields.slotId.label} errors={slotErrors} days={days} nearest={nearest} value={value} />
        {days.length ? <button class="primary">{w.moveButton}</button> : <Notices t={t} texts={[t.hotline.slots.none]} />}
        <button class="secondary" name="soon" value="yes">
          {w.moveSoon}
        </button>
        <a href={appointmentPath(frame.language, token)}>{t.back}</a>
      </form>
    </Layout>
  );
};
