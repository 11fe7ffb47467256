import { Hono } from "hono";
import { liveLease } from "../../../shared/hotline/caller.ts";
import { callActs, callPath, deskPagePath, listActs, type CallAct } from "../../../shared/hotline/desk-paths.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { deskFrameWords } from "../../../web/words/desk.ts";
import { toldName } from "../../../web/pages/desk/hotline-call-instead.tsx";
import { NowPage } from "../../../web/pages/desk/hotline-now.tsx";
import { one, readPosted } from "../../platform/http.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { take, takeNext } from "../take.ts";
import { look } from "../look.ts";
import { nowList } from "../views.ts";
import { acts, callPage, postedCall, type AtCall } from "./call-acts.tsx";
import { callInstead, settle } from "./call-instead.ts";
import type { DeskDeps } from "./deps.ts";
import { byOf, deskOf, type DeskContext } from "./desk-request.tsx";
import { answerRows, callerKeyIn, listView } from "./list-view.tsx";
import { readSaid, saidOn, saying } from "./said.ts";

/** Whom to ring now, and the call screen of each. */
export function nowPages(deps: DeskDeps, frame: Frame): Hono<DeskEnv> {
  const { language } = frame;
  const t = deskFrameWords(frame).hotlineDesk;
  const nowPage = async (c: DeskContext, line: string | undefined, status: 200 | 409 = 200): Promise<Response> => {
    const now = deps.now();
    const [list, instead] = await Promise.all([listView({ deps, frame, staff: c.var.staff, now }, { after: c.req.query("after") }), callInstead(deps)]);
    const said = readSaid(deps, c)?.code;
    const goesOn = said === "told" || said === "dropped";
    return c.html(<NowPage {...deskOf(c, frame)} now={now} list={list} callInstead={instead} goesOn={goesOn} line={line} isTrouble={status === 409} />, status);
  };
  /** One request about a caller; null for an address that names none. */
  const atCall = async (c: DeskContext): Promise<AtCall | null> => {
    const key = callerKeyIn(c.req.param("key"));
    const caller = key ? await deps.store.findCaller(key, deps.now()) : null;
    return caller && { c, deps, frame, caller };
  };

  const app = new Hono<DeskEnv>();
  app.get("/", (c) => nowPage(c, saidOn(deps, c, language)));
  app.get(listActs.rows, (c) => answerRows(c, { deps, frame, staff: c.var.staff, now: deps.now() }));

  app.post(listActs.takeNext, async (c) => {
    const staff = byOf(c);
    const { callers } = await nowList(deps);
    const own = callers.find((caller) => liveLease(caller, deps.now())?.staffId === staff.staffId);
    // One at a time: pressed twice, the button must not hold a second person nobody looks at.
    if (own) return c.redirect(saying(deps, callPath(language, own.key), { code: "held" }), 303);
    const held = await takeNext(deps, staff);
    return held ? c.redirect(callPath(language, held.key), 303) : nowPage(c, t.done.nobody, 409);
  });

  app.post(listActs.take, async (c) => {
    const key = callerKeyIn(one(await readPosted(c), "key"));
    const held = key ? await take(deps, { key, staff: byOf(c) }) : null;
    if (held) return c.redirect(callPath(language, held.key), 303);
    const caller = key ? await deps.store.findCaller(key, deps.now()) : null;
    const lease = caller ? liveLease(caller, deps.now()) : undefined;
    return nowPage(c, lease ? t.done.takenBy(lease.name) : t.done.notNow, 409);
  });

  app.post(listActs.told, async (c) => {
    const [first, ...texts] = one(await readPosted(c), toldName).split(" ");
    const key = callerKeyIn(first);
    if (!key || texts.length === 0 || texts.length > mostTold || !texts.every((id) => textShape.test(id))) return c.redirect(deskPagePath(language), 303);
    const code = await settle(deps, { key, texts, staff: byOf(c) });
    return c.redirect(saying(deps, deskPagePath(language), { code }), 303);
  });

  app.get("/call/:key", async (c) => {
    const at = await atCall(c);
    if (!at) return c.notFound();
    // Whoever holds them has it written down that they took them; anybody else's look is, before the page is shown.
    if (liveLease(at.caller, deps.now())?.staffId !== c.var.staff.staffId) await look(deps, at.caller.key, byOf(c));
    return callPage(at, { line: saidOn(deps, c, language) });
  });
  for (const act of callActNames) {
    app.post(`/call/:key${callActs[act]}`, async (c) => {
      const at = await atCall(c);
      return at ? acts[act](postedCall(at, await readPosted(c))) : c.notFound();
    });
    // Opened anew, for instance after signing in again: what was posted here is told on the page itself.
    app.get(`/call/:key${callActs[act]}`, (c) => {
      const key = callerKeyIn(c.req.param("key"));
      return key ? c.redirect(callPath(language, key), 303) : c.notFound();
    });
  }
  for (const act of [listActs.take, listActs.takeNext, listActs.told]) app.get(act, (c) => c.redirect(deskPagePath(language), 303));
  return app;
}

/** What a row of texts that did not arrive may name. */
const textShape = /^[\w-]{1,64}$/;
const mostTold = 100;

const callActNames: readonly CallAct[] = ["ring", "outcome", "renew", "handBack", "takeOver"];
