import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Act } from "../../../shared/abuse/budgets.ts";
import { proofNames, type PowChallenge } from "../../../shared/abuse/proof.ts";
import { callbackStepBySlug, callbackSubmitSlug } from "../../../shared/hotline/steps.ts";
import { languages, type Language } from "../../../shared/language.ts";
import { apiPaths, callbackPath, lookupPath, openAppointmentSlug, pagePath, stepPath } from "../../../shared/paths.ts";
import { submitSlug } from "../../../shared/registration/steps.ts";
import { describeApi } from "../../../web/describe-api.ts";
import { words } from "../../../web/words/words.ts";
import { newKey } from "../../support/applications.ts";
import { openDoor, untexted, wish, wishAt, type Door } from "../../support/callers.ts";
import { walk, withSealed, type Page } from "../../support/form-walk.ts";
import { mondayMorning } from "../../support/hotline.ts";
import { actionIn, h1In, lostIds, referenceIn, textIn } from "../../support/pages.ts";
import { himself, motherForSon, testPhone } from "../../support/people.ts";
import { bySolution, byTicket, challengeIn, hiddenIn, jsonFrom, postFrom, solutionOf, sourceAt, useUp, withSolution } from "../../support/proofs.ts";
import { startWorld, type World } from "../../support/world.ts";

type Problem = { status: number; title: string; detail: string; challenge: PowChallenge; ticket: string };

let world: World;
let door: Door;
beforeAll(async () => {
  world = await startWorld({ at: mondayMorning });
});
afterAll(() => world.stop());
beforeEach(async () => {
  world.moveTo(mondayMorning);
  door = await openDoor(world);
});
let hosts = 0;
/** An address of its own for each test; what is free for it is used up. */
async function busy(act: Act, deps: Parameters<typeof useUp>[0] = world.deps): Promise<string> {
  const address = `198.51.100.${(hosts += 1)}`;
  await useUp(deps, address, act);
  return address;
}
let phones = 500;
const pair = (): [string, string][] => [["reference", "K7M4 Q9TX"], ["phone", testPhone((phones += 1))]];
const ask = (address: string, fields: [string, string][], language: Language = "vi") => postFrom(world.app, address, lookupPath(language, "code"), fields);
/** Presses the page's button. */
const press = (address: string, page: Page, fields = hiddenIn(page)) => postFrom(world.app, address, actionIn(page.html), fields);
const isAsked = (page: Page, language: Language = "vi") =>
  expect({ status: page.status, h1: h1In(page.html), challenge: challengeIn(page) !== undefined }).toEqual({ status: 429, h1: words[language].challenge.title, challenge: true });
const { vi } = words;

describe("a source that has used up what is free", () => {
  test.for(languages)("is asked for a proof, with all that was typed, in %s; others are not", async (language) => {
    const address = await busy("codes");
    const fields = pair();
    const page = await ask(address, fields, language);
    isAsked(page, language);
    expect(page.headers.get("retry-after")).toBe("30");
    expect(actionIn(page.html)).toBe(lookupPath(language, "code"));
    expect(hiddenIn(page)).toEqual([...fields, [proofNames.ticket, expect.any(String)]]);
    expect(textIn(page.html)).toContain(words[language].challenge.wait("09:00:30"));
    expect(lostIds(page.html)).toEqual([]);
    expect((await ask("192.0.2.1", fields, language)).status).toBe(200);
  });

  test("goes on with the work done; each work is good once", async () => {
    const address = await busy("codes");
    const page = await ask(address, pair());
    const done = withSolution(page);
    expect(h1In((await press(address, page, done)).html)).toBe(vi.lookup.codeTitle);
    isAsked(await press(address, page, done));
  });

  test("is not asked again for ten presses at once of the same work: one goes on", async () => {
    const address = await busy("codes");
    const page = await ask(address, pair());
    const done = withSolution(page);
    const pages = await Promise.all(Array.from({ length: 10 }, () => press(address, page, done)));
    expect(pages.filter((one) => challengeIn(one) === undefined)).toHaveLength(1);
  });

  test("goes on after half a minute without script, once; pressed too early it keeps its place", async () => {
    const address = await busy("codes");
    const page = await ask(address, pair());
    world.forward(29_000);
    const early = await press(address, page);
    isAsked(early);
    expect(textIn(early.html)).toContain(vi.challenge.early("09:00:30"));
    expect(hiddenIn(early)).toEqual(hiddenIn(page));
    world.forward(1_000);
    expect(h1In((await press(address, early)).html)).toBe(vi.lookup.codeTitle);
    const again = await press(address, early);
    isAsked(again);
    expect(textIn(again.html)).toContain(vi.challenge.wait("09:01:00"));
  });

  test("cannot let many wait at the same time: sixty an hour go on, and the others wait for the next", async () => {
    const address = await busy("codes");
    const pages = await Promise.all(Array.from({ length: 5 }, () => ask(address, pair())));
    for (let n = 0; n < 58; n += 1) await world.deps.budgets.spend("waitsFromSource", sourceAt(world.deps, address), world.now());
    world.forward(30_000);
    const pressed = await Promise.all(pages.map((page) => press(address, page)));
    const left = pressed.filter((page) => challengeIn(page) !== undefined);
    expect(left).toHaveLength(3);
    for (const page of left) expect(textIn(page.html)).toContain(vi.challenge.wait("10:00:00"));
  });

  test("can change the language, and nothing is lost", async () => {
    const address = await busy("codes");
    const fields = pair();
    const page = await ask(address, fields);
    expect(page.html).toContain(`formaction="${lookupPath("en", "code")}"`);
    const english = await postFrom(world.app, address, lookupPath("en", "code"), hiddenIn(page));
    isAsked(english, "en");
    expect(hiddenIn(english)).toEqual(hiddenIn(page));
    world.forward(30_000);
    expect(h1In((await press(address, english)).html)).toBe(words.en.lookup.codeTitle);
  });

  test("shows what was typed as text, whatever was typed", async () => {
    const address = await busy("codes");
    const fields: [string, string][] = [["reference", "K7M4 Q9TX"], ["phone", testPhone(1)], ["note", `"><script>alert(1)</script>&amp;'`], ["<b>", "1"]];
    const page = await ask(address, fields);
    expect(page.html).not.toContain("<script>alert");
    expect(page.html).not.toContain("<b>");
    expect(hiddenIn(page).slice(0, 3)).toEqual(fields.slice(0, 3));
  });

  test.each(["altered", "another's", "old", "not solved", "nonsense"])("gets nowhere with a proof that is %s", async (what) => {
    const address = await busy("codes");
    const [page, other] = [await ask(address, pair()), await ask(address, pair())];
    const challenge = challengeIn(page);
    const foreign = challengeIn(other);
    if (!challenge || !foreign) throw new Error("a proof is asked for");
    const ticket = hiddenIn(other).find(([name]) => name === proofNames.ticket)?.[1] ?? "";
    const easier = { ...challenge, parameters: { ...challenge.parameters, keyPrefix: "00" } };
    const proofs: Record<string, () => { solution: string; ticket: string }> = {
      altered: () => ({ solution: solutionOf(easier), ticket: `${ticket.slice(0, -4)}AAAA` }),
      "another's": () => ({ solution: solutionOf(foreign), ticket }),
      old: () => ({ solution: solutionOf(challenge), ticket: hiddenIn(page).find(([name]) => name === proofNames.ticket)?.[1] ?? "" }),
      "not solved": () => ({ solution: btoa(JSON.stringify({ challenge, solution: { counter: 1, derivedKey: challenge.parameters.keyPrefix.padEnd(64, "0") } })), ticket: "" }),
      nonsense: () => ({ solution: "%%%", ticket: "1.x" }),
    };
    const proof = proofs[what]?.() ?? { solution: "", ticket: "" };
    world.forward(what === "old" ? 61 * 60_000 : 30_000);
    const typed = hiddenIn(page).filter(([name]) => name !== proofNames.ticket);
    isAsked(await press(address, page, [...typed, [proofNames.solution, proof.solution], [proofNames.ticket, proof.ticket]]));
  });
});

describe("a registration", () => {
  test("is taken in with the work done, once; shown again it is asked for nothing", async () => {
    const address = await busy("registrations");
    const check = await walk(world, motherForSon());
    const send = (fields: [string, string][]) => postFrom(world.app, address, stepPath("vi", submitSlug), fields);
    const page = await send(withSealed(check.sealed));
    isAsked(page);
    const done = withSolution(page);
    const receipt = await send(done);
    expect(receipt.status).toBe(201);
    // Script shows the receipt with a second post of the same.
    const again = await send([...done, ["seen", "yes"]]);
    expect({ status: again.status, reference: referenceIn(again.html) }).toEqual({ status: 200, reference: referenceIn(receipt.html) });
  });

  test("by JSON is told what to solve, and is taken in with the solution, or after the wait", async () => {
    const address = await busy("registrations");
    for (const prove of ["solution", "ticket"] as const) {
      const key = newKey();
      const send = (headers: Record<string, string> = {}) => jsonFrom(world.app, address, apiPaths.registrations, himself(), { "idempotency-key": key, "accept-language": "en", ...headers });
      const refused = await send();
      const problem = (await refused.json()) as Problem;
      expect({ status: refused.status, wait: refused.headers.get("retry-after"), title: problem.title, detail: problem.detail }).toEqual({ status: 429, wait: "30", ...words.en.challenge.api.challenged });
      const proof = prove === "solution" ? bySolution(problem.challenge) : byTicket(problem.ticket);
      if (prove === "ticket") {
        expect((await send(proof)).status).toBe(429);
        world.forward(30_000);
      }
      expect((await send(proof)).status).toBe(201);
      expect((await send()).status).toBe(200);
    }
  });
});

describe("a call", () => {
  const three = "2026-11-23T15:00";
  const timeSlug = callbackStepBySlug("gio")?.slug ?? "";
  const sendFrom = (address: string, fields: [string, string][]) => postFrom(door.app, address, callbackPath("vi", callbackSubmitSlug), fields);

  test("is booked with the work done", async () => {
    const address = await busy("calls", door.deps);
    const page = await sendFrom(address, withSealed((await door.walk(wish(10))).sealed));
    isAsked(page);
    expect((await sendFrom(address, withSolution(page))).status).toBe(201);
  });

  test("of somebody in danger is asked for nothing, nor is the seat they choose", async () => {
    await door.roster({ [three]: 1 });
    const address = await busy("calls", door.deps);
    await useUp(door.deps, address, "holds");
    const danger = wishAt(11, three, { dangerNow: "yes", ...untexted });
    const times = await door.walk(danger, "time");
    const held = await postFrom(door.app, address, callbackPath("vi", timeSlug), withSealed(times.sealed, [["slotId", three]]));
    expect(held.status).toBe(200);
    const check = await door.walk(wish(12, { dangerBody: "yes", ...untexted }));
    expect((await sendFrom(address, withSealed(check.sealed))).status).toBe(201);
  });

  test("has its seat kept with the work done", async () => {
    await door.roster({ [three]: 1 });
    const address = await busy("holds", door.deps);
    const times = await door.walk(wishAt(13, three), "time");
    const choose = (fields: [string, string][]) => postFrom(door.app, address, callbackPath("vi", timeSlug), fields);
    const page = await choose(withSealed(times.sealed, [["slotId", three]]));
    isAsked(page);
    const holds = async () => Object.keys((await door.deps.store.findSlot(three)).holds).length;
    expect(await holds()).toBe(0);
    expect(door.shown(await choose(withSolution(page)))).not.toBe("time");
    expect(await holds()).toBe(1);
  });

  test("by JSON is booked with the solution", async () => {
    const address = await busy("calls", door.deps);
    const key = newKey();
    const send = (headers: Record<string, string> = {}) => jsonFrom(door.app, address, apiPaths.callbacks, wish(14), { "idempotency-key": key, ...headers });
    const { challenge } = (await (await send()).json()) as Problem;
    expect((await send(bySolution(challenge))).status).toBe(201);
    expect((await send()).status).toBe(200);
  });

  test("that was not booked takes none of the three of the day", async () => {
    await door.roster({ [three]: 0 });
    for (let n = 0; n < 4; n += 1) expect((await jsonFrom(door.app, "192.0.2.9", apiPaths.callbacks, wishAt(15, three), { "idempotency-key": newKey() })).status).toBe(409);
    expect((await jsonFrom(door.app, "192.0.2.9", apiPaths.callbacks, wish(15), { "idempotency-key": newKey() })).status).toBe(201);
  });
});

describe("calls told as danger", () => {
  const danger = { dangerNow: "yes", ...untexted } as const;
  const askFrom = async (address: string, n: number, change = {}) => (await jsonFrom(door.app, address, apiPaths.callbacks, wish(n, change), { "idempotency-key": newKey() })).status;
  /** In their order: who told of danger, and whether they stand first for it. */
  const queue = async () => (await door.deps.store.readQueue("ring", 30)).callers.map(({ entries }) => entries.map(({ danger: told, inTurn }) => (told ? (inTurn ? "in turn" : "first") : "soon")).join());

  test("from one place go first ten times an hour; after those everybody is taken in, and stands in turn", async () => {
    const flooding = "192.0.2.20";
    expect(await askFrom("192.0.2.21", 20, untexted)).toBe(201);
    for (let n = 30; n < 44; n += 1) {
      world.forward(1_000);
      expect(await askFrom(flooding, n, danger)).toBe(201);
    }
    expect(await askFrom("192.0.2.22", 21, danger)).toBe(201);
    expect(await queue()).toEqual([...Array.from({ length: 11 }, () => "first"), "soon", ...Array.from({ length: 4 }, () => "in turn")]);
    expect(world.logged.filter(({ code, level }) => code === "DANGER_IN_TURN" && level === "warn")).toHaveLength(4);
    world.forward(3_600_000);
    expect(await askFrom(flooding, 45, danger)).toBe(201);
    expect((await queue()).filter((one) => one === "first")).toHaveLength(12);
  });

  test("for one phone go first five times a day from one place, and what was not booked or only sent again is not counted", async () => {
    await door.roster({ "2026-11-23T15:00": 0 });
    const key = newKey();
    for (let n = 0; n < 6; n += 1) {
      expect((await jsonFrom(door.app, "192.0.2.23", apiPaths.callbacks, wishAt(22, "2026-11-23T15:00", danger), { "idempotency-key": newKey() })).status).toBe(409);
      expect((await jsonFrom(door.app, "192.0.2.23", apiPaths.callbacks, wish(22, danger), { "idempotency-key": key })).status).toBeLessThan(300);
    }
    for (let n = 0; n < 5; n += 1) expect(await askFrom("192.0.2.23", 22, danger)).toBe(201);
    expect(await queue()).toEqual(["first,first,first,first,first,in turn"]);
    expect(await askFrom("192.0.2.24", 22, danger)).toBe(201);
    expect(await queue()).toEqual(["first,first,first,first,first,in turn,first"]);
  });
});

test("guessing at codes from a text is asked for a proof too, on either side of the wall", async () => {
  const sides = [["registration", world.deps, world.app, `${pagePath("vi", "appointment")}/g/${openAppointmentSlug}`, "GK7M4Q9TXCDF"], ["hotline", door.deps, door.app, `${pagePath("vi", "appointment")}/${openAppointmentSlug}`, "K7M4Q9TXCDFG"]] as const;
  for (const [side, deps, app, path, code] of sides) {
    const guess = (address: string) => postFrom(app, address, path, [["reference", code], ["code", ""]]);
    expect({ side, free: (await guess("192.0.2.10")).status }).toEqual({ side, free: 422 });
    isAsked(await guess(await busy("guesses", deps)));
  }
});

test("the description of the API tells of proofs: the headers, and what a problem carries", () => {
  const { paths, components } = describeApi();
  for (const path of [apiPaths.registrations, apiPaths.callbacks, `${apiPaths.registrations}/{reference}/codes`] as const) {
    const { post } = paths[path] as { post: { parameters: { name: string }[]; responses: Record<string, unknown> } };
    expect({ path, names: post.parameters.map(({ name }) => name) }).toEqual({ path, names: expect.arrayContaining(["Challenge-Solution", "Challenge-Ticket"]) });
    expect(post.responses).toHaveProperty("429");
  }
  expect(Object.keys(components.schemas.Problem.properties)).toEqual(expect.arrayContaining(["challenge", "ticket"]));
});
