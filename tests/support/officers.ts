import { createOwnTexts } from "../../functions/platform/own-texts.ts";
import { createCaseStore } from "../../functions/registration/case-store.ts";
import { createDeskApp } from "../../functions/registration/desk/app.tsx";
import { createListLooks } from "../../functions/registration/list-look-store.ts";
import { createEraseStore } from "../../functions/registration/erase-store.ts";
import { erase as eraseNow, type Erasing } from "../../functions/registration/erase.ts";
import { csrfOf } from "../../functions/staff/desk-guard.tsx";
import { hashToken, newToken, sessionHours, ticketOf } from "../../functions/staff/session.ts";
import { createStaffStore } from "../../functions/staff/store.ts";
import { csrfName } from "../../shared/staff/desk-form.ts";
import type { Role } from "../../shared/staff/roles.ts";
import { appAs } from "./as-function.ts";
import { baDinh } from "./people.ts";
import { staffSeal } from "./staff-world.ts";
import type { World } from "./world.ts";

export type OfficerSignedIn = { staffId: string; name: string; cookie: string; csrf: string };
export type DeskPage = { status: number; html: string; to: string };
type Fields = Iterable<readonly [string, string]>;

/** The registrations' desk on a world's tables and clock: the real app, for people with a session of their own. */
export function officersDesk(world: World) {
  const sessions = createStaffStore(world.client, world.names.staff, world.keepers.staff);
  const cases = createCaseStore(world.client, world.names.registrations, world.keepers.registrations);
  const erasing = createEraseStore(world.client, world.names.registrations, world.outbox, world.keepers.registrations);
  /** Whom the desk had forgotten, with the reason. */
  const erased: Erasing[] = [];
  const erase = async (asked: Erasing): Promise<void> => {
    erased.push(asked);
    await eraseNow({ ...world.deps, erasing }, asked);
  };
  const deps = { ...world.deps, sessions, staffSeal, cases, erase, listLooks: createListLooks(world.client, world.names.registrations, world.keepers.registrations), sent: createOwnTexts(world.client, world.names.messages, "registration") };
  const app = appAs("registrationDesk", createDeskApp(deps, { siteOrigin: "http://localhost", assetsVersion: "test" }));
  const pageOf = async (response: Response): Promise<DeskPage> => ({ status: response.status, html: await response.text(), to: response.headers.get("location") ?? "" });

  return {
    cases,
    deps,
    erased,
    erasing,
    /** Somebody who has just signed in: the officer of Ba Đình, unless a test is about another. */
    signIn: async ({ roles = ["communeOfficer"], unit = baDinh.communeCode }: { roles?: readonly Role[]; unit?: string } = {}): Promise<OfficerSignedIn> => {
      const member = { staffId: `${roles.join("-")}-${unit}`, name: `Cán bộ ${unit} (thử)`, roles, unit };
      const token = newToken();
      const at = world.now();
      await sessions.enter({ ...member, tokenHash: hashToken(staffSeal, token), at: at.toISOString(), sessionEndsAtSeconds: Math.floor(at.getTime() / 1_000) + sessionHours * 3_600 });
      return { staffId: member.staffId, name: member.name, cookie: `desk=${ticketOf(token, member.staffId)}`, csrf: csrfOf(staffSeal, member) };
    },
    get: async ({ cookie }: OfficerSignedIn, path: string): Promise<DeskPage> => pageOf(await app.request(path, { headers: { cookie } })),
    post: async ({ cookie, csrf }: Pick<OfficerSignedIn, "cookie" | "csrf">, path: string, fields: Fields = []): Promise<DeskPage> =>
      pageOf(
        await app.request(path, {
          method: "POST",
          headers: { cookie, "content-type": "application/x-www-form-urlencoded", origin: "http://localhost", "sec-fetch-site": "same-origin" },
          body: new URLSearchParams([...(csrf ? [[csrfName, csrf]] : []), ...[...fields].map(([name, value]) => [name, value])]).toString(),
        }),
      ),
  };
}
export type OfficersDesk = ReturnType<typeof officersDesk>;
