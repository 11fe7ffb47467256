import type { Child, FC } from "hono/jsx";
import { timeLeft } from "../../shared/calendar/clock.ts";
import type { Term } from "../../shared/calendar/term.ts";
import { holidaysMissing } from "../../shared/calendar/holidays-missing.ts";
import { localDate } from "../../shared/calendar/local-time.ts";
import { registrationDeskPath, type RegistrationDeskPage } from "../../shared/registration/desk-paths.ts";
import type { Role } from "../../shared/staff/roles.ts";
import { deskFrameWords, type DeskWords } from "../words/desk.ts";
import { leftText } from "./clock-working.tsx";
import { DeskLayout } from "./desk-layout.tsx";
import type { Frame } from "./layout.tsx";

/** Who looks at a page of this desk, and the value their forms carry. */
export type AtDesk = { frame: Frame; staff: { staffId: string; name: string; roles: readonly Role[] }; csrf: string; now: Date };

const pagesOf = (roles: readonly Role[]): Exclude<RegistrationDeskPage, "told">[] => [
  ...(roles.includes("communeOfficer") || roles.includes("provinceSupervisor") ? (["list", "find", "rights"] as const) : []),
  ...(roles.includes("communeOfficer") ? (["new"] as const) : []),
  ...(roles.includes("communeOfficer") || roles.includes("provinceSupervisor") ? (["exports"] as const) : []),
  ...(roles.includes("administrator") ? (["facilities"] as const) : []),
];

/** A page of the registrations' desk, with its navigation and what the calendar lacks. */
export const RegistrationDesk: FC<AtDesk & { page?: RegistrationDeskPage; title?: string; narrow?: boolean; children: Child }> = ({ frame, staff, csrf, now, page, title, narrow = false, children }) => {
  const w = deskFrameWords(frame);
  const t = w.registrationDesk;
  const nav = pagesOf(staff.roles).map((name) => ({ href: registrationDeskPath(frame.language, name), label: name === "rights" ? w.rightsDesk.nav : t.nav[name], current: name === page }));
  return (
    <DeskLayout frame={frame} brand={t.brand} staff={staff} csrf={csrf} nav={nav} wide={!narrow} {...(title ? { title } : {})}>
      <HolidayNote t={t} now={now} />
      {children}
    </DeskLayout>
  );
};

const HolidayNote: FC<{ t: DeskWords["registrationDesk"]; now: Date }> = ({ t, now }) => {
  const missing = holidaysMissing(localDate(now));
  if (!missing) return null;
  return <p class="day-note screen">{missing.missing ? t.holidays.missing(missing.year) : t.holidays.unconfirmed(missing.year)}</p>;
};

/** What has just been done, in a line. */
export const Result: FC<{ text: string | undefined }> = ({ text }) =>
  text ? (
    <div class="result">
      <output tabindex={-1} autofocus>
        {text}
      </output>
    </div>
  ) : null;

/** How much time is left of a deadline, in plain words: in hours or working days as its term is, in days where there is only a day. */
export function leftOf(t: DeskWords, { at, term = { days: 1, article: "-" } }: { at: string; term?: Term | undefined }, now: Date): { text: string; overdue: boolean } {
  const left = timeLeft({ term, dueAt: at }, now);
  return left ? { text: leftText(t, left), overdue: left.overdue } : { text: t.registrationDesk.list.paused, overdue: false };
}
