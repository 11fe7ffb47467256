import { Hono } from "hono";
import { facilityKinds } from "../../../shared/places/facility.ts";
import { findProvince } from "../../../shared/places/places.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { FacilitiesPage, facilityNames } from "../../../web/pages/facilities.tsx";
import { listProvinces, listPublished, type DirectoryDeps } from "../list-facilities.ts";

/** Where to go: the same for everybody, so whatever stands between may keep it for a while. */
export function facilityPages(deps: DirectoryDeps, frame: Frame): Hono {
  const app = new Hono();
  app.get("/", async (c) => {
    const province = findProvince(c.req.query(facilityNames.province) ?? "");
    const kind = facilityKinds.find((one) => one === c.req.query(facilityNames.kind));
    const from = /^\d{1,4}$/.exec(c.req.query(facilityNames.from) ?? "")?.[0];
    const found = province ? { province, kind, facilities: await listPublished(deps, { provinceCode: province.code, kind }), from: Number(from ?? 0) } : null;
    const listed = found ? [] : await listProvinces(deps, { published: true });
    c.header("Cache-Control", "public, max-age=300");
    return c.html(<FacilitiesPage frame={frame} listed={listed} found={found} />);
  });
  return app;
}
