import type { PaperOf } from "../../../shared/registration/papers.ts";
import { birthRuns, given, identityRuns, isMinor, letterHead, nobody, phoneOf, residenceOf, signatures, title } from "./parts.ts";
import type { Sheet } from "./sheet.ts";
import { words } from "./words.ts";

/** Mẫu 25, Annex V, NĐ 163/2026: for treatment at home. */
export function drawCommitment(sheet: Sheet, paper: PaperOf<"commitment">): void {
  const t = words.commitment;
  const { regimeId, office, application } = paper;
  const { person } = application;
  letterHead(sheet, office, undefined);
  title(sheet, t.title, t.subtitle);
  sheet.write(
    { runs: [words.to, given(office)], align: "center" },
    { runs: [t.name, given(person.fullName)], before: 8 },
    { runs: birthRuns(person) },
    { runs: [t.origin, given(undefined)] },
    { runs: [t.permanent, given(undefined)] },
    { runs: identityRuns(person, regimeId) },
    { runs: [t.residence, given(residenceOf(application))] },
    { runs: [words.contactPhone, given(phoneOf(person.phone))] },
    { runs: [t.text], before: 6 },
  );
  sheet.keep(120);
  signatures(sheet, [isMinor(paper) ? { title: t.confirmed, hint: t.forMinors } : nobody, { title: t.signed, hint: words.sign }]);
  sheet.note(words.unconfirmed);
}
