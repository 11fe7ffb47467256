import { Hono } from "hono";
import * as z from "zod";
import { deskPagePath, deskPages, rosterActs } from "../../../shared/hotline/desk-paths.ts";
import { restingOf, restingOnes, type Resting } from "../../../shared/hotline/resting.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { HotlineAllPage, HotlineDecidePage, HotlineDecidedPage, decideNames, decisions, type DecideDone, type DecideError } from "../../../web/pages/desk/hotline-all.tsx";
import { maxReason } from "../../../web/pages/desk/hotline-day.tsx";
import { Conflict } from "../../platform/errors.ts";
import { one, readPosted } from "../../platform/http.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { closeAll, ringAgain } from "../decide.ts";
import { tally } from "../views.ts";
import type { DeskDeps } from "./deps.ts";
import { byOf, deskOf, type DeskContext } from "./desk-request.tsx";

const doneSchema: z.ZodType<DecideDone> = z.union([z.object({ done: z.literal("again") }), z.object({ done: z.literal("close"), count: z.coerce.number().int().min(0) })]);

const reasonErrors = (reason: string): DecideError[] => (reason === "" ? ["reason.missing"] : reason.length > maxReason ? ["reason.tooLong"] : []);

/** That nobody fell through, and the decisions for those who rest. */
export function allPages(deps: DeskDeps, frame: Frame): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  const page = deskPagePath(frame.language, "all");
  const keyOf = (c: DeskContext): string => c.req.query(decideNames.key) ?? "";

  const restingNow = async (key: string): Promise<Resting | null> => {
    const caller = key ? await deps.store.findCaller(key, deps.now()) : null;
    return caller && restingOf(caller, deps.now());
  };
  const show = (c: DeskContext, row: Resting | null, more: { errors?: DecideError[]; reason?: string } = {}, status: 200 | 400 | 409 = 200) =>
    row ? c.html(<HotlineDecidePage desk={deskOf(c, frame)} row={row} {...more} />, status) : c.html(<HotlineDecidedPage desk={deskOf(c, frame)} />, status === 200 ? 404 : 409);

  app.get(deskPages.all, async (c) => {
    const counted = await tally(deps);
    if (counted.inLists !== counted.open) deps.log.warn("TALLY_DIFFERS", { count: counted.inLists - counted.open });
    const done = doneSchema.safeParse(c.req.query()).data;
    return c.html(<HotlineAllPage desk={deskOf(c, frame)} counted={counted} resting={restingOnes(counted.resting, deps.now())} done={done} />);
  });

  app.get(rosterActs.decide, async (c) => show(c, await restingNow(keyOf(c))));

  app.post(rosterActs.decide, async (c) => {
    const posted = await readPosted(c);
    const reason = one(posted, decideNames.reason).trim();
    const what = decisions.find((decision) => decision === one(posted, decideNames.what));
    const row = await restingNow(keyOf(c));
    const errors = reasonErrors(reason);
    if (!row || errors.length || !what) return show(c, row, { errors, reason }, 400);
    if (what === "again" && !row.mayRingAgain) return show(c, row, { errors: ["changed"], reason }, 409);
    const decision = { key: row.key, staff: byOf(c), reason, seenVersion: Number(one(posted, decideNames.version)) };
    try {
      const count = await (what === "again" ? ringAgain : closeAll)(deps, decision);
      return c.redirect(`${page}?${new URLSearchParams({ done: what, count: String(count) })}`, 303);
    } catch (thrown) {
      if (!(thrown instanceof Conflict)) throw thrown;
      return show(c, await restingNow(row.key), { errors: ["changed"], reason }, 409);
    }
  });
  return app;
}
