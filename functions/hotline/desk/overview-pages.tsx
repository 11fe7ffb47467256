import { Hono } from "hono";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { deskPages } from "../../../shared/hotline/desk-paths.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { HotlineHandoverPage } from "../../../web/pages/desk/hotline-handover.tsx";
import { HotlineWeekPage } from "../../../web/pages/desk/hotline-week.tsx";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { handOver } from "../hand-over.ts";
import { readWeek } from "../views.ts";
import type { DeskDeps } from "./deps.ts";
import { dayIn, deskOf } from "./desk-request.tsx";

/** What is only looked at: the week, and what the next shift has to know. */
export function overviewPages(deps: DeskDeps, frame: Frame): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();

  app.get(deskPages.week, async (c) => {
    const today = localDate(deps.now());
    const from = dayIn(c.req.query("from"), today);
    return c.html(<HotlineWeekPage desk={deskOf(c, frame)} days={await readWeek(deps, from)} from={from} today={today} />);
  });

  app.get(deskPages.handover, async (c) => c.html(<HotlineHandoverPage desk={deskOf(c, frame)} list={await handOver(deps)} now={deps.now()} />));
  return app;
}
