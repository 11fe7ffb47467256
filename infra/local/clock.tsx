import { existsSync, readFileSync } from "node:fs";
import { Hono } from "hono";
import * as z from "zod";
import { clock, now } from "../../functions/platform/clock.ts";
import { localTime } from "../../shared/calendar/local-time.ts";
import { vi } from "../../web/words/vi.ts";
import { LocalPage } from "./local-page.tsx";
import { replaceFile } from "./replace-file.ts";
import { Trouble } from "./trouble.ts";

const fileSchema = z.object({ aheadMs: z.number().min(0) });
const jumps = [
  ["1 minute", 1],
  ["1 hour", 60],
  ["12 hours", 720],
  ["1 day", 1_440],
] as const;
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
const longestJumpMinutes = 366 * 1_440;

/** The service's time, kept over restarts, and the way to move it forward; `moved` runs once whatever was waiting may be due. */
export function createClock(file: string, assetsVersion: string, moved: () => Promise<void>): Hono {
  if (existsSync(file)) {
    const kept = fileSchema.safeParse(parsed(readFileSync(file, "utf8")));
    if (!kept.success) throw new Trouble(`The clock file ${file} is damaged; delete it to begin at this machine's time.`);
    clock.aheadMs = kept.data.aheadMs;
  }
  const app = new Hono();
  const state = () => ({ now: now().toISOString(), local: vi.moment(localTime(now())), aheadMinutes: Math.round(clock.aheadMs / 60_000) });

  app.get("/clock.json", (c) => c.json(state()));
  app.get("/clock", (c) =>
    c.html(
      <LocalPage title="Clock" assetsVersion={assetsVersion}>
        <p class="lead">{state().local}</p>
        <p>{state().aheadMinutes} minutes ahead of this machine. Time only moves forward.</p>
        <form method="post" action="/clock">
          {jumps.map(([label, minutes]) => (
            <button class="secondary" name="minutes" value={String(minutes)}>
              Forward {label}
            </button>
          ))}
        </form>
      </LocalPage>,
    ),
  );
  app.post("/clock", async (c) => {
    const minutes = Number(new URLSearchParams(await c.req.text()).get("minutes"));
    if (!Number.isFinite(minutes) || minutes <= 0 || minutes > longestJumpMinutes) return c.text("minutes: a number above 0, at most a year", 422);
    clock.aheadMs += minutes * 60_000;
    replaceFile(file, JSON.stringify({ aheadMs: clock.aheadMs }));
    await moved();
    return c.redirect("/clock", 303);
  });
  return app;
}
