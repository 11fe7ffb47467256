import type { Context } from "hono";
import * as z from "zod";
import { deskPagePath, listActPath } from "../../../shared/hotline/desk-paths.ts";
import type { Frame } from "../../../web/components/layout.tsx";
import { ListFragment, type ListView } from "../../../web/pages/desk/hotline-now.tsx";
import { QueueRows } from "../../../web/pages/desk/hotline-queue.tsx";
import type { Staff } from "../lease.ts";
import { nowList } from "../views.ts";
import type { DeskDeps } from "./deps.ts";

const purpose = "desk-cursor";
const cursorForMs = 12 * 3_600_000;
const cursorSchema = z.record(z.string(), z.string());
const keyShape = /^[\w-]{43}$/;

/** The key of a caller as an address holds it, or undefined when it cannot be one. */
export const callerKeyIn = (text: string | undefined): string | undefined => (text !== undefined && keyShape.test(text) ? text : undefined);

type Input = { deps: DeskDeps; frame: Frame; staff: Staff; now: Date };

/** The page of the list an address names: `after` says where it goes on, sealed because it is made of a caller's key. */
export async function listView({ deps, frame, staff, now }: Input, { after = "", open }: { after?: string | undefined; open?: string | undefined }): Promise<ListView> {
  const cursor = cursorSchema.safeParse(deps.seal.open(purpose, after, now)).data;
  const { callers, coming, next } = await nowList(deps, cursor);
  const query = new URLSearchParams({ ...(cursor ? { after } : {}), ...(open ? { open } : {}) });
  const rows = listActPath(frame.language, "rows");
  const sealed = next && deps.seal.close(purpose, next, new Date(now.getTime() + cursorForMs));
  return {
    queue: { frame, now, staffId: staff.staffId, callers, coming, more: next !== undefined, later: cursor !== undefined, open },
    rowsHref: query.size ? `${rows}?${query}` : rows,
    ...(sealed ? { nextHref: `${deskPagePath(frame.language)}?${new URLSearchParams({ after: sealed })}` } : {}),
  };
}

/** The list alone, for the script that keeps it fresh: not sent again while nothing in it has changed. */
export async function answerRows(c: Context, input: Input): Promise<Response> {
  const list = await listView(input, { after: c.req.query("after"), open: callerKeyIn(c.req.query("open")) });
  const rows = <QueueRows {...list.queue} />;
  // Of the rows only: where the list goes on is sealed anew each time and means the same.
  const tag = `"${input.deps.seal.hash("desk-rows", (await rows).toString())}"`;
  c.header("ETag", tag);
  // A compressor on the way makes the tag a weak one.
  const known = (c.req.header("if-none-match") ?? "").split(",").map((one) => one.trim().replace(/^W\//, ""));
  return known.includes(tag) ? c.body(null, 304) : c.html(<ListFragment {...list} />);
}
