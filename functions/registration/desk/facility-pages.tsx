import { Hono, type Context, type MiddlewareHandler } from "hono";
import * as z from "zod";
import { localDate } from "../../../shared/calendar/local-time.ts";
import { withStep } from "../../../shared/form/answers.ts";
import { answersOf, differing, facilityFields, facilityMoveNames, movesFrom, readFacts, type Facility, type FacilityMove } from "../../../shared/places/facility.ts";
import { findProvince } from "../../../shared/places/places.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { FacilityFormPage, FacilityListPage, FacilityMovePage, facilityListPath, facilityPath, versionName, type FacilityFormProps } from "../../../web/pages/desk/facilities.tsx";
import { DeskProblemPage } from "../../../web/pages/desk/problem.tsx";
import { facilityNames } from "../../../web/pages/facilities.tsx";
import { Conflict } from "../../platform/errors.ts";
import { one, readPosted, type Posted } from "../../platform/http.ts";
import type { DeskEnv } from "../../staff/desk-guard.tsx";
import { changeFacility, createFacility, moveFacility, type EditDeps } from "../edit-facility.ts";
import { findFacility, listFacilities, listProvinces } from "../list-facilities.ts";

type FacilityContext = Context<DeskEnv>;

const doneSchema = z.enum(["create", "change", ...facilityMoveNames]);
const moveSchema = z.enum(facilityMoveNames);

/** Lets only those through who keep the directory. */
const administratorsOnly = (deps: Pick<EditDeps, "log">, frame: Frame): MiddlewareHandler<DeskEnv> => async (c, next) => {
  const { staff, csrf } = c.var;
  if (staff.roles.includes("administrator")) return next();
  deps.log.warn("DESK_REFUSED", { because: "role", method: c.req.method });
  return c.html(<DeskProblemPage frame={frame} kind="noRole" staff={staff} csrf={csrf} />, 403);
};

const deskOf = ({ var: { staff, csrf } }: FacilityContext, frame: Frame) => ({ frame, staff, csrf });
const byOf = ({ var: { staff } }: FacilityContext) => ({ staffId: staff.staffId, name: staff.name });
const provinceOf = (c: FacilityContext) => findProvince(c.req.query(facilityNames.province) ?? "");
const refOf = (c: FacilityContext) => ({ provinceCode: c.req.param("province") ?? "", id: c.req.param("id") ?? "" });
const versionIn = (posted: Posted): number => Number(one(posted, versionName) || Number.NaN);
const typedIn = (posted: Posted) => withStep({}, { fields: facilityFields }, posted);

/** What `act` gives; null when somebody else was there first. */
async function unlessTaken<T>(act: () => Promise<T>): Promise<T | null> {
  try {
    return await act();
  } catch (thrown) {
    if (thrown instanceof Conflict) return null;
    throw thrown;
  }
}

type Shown = Pick<FacilityFormProps, "answers" | "issues" | "clash">;

/** The directory of places as an administrator keeps it. Behind the desk's guard, under its address. */
export function facilityPages(deps: EditDeps, frame: Frame): Hono<DeskEnv> {
  const app = new Hono<DeskEnv>();
  app.use(administratorsOnly(deps, frame));
  const { language } = frame;
  const today = () => localDate(deps.now());
  const listed = (c: FacilityContext, { provinceCode }: Facility, done: z.infer<typeof doneSchema>) => c.redirect(facilityListPath(language, provinceCode, done), 303);

  /** The form of an entry as it is kept, with what is told of it. */
  const form = async (c: FacilityContext, facility: Facility, shown: Shown, status: 200 | 400 | 409 = 200) => {
    const province = findProvince(facility.provinceCode);
    if (!province) return c.notFound();
    return c.html(<FacilityFormPage desk={deskOf(c, frame)} province={province} facility={facility} history={await deps.facilities.history(facility)} {...shown} />, status);
  };

  app.get("/", async (c) => {
    const province = provinceOf(c);
    const chosen = province ? { province, facilities: await listFacilities(deps, province.code) } : null;
    const provincesListed = chosen ? [] : await listProvinces(deps, { published: false });
    return c.html(<FacilityListPage desk={deskOf(c, frame)} listed={provincesListed} chosen={chosen} done={doneSchema.safeParse(c.req.query("done")).data} />);
  });

  app.get("/new", (c) => {
    const province = provinceOf(c);
    return province ? c.html(<FacilityFormPage desk={deskOf(c, frame)} province={province} facility={null} answers={{}} history={[]} />) : c.notFound();
  });

  app.post("/new", async (c) => {
    const province = provinceOf(c);
    if (!province) return c.notFound();
    const answers = typedIn(await readPosted(c));
    const again = (shown: Partial<Shown>, status: 400 | 409) => c.html(<FacilityFormPage desk={deskOf(c, frame)} province={province} facility={null} answers={answers} history={[]} {...shown} />, status);
    const read = readFacts(answers, province.code, today());
    if ("issues" in read) return again({ issues: read.issues }, 400);
    const created = await unlessTaken(() => createFacility(deps, read.facts, byOf(c)));
    return created ? listed(c, created, "create") : again({ clash: { code: "exists", differs: [] } }, 409);
  });

  app.get("/:province/:id", async (c) => {
    const facility = await findFacility(deps, refOf(c));
    return facility ? form(c, facility, { answers: answersOf(facility) }) : c.notFound();
  });

  app.post("/:province/:id", async (c) => {
    const facility = await findFacility(deps, refOf(c));
    if (!facility) return c.notFound();
    const posted = await readPosted(c);
    const answers = typedIn(posted);
    const read = readFacts(answers, facility.provinceCode, today());
    // The version that was seen goes on: what another saved meanwhile is told once nothing else is wrong.
    if ("issues" in read) return form(c, { ...facility, version: versionIn(posted) }, { answers, issues: read.issues }, 400);
    const changed = await unlessTaken(() => changeFacility(deps, { ...refOf(c), version: versionIn(posted) }, read.facts, byOf(c)));
    if (changed) return listed(c, changed, "change");
    const now = (await findFacility(deps, refOf(c))) ?? facility;
    return form(c, now, { answers, clash: { code: "overtaken", differs: differing(now, read.facts) } }, 409);
  });

  /** What a move is asked of; a page for any other address. */
  const moving = async (c: FacilityContext, answer: (facility: Facility, move: FacilityMove) => Response | Promise<Response>) => {
    const move = moveSchema.safeParse(c.req.param("move")).data;
    const facility = move ? await findFacility(deps, refOf(c)) : null;
    return move && facility ? answer(facility, move) : c.notFound();
  };

  app.get("/:province/:id/:move", (c) =>
    moving(c, (facility, move) => (movesFrom(facility.state).includes(move) ? c.html(<FacilityMovePage desk={deskOf(c, frame)} facility={facility} move={move} />) : c.redirect(facilityPath(language, facility), 303))),
  );

  app.post("/:province/:id/:move", (c) =>
    moving(c, async (facility, move) => {
      const version = versionIn(await readPosted(c));
      const moved = await unlessTaken(() => moveFacility(deps, { ...refOf(c), version }, move, byOf(c)));
      if (moved) return listed(c, moved, move);
      const now = (await findFacility(deps, refOf(c))) ?? facility;
      return form(c, now, { answers: answersOf(now), clash: { code: "moveOvertaken", differs: [] } }, 409);
    }),
  );
  return app;
}
