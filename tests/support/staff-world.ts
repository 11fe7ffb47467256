import { Hono } from "hono";
import { createSeal } from "../../functions/platform/seal.ts";
import { createApp } from "../../functions/staff/app.tsx";
import { deskGuard, type DeskEnv } from "../../functions/staff/desk-guard.tsx";
import { personalAnswers, readPosted, safeHeaders } from "../../functions/platform/http.ts";
import { createIssuer, type IssuerSettings } from "../../functions/staff/issuer.ts";
import { createStaffStore } from "../../functions/staff/store.ts";
import { demoStaff, type DemoPerson } from "../../infra/local/demo-staff.ts";
import { startSignIn } from "../../infra/local/sign-in.ts";
import type { Role } from "../../shared/staff/roles.ts";
import { appAs } from "./as-function.ts";
import type { World } from "./world.ts";

/** The same in every desk under test, so that one's sign-in opens the other. */
export const staffSeal = createSeal("a secret for the staff's tests, long enough");

type Options = { siteOrigin?: string; people?: DemoPerson[]; secondFactor?: IssuerSettings["secondFactor"] };

/** The staff's half of a world: the real sign-in app against the real local issuer, on the world's tables, clock and log. */
export async function startStaff(world: World, { siteOrigin = "http://localhost", people = [...demoStaff], secondFactor = { claim: "amr", values: ["mfa"] } }: Options = {}) {
  const signIn = await startSignIn({ siteOrigin, assetsVersion: "test", people });
  const store = createStaffStore(world.client, world.names.staff, world.keepers.staff);
  const issuer = createIssuer({ issuer: signIn.issuer, clientId: signIn.clientId, signOutUrl: "", secondFactor });
  const deps = { store, issuer, seal: staffSeal, log: world.deps.log, now: world.now };
  const settings = { siteOrigin, assetsVersion: "test" };
  const app = appAs("staff", createApp(deps, settings));
  return { app, deps, issuer: signIn, people, settings, siteOrigin, request: (path: string, init?: RequestInit) => app.request(path, init), stop: signIn.stop };
}
export type Staff = Awaited<ReturnType<typeof startStaff>>;

/** A small desk behind the guard, for what the guard itself must do; it notes what reached it. */
export function smallDesk({ deps, settings, app }: Staff, allowed: readonly Role[]) {
  const reached: { method: string; staff: string; fields: Record<string, readonly string[]> }[] = [];
  const desk = new Hono<DeskEnv>();
  desk.use(safeHeaders, personalAnswers, deskGuard({ ...deps, sessions: deps.store }, settings, allowed));
  desk.all("*", async (c) => {
    const fields = c.req.method === "POST" ? Object.fromEntries(await readPosted(c)) : {};
    reached.push({ method: c.req.method, staff: c.var.staff.staffId, fields });
    return c.text(c.var.csrf);
  });
  const isDesk = (path: string) => /^(\/en)?\/desk\/hotline/.test(path);
  return { reached, siteOrigin: settings.siteOrigin, request: (path: string, init?: RequestInit) => (isDesk(path) ? desk.request(path, init) : app.request(path, init)) };
}
