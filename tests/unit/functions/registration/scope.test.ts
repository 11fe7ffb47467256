import { expect, test } from "vitest";
import { rolesAt, scopeOf } from "../../../../functions/registration/scope.ts";

test("an officer has a commune, a supervisor a province, and nobody both", () => {
  expect(scopeOf(["communeOfficer"], "00004")).toEqual({ office: "00004" });
  expect(scopeOf(["provinceSupervisor"], "01")).toEqual({ province: "01" });
  expect(scopeOf(["communeOfficer", "provinceSupervisor"], "01")).toEqual({ province: "01" });
  expect(scopeOf(["communeOfficer", "provinceSupervisor"], "00004")).toEqual({ office: "00004" });
});

test("a role without its kind of unit gives nothing", () => {
  for (const [roles, unit] of [[["communeOfficer"], "01"], [["provinceSupervisor"], "00004"], [["administrator"], "01"], [["counsellor"], "00004"], [["communeOfficer"], undefined], [["communeOfficer"], "0000"]] as const)
    expect(scopeOf(roles, unit)).toBeNull();
});

test("whoever has both roles acts by the one that fits where they work", () => {
  expect(rolesAt(["communeOfficer", "provinceSupervisor", "administrator"], "01")).toEqual(["provinceSupervisor", "administrator"]);
  expect(rolesAt(["communeOfficer", "provinceSupervisor"], "00004")).toEqual(["communeOfficer"]);
});
