import { localDate } from "../../shared/calendar/local-time.ts";
import { workingDaysAhead as nextWorkingDays } from "../../shared/calendar/working-days.ts";
import { deskHours, halfHours } from "../../shared/hotline/roster.ts";
import { workingDaysAhead } from "../../shared/hotline/slots.ts";
import { callbackCheckSlug, callbackSteps, callbackSubmitSlug, firstCallbackStep } from "../../shared/hotline/steps.ts";
import type { Language } from "../../shared/language.ts";
import { appointmentPath, callbackPath, openAppointmentSlug, pagePath } from "../../shared/paths.ts";
import { typedFor } from "../support/callers.ts";
import { slotsWith, timeRequest, writeRows } from "../support/hotline.ts";
import { testPhone } from "../support/people.ts";
import type { World } from "../support/world.ts";
import { firstIn, sealed, type Fields, type Visit } from "./page-visitor.ts";

/** Every half hour of every day that can be chosen, as a full roster offers them. */
async function fullRoster({ hotline }: World): Promise<string[]> {
  const times = halfHours.filter((time) => deskHours.from <= time && time < deskHours.to);
  const ids = nextWorkingDays(localDate(hotline.deps.now()), workingDaysAhead).flatMap((date) => times.map((time) => `${date}T${time}`));
  const missing = (await Promise.all(ids.map((id) => hotline.deps.store.findSlot(id)))).filter(({ version }) => version === 0).map(({ id }) => id);
  await writeRows(hotline.deps, slotsWith(Object.fromEntries(missing.map((id) => [id, 4]))));
  return ids;
}

/** The whole callback form by posts, then receipt, appointment, another time and the end of it. */
export async function callbackJourney(world: World, language: Language, visit: Visit): Promise<void> {
  const [slotId = "", otherId = ""] = await fullRoster(world);
  const phone = testPhone(language === "vi" ? 398 : 399);
  const request = timeRequest(slotId, { language, phone, dangerBody: "yes", asking: "other", phoneOwner: "mine", askFor: "cô Nguyễn Phúc Hoàng Ví Dụ Bảo Khánh" });
  const path = (slug: string): string => callbackPath(language, slug);
  let html = "";
  for (const step of callbackSteps) {
    await visit(path(step.slug), sealed(html), 422);
    if (step.id === "way") await visit(path(step.slug), [["way", "iCall"], ...sealed(html)], 200, "callback, numbers to ring");
    if (step.id === "time") await visit(path(step.slug), [["slotId", "2020-01-01T08:00"], ...sealed(html)], 409, "callback, a time that is gone");
    const isFirst = step === firstCallbackStep;
    html = await visit(path(step.slug), [...typedFor(step, request), ...sealed(html)], 200, isFirst ? "callback, who helps now" : step === callbackSteps.at(-1) ? "callback, check before sending" : undefined);
    if (isFirst) html = await visit(`${path(callbackSteps[1]?.slug ?? "")}/xem`, sealed(html), 200);
  }
  await visit(path(callbackCheckSlug), [["sealed", "altered"]], 410, "page that has expired");
  const receipt = await visit(path(callbackSubmitSlug), sealed(html), 201, "callback, receipt");
  await visit(path(callbackSubmitSlug), sealed(html), 200, "callback, receipt, sent twice");

  const open = `${pagePath(language, "appointment")}/${openAppointmentSlug}`;
  const reference: Fields[number] = ["reference", firstIn(receipt, /class="code">(.{9})</)];
  await visit(open, [], 422, "appointment, codes with errors");
  await visit(open, [reference, ["code", "000000"]], 422, "appointment, wrong codes");
  const link = firstIn(receipt, /href="[^"]*\/lich-hen\/([\w-]{25})"/);
  const at = (act?: "move" | "cancel" | "stopTexts" | "confirm"): string => appointmentPath(language, link, act);
  await visit(at(), null, 200, "appointment");
  await visit(at("move"), null, 200, "appointment, other times");
  await visit(at("move"), [], 422, "appointment, other times with errors");
  await visit(at("move"), [["slotId", "2020-01-01T08:00"]], 409, "appointment, a time that is gone");
  await visit(at("cancel"), null, 200, "appointment, cancel");
  await visit(at("stopTexts"), null, 200, "appointment, stop texts");
  await visit(at("confirm"), [], 303);
  await visit(at(), null, 200, "appointment, confirmed");
  await visit(at("move"), [["slotId", otherId]], 303);
  await visit(at("cancel"), [], 303);
  await visit(at(), null, 200, "appointment, cancelled");
  await visit(appointmentPath(language, "C".repeat(25)), null, 404, "appointment, none");
}
