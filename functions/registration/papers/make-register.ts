import { findCommune } from "../../../shared/places/places.ts";
import type { PaperOf } from "../../../shared/registration/papers.ts";
import type { Officer } from "../scope.ts";
import type { PaperDeps } from "./deps.ts";
import { registerDays, registerPageOf } from "./facts.ts";
import { takeOut } from "./take-out.ts";

/** How many applications are opened at a time. */
const atOnce = 20;

/** The register of an officer's own commune, of one of its years; a look is written down for each application in it. Null for whoever has no commune of their own. */
export async function makeRegister(deps: PaperDeps, { officer, year, request }: { officer: Officer; year: number; request: string }): Promise<PaperOf<"registerPage"> | null> {
  const communeCode = "office" in officer.scope ? officer.scope.office : undefined;
  if (communeCode === undefined || !findCommune(communeCode)) return null;
  const now = deps.now();
  // A line that moves while its office's lists are read one by one may be met twice.
  const references = [...new Set((await deps.cases.listYear(communeCode, registerDays(year, now))).map(({ reference }) => reference))];
  const cases = [];
  for (let from = 0; from < references.length; from += atOnce) {
    const some = references.slice(from, from + atOnce);
    cases.push(...(await Promise.all(some.map((reference) => takeOut(deps, { officer, reference, paper: "registerPage", request }, (opened) => opened)))));
  }
  deps.log.info("REGISTER_MADE", { count: cases.length });
  return registerPageOf(cases.filter((one) => one !== null), { communeCode, year, now });
}
