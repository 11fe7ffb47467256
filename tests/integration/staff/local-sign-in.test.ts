import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launch, type Launched } from "../../support/service-process.ts";
import { demoPerson, signInAs, siteAt } from "../../support/staff-sign-in.ts";

const folder = mkdtempSync(join(tmpdir(), "duong-ve-desk-"));
let service: Launched;
let origin: string;
beforeAll(async () => {
  service = launch(folder);
  ({ origin } = await service.ready());
}, 30_000);
afterAll(async () => {
  await service.signal("SIGINT");
  rmSync(folder, { recursive: true, force: true });
});

test("a service that runs says where the desks are, lets a demo person in and sends them to their desk", async () => {
  expect(service.output()).toContain(`${origin}/desk\n`);
  const site = siteAt(origin);
  const cookie = await signInAs(site, demoPerson("An"));
  const home = await site.request("/desk", { headers: { cookie } });
  expect({ status: home.status, to: home.headers.get("location") }).toEqual({ status: 303, to: "/desk/hotline" });
  const officer = await site.request("/en/desk", { headers: { cookie: await signInAs(site, demoPerson("Dung")) } });
  expect({ status: officer.status, to: officer.headers.get("location") }).toEqual({ status: 303, to: "/en/desk/registrations" });
});

test("its log names nobody, and the issuer in it is quiet", () => {
  expect(service.output()).toContain("STAFF_SIGNED_IN");
  for (const said of [demoPerson("An").name, demoPerson("An").sub, "oidc-provider", "WARNING"]) expect(service.output()).not.toContain(said);
});
