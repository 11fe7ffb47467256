import { localDate } from "../../../shared/calendar/local-time.ts";
import type { PaperOf } from "../../../shared/registration/papers.ts";
import { birthRuns, blankLine, given, heading, identityRuns, isMinor, letterHead, nameRun, nobody, officeHead, phoneOf, residenceOf, signatures, title, writerOf } from "./parts.ts";
import { longDay } from "./phrases.ts";
import type { Run } from "./set-lines.ts";
import type { Paragraph, Sheet } from "./sheet.ts";
import { relationOf, words } from "./words.ts";

type ApplicationPaper = PaperOf<"application">;
const t = words.application;

/** Mẫu 20, Annex V, NĐ 163/2026; before it Mẫu 22, Annex II, NĐ 116/2021. */
export function drawApplication(sheet: Sheet, paper: ApplicationPaper): void {
  const { regimeId, office, receivedAt } = paper;
  const day = longDay(localDate(new Date(receivedAt)));
  if (regimeId === "R1") officeHead(sheet, paper, { day });
  else letterHead(sheet, office, day);
  title(sheet, t.title[regimeId]);
  sheet.write({ runs: [words.to, given(regimeId === "R1" ? office : `Trưởng ${office}`)], align: "center" });
  drawPeople(sheet, paper);
  if (regimeId === "R1") drawOldWishes(sheet, paper);
  else drawWishes(sheet, paper);
}

function drawPeople(sheet: Sheet, { regimeId, application }: ApplicationPaper): void {
  const { person } = application;
  const writer = writerOf(application);
  const born = (party: typeof writer.party): Run[] => (regimeId === "R1" ? [words.birthDate, given(longDay(party.birthDate))] : birthRuns(party));
  const item = (...runs: readonly Run[]): Paragraph => ({ runs: ["- ", ...runs], hang: 8 });
  sheet.write(
    heading(t.writer[regimeId]),
    item(words.fullName, nameRun(writer.party)),
    item(...born(writer.party)),
    item(...identityRuns(writer.party, regimeId)),
    item(words.residence, given(writer.address)),
    item(words.phone, given(writer.phone)),
    item(t.relation, given(relationOf(application))),
    heading(t.person),
    item(words.fullName, nameRun(person)),
    item(...born(person)),
    item(...identityRuns(person, regimeId)),
    item(words.residence, given(residenceOf(application))),
    item(words.contactPhone, given(phoneOf(person.phone))),
    heading(t.wishes),
  );
}

const option = (ticked: boolean, ...runs: readonly Run[]): Paragraph => ({ runs: [{ ticked }, ...runs], indent: 14, hang: 14 });

function drawWishes(sheet: Sheet, paper: ApplicationPaper): void {
  const { place, facilityName, plan } = paper.application.treatment;
  sheet.write({ runs: [t.place] });
  for (const [code, text] of Object.entries(words.places)) sheet.write(option(place === code, text));
  if (place !== "home") sheet.write({ runs: [t.facility, given(facilityName)], indent: 14 });
  sheet.note(words.unconfirmed);
  const minor = isMinor(paper);
  // Nobody signs on a page that says nothing: the plan, or the parents' opinion, stands above.
  sheet.keep((plan ? 120 : 50) + (minor ? 0 : 95));
  sheet.write({ runs: [t.planTitle], before: 4 });
  if (plan) drawPlan(sheet, plan);
  else sheet.write({ runs: [t.planNotAtHome], indent: 14 });
  sheet.note(words.unconfirmed);
  if (minor) {
    sheet.keep(180);
    sheet.write(heading(t.opinion), blankLine, blankLine);
  }
  signatures(sheet, [minor ? { ...t.representative, hint: words.sign } : nobody, { title: t.signed, hint: words.sign }]);
  sheet.note(words.unconfirmed);
}

function drawPlan(sheet: Sheet, plan: NonNullable<ApplicationPaper["application"]["treatment"]["plan"]>): void {
  const { what, home, provider } = t.planColumns;
  sheet.gap(3);
  sheet.table(
    [
      { title: what, share: 47 },
      { title: home, share: 24, align: "center" },
      { title: provider, share: 29, align: "center" },
    ],
    (["planning", "detox", "recovery"] as const).map((part) => [[t.plan[part]], [{ ticked: plan[part] === "home" }], [{ ticked: plan[part] === "provider" }]]),
  );
}

function drawOldWishes(sheet: Sheet, { application }: ApplicationPaper): void {
  const { place, facilityName, plan } = application.treatment;
  const old = t.old;
  const atHome = place === "home";
  sheet.write(
    { runs: [t.place] },
    option(atHome, old.atHome),
    { runs: [old.atHomeHint], indent: 28 },
    option(!atHome, old.atFacility),
    { runs: [old.facility, given(facilityName)], indent: 28 },
    { runs: [old.months, given(undefined, 60), old.monthsUnit] },
  );
  sheet.keep(90);
  sheet.write({ runs: [old.planTitle] });
  sheet.gap(4);
  const chosen = { ...plan, vocational: undefined };
  sheet.table(
    [
      { title: old.planColumns.number, share: 6, align: "center" },
      { title: old.planColumns.what, share: 26 },
      { title: old.planColumns.where, share: 68 },
    ],
    (["planning", "detox", "recovery", "vocational"] as const).map((part, index) => [
      [String(index + 1)],
      [t.plan[part]],
      [{ ticked: chosen[part] === "home" }, old.planHome, given(chosen[part] === "home" ? residenceOf(application) : undefined), "\n", { ticked: chosen[part] === "provider" }, old.planProvider, given(undefined)],
    ]),
  );
  sheet.write(heading(old.promisesTitle), ...old.promises.map((text): Paragraph => ({ runs: [text], hang: 8 })));
  sheet.write(heading(old.familyTitle), ...old.family.map((text): Paragraph => ({ runs: [text], hang: 8 })));
  sheet.keep(110);
  signatures(sheet, old.signed.map(({ title: name, below }) => ({ title: name, below, hint: words.sign })));
}
