import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Route } from "../../../functions/messages/routes/route.ts";
import { subjectOf } from "../../../functions/registration/promised-text.ts";
import { casePath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { deskWords } from "../../../web/words/desk.ts";
import { listNames } from "../../../web/pages/desk/registrations.tsx";
import { textIn } from "../../support/pages.ts";
import { dung, giang, inVietnam, lam, registrationDesk, type Filed, type RegistrationDeskAtWork } from "../../support/registration-desk.ts";
import { startWorld, type World } from "../../support/world.ts";

const w = deskWords.vi.registrationDesk;
const list = registrationDeskPath("vi");

/** A network that knows every number to be wrong. */
const refusing: Route = { name: "sns", handOver: async () => ({ outcome: "notHanded", because: "InvalidParameter", final: true }), probe: async () => true };

let world: World;
let desk: RegistrationDeskAtWork;
beforeAll(async () => {
  world = await startWorld({ at: inVietnam("2026-11-23 09:00"), route: refusing });
  desk = registrationDesk(world);
});
afterAll(() => world.stop());

/** An application whose receipt did not arrive. */
async function unreached(communeCode?: string): Promise<Filed> {
  const filed = await desk.file({}, communeCode);
  await world.sweep();
  return filed;
}
const named = (html: string, { reference }: Filed): boolean => html.includes(`value="${subjectOf(desk.deps, reference)} `);
const buttonOf = (html: string, { reference }: Filed): string => new RegExp(`value="(${subjectOf(desk.deps, reference)} [^"]+)"`).exec(html)?.[1] ?? "";

describe("a family whom a text did not reach", () => {
  test("is on the list of the office that has the application, with the reason, and on nobody else's", async () => {
    const filed = await unreached();
    const page = await desk.get(dung, list);
    expect(named(page.html, filed)).toBe(true);
    expect(textIn(page.html)).toContain(w.callInstead.title);
    expect(page.html).toContain(casePath("vi", filed.reference));
    expect(page.html).not.toContain(filed.phone.slice(1));
    expect(named((await desk.get(lam, list)).html, filed)).toBe(false);
  });

  test("is on a supervisor's list when it is narrowed to that commune", async () => {
    const filed = await unreached();
    expect(named((await desk.get(giang, list)).html, filed)).toBe(false);
    const narrowed = await desk.get(giang, `${list}?${listNames.commune}=00004`);
    expect(named(narrowed.html, filed)).toBe(true);
    await desk.post(giang, registrationDeskPath("vi", "told"), [["commune", "00004"], ["told", buttonOf(narrowed.html, filed)]]);
    expect(named((await desk.get(dung, list)).html, filed)).toBe(false);
  });

  test("is off it once somebody has told them, and who did stands in the application's history", async () => {
    const filed = await unreached();
    const told = await desk.post(dung, registrationDeskPath("vi", "told"), [["told", buttonOf((await desk.get(dung, list)).html, filed)]]);
    expect(told.status).toBe(303);
    expect(textIn((await desk.get(dung, told.to)).html)).toContain(w.done.told);
    expect(named((await desk.get(dung, list)).html, filed)).toBe(false);
    expect((await desk.happened(filed.reference)).filter(({ type }) => type === "told")).toMatchObject([{ by: "desk", staff: { staffId: dung.staffId } }]);
    expect(textIn((await desk.open(dung, filed.reference)).html)).toContain(w.callInstead.event);
  });

  test("cannot be ticked off from another office", async () => {
    const filed = await unreached();
    const value = buttonOf((await desk.get(dung, list)).html, filed);
    await desk.post(lam, registrationDeskPath("vi", "told"), [["told", value]]);
    await desk.post(lam, registrationDeskPath("vi", "told"), [["commune", "00004"], ["told", value]]);
    expect(named((await desk.get(dung, list)).html, filed)).toBe(true);
    expect((await desk.happened(filed.reference)).map(({ type }) => type)).not.toContain("told");
  });

  test("whose application has gone to another office is told of with that office's name only", async () => {
    const filed = await unreached();
    // Longer than the receipt could have been sent: then nothing takes it back any more.
    world.forward(4 * 24 * 3_600_000);
    await desk.record(dung, filed.reference, "transfer", { communeCode: "00008", because: "Chuyển nơi ở" });
    const { html } = await desk.get(dung, list);
    expect(textIn(html)).toContain(w.callInstead.moved((await desk.caseOf(filed.reference)).office.name));
    expect(html).not.toContain(casePath("vi", filed.reference));
  });

  test("the application's page shows how each text fared", async () => {
    const filed = await unreached();
    const text = textIn((await desk.open(dung, filed.reference)).html);
    expect(text).toContain(deskWords.vi.hotlineDesk.texts.templates.receipt);
    expect(text).toContain(deskWords.vi.hotlineDesk.texts.states.notDelivered);
  });
});
