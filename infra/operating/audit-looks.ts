import * as z from "zod";
import type { DataKey, KeptArea } from "../../functions/platform/keeper.ts";
import { contentOf } from "../../functions/platform/trail.ts";
import { ringsOf, type RootOf } from "./audit-check.ts";
import { bytesOf, type EventLine, type HeadLine, type KeyLine, type Line } from "./audit-lines.ts";

/** Who did or saw something, as the events of every area say it; what was written about somebody stays unread. */
const staff = z.object({ staffId: z.string(), name: z.string() });
const saidSchema = z.object({ type: z.string(), by: z.union([z.string(), staff]).optional(), staff: staff.optional(), office: z.string().optional(), role: z.string().optional(), reference: z.string().optional() });

type Readable = { at: string; area: KeptArea; person: string; type: string; role?: string | undefined; office?: string | undefined; staffId?: string | undefined; name?: string | undefined; reference?: string | undefined };

/** Takes the lines of an audit and tells who looked at whom, and who changed what, from one moment to another: for the notice of a breach. */
export function readableBetween(from: string, to: string, { names }: { names: boolean }) {
  const keys: KeyLine[] = [];
  const heads = new Map<string, NonNullable<HeadLine["key"]>>();
  const events = new Map<string, EventLine>();
  return {
    take(line: Line): void {
      if (line.what === "key") keys.push(line);
      if (line.what === "head" && line.key) heads.set(line.chain, line.key);
      if (line.what === "event" && line.at >= from && line.at < to) events.set(`${line.chain} ${line.seq}`, line);
    },
    async told(rootOf: RootOf): Promise<Readable[]> {
      const rings = await ringsOf(keys, rootOf);
      const told = [...events.values()].map((event) => {
        const key = heads.get(event.chain);
        return readable(event, key && rings.get(event.area)?.open({ by: key.by, wrapped: bytesOf(key.wrapped) }), names);
      });
      return told.toSorted((a, b) => (a.at < b.at ? -1 : 1));
    },
  };
}

function readable({ area, pk, sk, at, content }: EventLine, key: DataKey | undefined, names: boolean): Readable {
  const plain = { at, area, person: pk };
  if (!key || content === undefined) return { ...plain, type: "forgotten" };
  const { type, by, staff: member, office, role, reference } = saidSchema.parse(contentOf(area, key, { pk, sk, content: bytesOf(content) }));
  const who = member ?? (typeof by === "object" ? by : undefined);
  return { ...plain, type, role: role ?? (typeof by === "string" ? by : undefined), office, staffId: who?.staffId, ...(names ? { name: who?.name } : {}), reference };
}
