import { Hono } from "hono";
import { daysAfter } from "../../../shared/calendar/civil-date.ts";
import { instantOf, localDate } from "../../../shared/calendar/local-time.ts";
import { findCommune } from "../../../shared/places/places.ts";
import { unitOf, type Entry } from "../../../shared/registration/case.ts";
import { registrationDeskPages, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { deskListNames, deskLists, type ApplicationState, type DeskList } from "../../../shared/registration/state.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { communeName, toldName } from "../../../web/pages/desk/registration-call-instead.tsx";
import { FindPage, RegistrationListPage, findName, listNames } from "../../../web/pages/desk/registrations.tsx";
import { deskFrameWords } from "../../../web/words/desk.ts";
import { one, readPosted } from "../../platform/http.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { findCases } from "../find-cases.ts";
import { whoLooks, type Officer, type Scope } from "../scope.ts";
import { callInstead, told } from "./call-instead.ts";
import type { DeskDeps } from "./deps.ts";
import { deskOf, officerOf, type DeskContext } from "./desk-request.tsx";
import { saidOn, saying } from "./said.ts";

const perPage = 50;

/** A commune of a supervisor's province; of nobody else's. */
function communeIn(scope: Scope, code: string | undefined): string | undefined {
  const commune = findCommune(code);
  return "province" in scope && commune?.provinceCode === scope.province ? commune.code : undefined;
}

/** What an address asks of the list; whatever it does not know is left out. */
function askedOf(c: DeskContext, scope: Scope): { list: DeskList; state: ApplicationState | undefined; commune: string | undefined; after: string | undefined } {
  const list = deskListNames.find((name) => name === c.req.query(listNames.list)) ?? "todo";
  const state = deskLists[list].find((name) => name === c.req.query(listNames.state));
  const after = /^[\dT:.Z-]{20,30} [A-Z0-9]{4,12}$/.exec(c.req.query(listNames.after) ?? "")?.[0];
  return { list, state, commune: communeIn(scope, c.req.query(listNames.commune)), after };
}

/** Whose list of calls is shown: the office's own; of a province its queue's, or that of the commune it is narrowed to. */
const unitIn = (scope: Scope, commune: string | undefined): string => commune ?? ("office" in scope ? scope.office : scope.province);

const endOfDay = (now: Date): string => instantOf(daysAfter(localDate(now), 1), 0, 0).toISOString();

/** The list by clocks, and finding one application. */
export function listPages(deps: DeskDeps, frame: Frame): Hono<DeskEnv> {
  const w = deskFrameWords(frame).registrationDesk;
  const app = new Hono<DeskEnv>();

  app.get("/", async (c) => {
    const officer = await officerOf(c, deps, frame);
    return officer instanceof Response ? officer : list(c, officer);
  });

  const list = async (c: DeskContext, officer: Officer): Promise<Response> => {
    const { scope } = officer;
    const { list: name, state, commune, after } = askedOf(c, scope);
    const states = state ? [state] : deskLists[name];
    const entries = await deps.cases.list(commune ? { office: commune } : scope, states, { after, limit: perPage + 1, latestFirst: name === "over" });
    // What waits or runs has days of its own: those that have come stand here too, or nobody would look.
    const isWhole = name === "todo" && !state && after === undefined;
    const others = isWhole ? await deps.cases.list(commune ? { office: commune } : scope, [...deskLists.waiting, ...deskLists.running], { before: endOfDay(deps.now()), limit: perPage }) : [];
    const alsoDue = others.filter(({ due }) => due?.at);
    const [firstRight] = isWhole ? await deps.rights.listDue(scope, 1) : [];
    const view = { alsoDue, firstRight, list: name, state, commune, entries: entries.slice(0, perPage), more: entries.length > perPage, isFirst: after === undefined, ...("province" in scope ? { province: scope.province } : {}) };
    const instead = after === undefined ? await callInstead(deps, unitIn(scope, commune)) : { people: [], more: false };
    const named = [...view.entries, ...view.alsoDue, ...instead.people.flatMap(({ entry }) => entry ?? [])].map(({ reference }) => reference);
    if (named.length) await deps.listLooks.write(officer, { id: deps.ids.event(), at: deps.now(), references: [...new Set(named)] });
    return c.html(<RegistrationListPage {...deskOf(c, frame, deps.now())} view={view} instead={instead} said={saidOn(deps, c, frame)} />);
  };

  app.post(registrationDeskPages.told, async (c) => {
    const officer = await officerOf(c, deps, frame);
    if (officer instanceof Response) return officer;
    const posted = await readPosted(c);
    const unit = unitIn(officer.scope, communeIn(officer.scope, one(posted, communeName)));
    const [subject = "", ...texts] = one(posted, toldName).split(" ").filter((part) => /^[\w-]{1,64}$/.test(part));
    await told(deps, { unit, subject, texts, staff: officer.staff });
    return c.redirect(saying(deps, registrationDeskPath(frame.language), "told"), 303);
  });
  app.get(registrationDeskPages.told, (c) => c.redirect(registrationDeskPath(frame.language), 303));

  /** Those found, once it is written down at each that somebody looked for them; also for nobody, the log says that somebody searched. */
  const lookedFor = async (officer: Officer, found: readonly Entry[]): Promise<Entry[]> => {
    deps.log.info("CASE_SEARCHED", { staffId: officer.staff.staffId, count: found.length });
    const look = () => ({ id: deps.ids.event(), type: "lookedAt" as const, at: deps.now().toISOString(), ...whoLooks(officer), facts: { paper: "find" } });
    const still = await Promise.all(found.map((entry) => deps.cases.look(unitOf(entry.office), entry.reference, look())));
    return found.filter((_, n) => still[n]);
  };

  const find = async (c: DeskContext, wanted: string | undefined): Promise<Response> => {
    const officer = await officerOf(c, deps, frame);
    if (officer instanceof Response) return officer;
    const { scope } = officer;
    const found = wanted ? await lookedFor(officer, await findCases(deps, { scope, wanted })) : null;
    const error = wanted === "" ? w.find.missing : undefined;
    return c.html(<FindPage {...deskOf(c, frame, deps.now())} wanted={wanted ?? ""} found={found} error={error} showOffice={"province" in scope} />, error ? 422 : 200);
  };
  app.get(registrationDeskPages.find, (c) => find(c, undefined));
  app.post(registrationDeskPages.find, async (c) => find(c, one(await readPosted(c), findName).trim().slice(0, 60)));
  return app;
}
