import { createHash, createHmac, randomBytes, type KeyObject } from "node:crypto";

/**
 * The arithmetic of the audit. Each event says, under its person's key, what happened (a commitment: nothing can be told from it, and once the key is
 * destroyed nothing ever can); each link binds a commitment, its number and its moment to all that came before.
 */

/** What one event adds to a chain. */
export type Link = { seq: number; at: string; commitment: Uint8Array; link: Uint8Array };

export const newChainId = (): string => randomBytes(12).toString("base64url");

/** What the first link of a chain goes back to. */
export const beginningOf = (chain: string): Buffer => createHash("sha256").update(`duong-ve audit 1|${chain}`).digest();

/** `content` is the event as it was sealed, letter for letter. */
export const commitmentTo = (commit: KeyObject, content: string): Buffer => createHmac("sha256", commit).update(content).digest();

/** What stands in place of a commitment where there is nothing to hide: that a person was lawfully forgotten. */
export const openCommitment = (content: string): Buffer => createHash("sha256").update(content).digest();

export const linkAfter = (before: Uint8Array, { seq, at, commitment }: Pick<Link, "seq" | "at" | "commitment">): Buffer =>
  createHash("sha256").update(before).update(`|${seq}|${at}|`).update(commitment).digest();

/** What the proof of a chain's end is made of. */
export const headText = (chain: string, { seq, link }: Pick<Link, "seq" | "link">): Buffer => Buffer.concat([Buffer.from(`${chain}|${seq}|`), link]);
