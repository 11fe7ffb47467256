import type { Child, FC } from "hono/jsx";
import { localTime } from "../../shared/calendar/local-time.ts";
import { deskPageNames, deskPagePath, type DeskPage } from "../../shared/hotline/desk-paths.ts";
import { DeskLayout } from "./desk-layout.tsx";
import type { Frame } from "./layout.tsx";
import { deskFrameWords, type DeskWords } from "../words/desk.ts";

/** Who the page is made for, and the value their forms carry. */
export type AtDesk = { frame: Frame; staff: { staffId: string; name: string }; csrf: string };

/** A page of the hotline's desk, with its navigation. */
export const HotlineDesk: FC<AtDesk & { page?: DeskPage; title?: string; children: Child }> = ({ frame, staff, csrf, page, title, children }) => {
  const t = deskFrameWords(frame);
  const nav = deskPageNames.map((name) => ({ href: deskPagePath(frame.language, name), label: t.hotlineDesk.nav[name], current: name === page }));
  return (
    <DeskLayout frame={frame} brand={t.hotlineDesk.brand} staff={staff} csrf={csrf} nav={nav} wide {...(title ? { title } : {})}>
      {children}
    </DeskLayout>
  );
};

const two = (n: number): string => String(n).padStart(2, "0");
/** "14:30" in Vietnam. */
export const clockTime = (at: Date): string => `${two(localTime(at).hour)}:${two(localTime(at).minute)}`;
/** "14:30" today, else with its day. */
export const timeFrom = (t: DeskWords, at: Date, now: Date): string => (localTime(at).date === localTime(now).date ? clockTime(at) : t.moment(localTime(at)));
