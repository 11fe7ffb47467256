import type { PaperOf } from "../../../shared/registration/papers.ts";
import { given, identityRuns, officeHead, residenceOf, signatures, title } from "./parts.ts";
import { longDay, officeParts, shortDay } from "./phrases.ts";
import type { Paragraph, Sheet } from "./sheet.ts";
import { words } from "./words.ts";

const t = words.decision;

/** A draft of Mẫu 22, Annex V, NĐ 163/2026, or Mẫu 24, Annex II, NĐ 116/2021: the office gives the number and signs. */
export function drawDecision(sheet: Sheet, paper: PaperOf<"decision">): void {
  const { regimeId, office, application, decision } = paper;
  const { person } = application;
  officeHead(sheet, paper, { left: ["Số: ", given(decision.number, 50), t.number[regimeId]], day: longDay(decision.decidedOn) });
  title(sheet, t.title, t.subtitle[regimeId]);
  sheet.write(
    { runs: [`${t.head[regimeId]}${officeParts(office).unit.toUpperCase()}`], weight: "bold", align: "center" },
    ...t.grounds[regimeId].map((text): Paragraph => ({ runs: [text], indent: 14 })),
    ...(regimeId === "R1" ? [] : [{ runs: [t.proposed, given(undefined), ","], indent: 14 }]),
    { runs: [t.decides], weight: "bold", align: "center", before: 6 },
    { runs: [{ strong: t.article(1) }, t.treated[regimeId]], before: 5 },
    { runs: [t.person, given(person.fullName), words.sex, given(words.sexes[person.sex])] },
    { runs: [words.birthDate, given(longDay(person.birthDate))] },
    { runs: identityRuns(person, regimeId) },
    { runs: [words.residence, given(residenceOf(application))] },
    { runs: [t.term, given(shortDay(decision.from)), t.until, given(shortDay(decision.to)), "."] },
    second(paper),
    { runs: [{ strong: t.article(3) }, t.effect, words.blankDay, "."], before: 5 },
    { runs: [...(regimeId === "R1" ? [] : [{ strong: t.article(4) }]), t.duty[regimeId]], before: 5 },
  );
  sheet.keep(130);
  signatures(sheet, [{ lines: t.recipients[regimeId] }, { title: t.signed[regimeId], below: t.signedBelow[regimeId], hint: t.seal }]);
  if (regimeId === "R2") sheet.note(words.unconfirmed);
}

/** Article 2: where, in the form of today; who helps, in the one before, which was only for treatment at home. */
function second({ regimeId, application, decision }: PaperOf<"decision">): Paragraph {
  if (regimeId === "R1")
    return { runs: [{ strong: t.article(2) }, t.handedTo, given(undefined, 150), t.family, given(application.applicant?.fullName, 150), t.support, given(application.person.fullName), t.asRegistered], before: 5 };
  const { place, facility } = decision;
  return { runs: [{ strong: t.article(2) }, t.place, given([words.places[place], ...(facility ? [facility] : [])].join(": ")), "."], before: 5 };
}
