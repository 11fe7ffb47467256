import { parsePhone } from "../../shared/contact/phone.ts";
import { parseReference } from "../../shared/reference.ts";
import { unitOf, type Case, type Entry } from "../../shared/registration/case.ts";
import { isOpen } from "../../shared/registration/state.ts";
import type { Seal } from "../platform/seal.ts";
import type { CaseStore } from "./case-store.ts";
import { paperWay, phoneWay } from "./find-ways.ts";
import { officeIn, type Scope } from "./scope.ts";

type FindDeps = { cases: CaseStore; seal: Seal };

/** What may have been typed to find an application: its reference, a phone, the number of a paper; each that it can be read as. */
function waysIn({ seal }: FindDeps, wanted: string): { references: string[]; ways: string[] } {
  const reference = parseReference(wanted);
  const phone = parsePhone(wanted)?.e164;
  const number = wanted.replace(/[\s.-]/gu, "").toUpperCase();
  return { references: reference ? [reference] : [], ways: [...(phone ? [phoneWay(seal, phone)] : []), ...(/^[A-Z0-9]{5,15}$/.test(number) ? [paperWay(seal, number)] : [])] };
}

/** The applications of this scope that a reference, a phone or a paper's number leads to; of others nothing is told. */
export async function findCases(deps: FindDeps, { scope, wanted }: { scope: Scope; wanted: string }): Promise<Entry[]> {
  const { references, ways } = waysIn(deps, wanted);
  const led = await Promise.all(ways.map((way) => deps.cases.findByWay(way)));
  const all = [...new Set([...references, ...led.flat()])];
  const found = await Promise.all(all.map((reference) => entryIn(deps, scope, reference)));
  return found.filter((entry) => entry !== null);
}

async function entryIn({ cases }: FindDeps, scope: Scope, reference: string): Promise<Entry | null> {
  const unit = await officeIn(cases, scope, reference);
  return unit === null ? null : cases.findEntry(unit, reference);
}

/** Other applications that are open for the same person, by their paper: those elsewhere by their office only. */
export async function openElsewhere(deps: FindDeps, { scope, opened }: { scope: Scope; opened: Case }): Promise<{ reference: string; office: string; own: boolean }[]> {
  const references = (await deps.cases.findByWay(paperWay(deps.seal, opened.application.person.identity.number), { ofPerson: true })).filter((one) => one !== opened.reference);
  const found = await Promise.all(
    references.map(async (reference) => {
      const office = await deps.cases.officeOf(reference);
      const entry = office && (await deps.cases.findEntry(unitOf(office), reference));
      const own = "office" in scope ? office?.communeCode === scope.office : office?.provinceCode === scope.province;
      return entry && isOpen(entry.state) ? { reference, office: entry.office.name, own } : null;
    }),
  );
  return found.filter((one) => one !== null);
}
