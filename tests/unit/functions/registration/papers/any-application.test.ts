import * as fc from "fast-check";
import { expect, test } from "vitest";
import { findCommune, findProvince } from "../../../../../shared/places/places.ts";
import { formatPhone } from "../../../../../shared/contact/phone.ts";
import { addressOf, longDay, shortDay } from "../../../../../functions/registration/papers/phrases.ts";
import { isPrintable } from "../../../../../functions/registration/papers/set-lines.ts";
import type { Filed } from "../../../../../shared/registration/papers.ts";
import { validApplication } from "../../../support/applications.ts";
import { filed, make, samples, squeezed, textOf } from "./papers.ts";

const given = (...values: readonly (string | undefined)[]): string[] => values.filter((value) => value !== undefined);
const partyValues = ({ fullName, birthDate, sex, identity }: Filed["person"] | NonNullable<Filed["applicant"]>): string[] =>
  given(fullName.toUpperCase(), longDay(birthDate), sex === "male" ? "Nam" : "Nữ", identity.number, identity.issuedOn && shortDay(identity.issuedOn), identity.issuedBy);

/** Everything typed that Mẫu 20 has a place for. */
function typedIn({ applicant, person, treatment }: Filed): string[] {
  const homes = [...(applicant ? [applicant.address] : []), ...(person.residence.kind === "withApplicant" ? [] : [person.residence])];
  return [
    ...partyValues(person),
    ...(applicant ? partyValues(applicant) : []),
    ...homes.flatMap((home) => given(home.street, findCommune(home.communeCode ?? "")?.name.slice(1), home.communeTyped, findProvince(home.provinceCode)?.name.slice(1), addressOf(home))),
    ...given(applicant?.phone, person.phone).map(formatPhone),
    ...given(treatment.facilityName),
  ];
}

/** A line as people may type it: letters of the country first, then anything a schema lets pass. */
const line = fc.string({ unit: fc.constantFrom(..."aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặ ờởỡớợ ừửữứự ỳỷỹýỵ ỆỮỰ0123456789,./'-–ČčñßŭĕХ王".split("")), minLength: 1, maxLength: 199 }).map((text) => `A${text.replace(/\s+/gu, " ").trimEnd()}`);

const crowdedPapers = ["decision", "commitment", "history"] as const;

test("whatever was typed into an application stands on its papers, and none of them fails", async () => {
  await fc.assert(
    fc.asyncProperty(validApplication, line, fc.constantFrom("R1" as const, "R2" as const), fc.constantFrom(...crowdedPapers), async (input, street, regimeId, code) => {
      const application = filed(input);
      const text = squeezed(await textOf(await make({ ...samples.application, regimeId, application })));
      const values = typedIn(application).filter((value) => regimeId === "R2" || (value !== "Nam" && value !== "Nữ"));
      expect(values.filter((value) => !text.includes(squeezed(value)))).toEqual([]);
      expect(text).not.toMatch(/undefined|null|NaN|\[object/);

      const crowded = { ...application, person: { ...application.person, residence: { kind: "unsettled" as const, provinceCode: "01", communeCode: "00004", street } } };
      const words = squeezed(await textOf(await make({ ...samples[code], application: crowded })));
      // Letters that cannot be printed are left to the hand.
      expect(words).toContain(isPrintable(street) ? squeezed(street) : "(viếttaytheogiấytờ)");
    }),
    { seed: 20_261_121, numRuns: 20 },
  );
});
