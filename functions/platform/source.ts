import { localDate } from "../../shared/calendar/local-time.ts";
import type { Seal } from "./seal.ts";

type Came = { forwardedFor: string | undefined; peer: string | undefined };

/**
 * The viewer's address. CloudFront appends it to X-Forwarded-For, and the gateway appends CloudFront's: it is the last but one, whatever
 * the client wrote in front. Whoever goes around CloudFront could make it up, and is not let in (door.ts).
 */
export function viewerOf({ forwardedFor = "", peer }: Came): string | undefined {
  const addresses = forwardedFor.split(",").map((one) => one.trim()).filter(Boolean);
  return addresses.at(-2) ?? addresses.at(-1) ?? peer;
}

/** By IPv6 one line has 2⁶⁴ addresses and may use each once: its first half stands for all of them. */
function lineOf(viewer: string): string {
  const [head = "", tail] = viewer.split("::");
  if (!viewer.includes(":")) return viewer;
  const [front, back] = [head, tail ?? ""].map((part) => part.split(":").filter(Boolean));
  const gap = tail === undefined ? 0 : 8 - (front?.length ?? 0) - (back?.length ?? 0);
  return [...(front ?? []), ...Array.from({ length: Math.max(0, gap) }, () => "0"), ...(back ?? [])].slice(0, 4).map((part) => part.toLowerCase().replace(/^0+(?=.)/, "")).join(":");
}

/** Stands for the viewer's address in the log, today: requests of one source can be seen together, and not from one day to the next. */
export function sourceOf(came: Came, seal: Seal, now: Date): string | undefined {
  const viewer = viewerOf(came);
  return viewer && Buffer.from(seal.hash("source", `${localDate(now)} ${lineOf(viewer)}`), "base64url").toString("hex").slice(0, 10);
}
