/**
 * What happened to a person, and who looked at them: a chain of events beside what is kept of them, and the key that opens both.
 *
 * | row                       | what                                                                                             |
 * |---------------------------|--------------------------------------------------------------------------------------------------|
 * | … CHAIN                   | the person's key, wrapped; the end of the chain, with its proof; when something is to be forgotten |
 * | … EVENT#<at>#<id> · LOOK# | one event: its commitment and link in the clear, what it says sealed                              |
 * | `ERASED#<chain>` …        | what is left of both once the person was forgotten: nothing that says or leads to anything        |
 *
 * Events are written in the transaction of what they tell of, with the end of the chain: whoever else wrote one meanwhile has the whole write tried anew.
 */
import { GetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { beginningOf, commitmentTo, headText, linkAfter, newChainId, openCommitment, type Link } from "./chain.ts";
import { proofSchema, wrappedKeySchema, type DataKey, type KeptArea, type KeyRing } from "./keeper.ts";
import type { TransactItem } from "./outbox.ts";
import { transact } from "./table.ts";
import { overtaken, untilWritten } from "./until-written.ts";
import { closeValue, openValue, type RowKey } from "./sealed-row.ts";

export const chainMark = "CHAIN";
export const chainKey = (pk: string): RowKey => ({ pk, sk: chainMark });

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
/** The end of a chain as it stands in the table. Without a key, the person was forgotten. */
export const headSchema = z.object({ chain: z.string(), seq: z.int(), link: bytesSchema, proof: proofSchema, key: wrappedKeySchema.optional(), at: z.string(), forget: z.string(), forgetAt: z.string(), pk: z.string(), left: z.string().optional() });
export type Head = z.infer<typeof headSchema>;
/** An event as it stands in the table; `erased` says in the clear why nothing more can be read. */
export const linkRowSchema = z.object({ pk: z.string(), sk: z.string(), chain: z.string(), seq: z.int(), at: z.iso.datetime(), commitment: bytesSchema, link: bytesSchema, content: bytesSchema.optional(), erased: z.string().optional() });
export type LinkRow = z.infer<typeof linkRowSchema>;

/** A person's chain and key, as read or just begun. */
export type Trail = { pk: string; isNew?: true; chain: string; seq: number; link: Uint8Array; at: string; key: DataKey; forgetAt?: string | undefined };

/** When something of a person is to be forgotten next: as it stood, or by what is written now. Null: nothing is. */
type ForgetAt = (before: string | undefined) => string | null;
const asBefore: ForgetAt = (before) => before ?? null;

/** An event to be written: `sk` is where it stands, `content` what it says. */
export type NewEvent = { sk: string; at: string; content: unknown };

/** Every chain stands in one of two lists of the `forget` index, which the nightly runs read: something of it is to be forgotten by a moment, or nothing is. */
export const forgetLists = { due: "FORGET", kept: "KEPT" } as const;
export const listedForget = (forgetAt: string | null): { forget: string; forgetAt: string } => (forgetAt === null ? { forget: forgetLists.kept, forgetAt: "never" } : { forget: forgetLists.due, forgetAt });

export function createTrails(client: DynamoDBDocumentClient, TableName: string, area: KeptArea) {
  const begin = (ring: KeyRing, pk: string): Trail => {
    const chain = newChainId();
    return { pk, isNew: true, chain, seq: 0, link: beginningOf(chain), at: "", key: ring.fresh() };
  };

  const trailOf = (ring: KeyRing, pk: string, row: unknown): Trail | null => {
    const head = headSchema.optional().parse(row);
    return head?.key ? { pk, chain: head.chain, seq: head.seq, link: head.link, at: head.at, key: ring.open(head.key), forgetAt: head.forget === forgetLists.due ? head.forgetAt : undefined } : null;
  };

  const find = async (ring: KeyRing, pk: string): Promise<Trail | null> => {
    const { Item } = await client.send(new GetCommand({ TableName, Key: chainKey(pk), ConsistentRead: true }));
    return trailOf(ring, pk, Item);
  };

  return {
    begin,
    trailOf,
    find,
    append,

    /** Writes events of a trail with whatever `items` makes of it, all or none; the positions of those items that stood in the way come back, null when there is no such trail. */
    write: (ring: KeyRing, pk: string, events: readonly NewEvent[], items: (trail: Trail) => TransactItem[], forgetAt: ForgetAt = asBefore): Promise<number[] | null> =>
      untilWritten(async () => {
        const trail = await find(ring, pk);
        if (!trail) return null;
        const parts = items(trail);
        const failed = await transact(client, [...parts, ...(events.length ? append(ring, trail, events, forgetAt) : [])]);
        const own = failed.filter((position) => position < parts.length);
        // Somebody else added to the chain meanwhile: worked out again behind theirs.
        return failed.length > own.length && own.length === 0 ? overtaken : own;
      }),

    /** The writes that end a trail for good: that it was lawfully done is the last thing it says, and its key is gone. */
    end(ring: KeyRing, trail: Trail, { at, basis }: { at: string; basis: string }): TransactItem[] {
      const seq = trail.seq + 1;
      const commitment = openCommitment(basis);
      const link = linkAfter(trail.link, { seq, at, commitment });
      const key = { pk: erasedKey(trail.chain), sk: `EVENT#${at}#erased` };
      // The other events follow in writes of their own: until they have, the nightly run finds where they still stand.
      const left = { left: trail.pk, ...listedForget(at) };
      return [
        { Put: { TableName, Item: { ...key, chain: trail.chain, seq, at, commitment, link, erased: basis } } },
        { Put: { TableName, Item: { ...chainKey(erasedKey(trail.chain)), chain: trail.chain, seq, link, at, proof: ring.prove(headText(trail.chain, { seq, link })), ...left } } },
        { Delete: { TableName, Key: chainKey(trail.pk), ConditionExpression: "#chain = :chain AND seq = :seq", ExpressionAttributeNames: { "#chain": "chain" }, ExpressionAttributeValues: { ":chain": trail.chain, ":seq": trail.seq } } },
      ];
    },
  };

  /** The writes that add events to a trail; the last of them moves its end. */
  function append(ring: KeyRing, trail: Trail, events: readonly NewEvent[], forgetAt: ForgetAt = asBefore): TransactItem[] {
    const rows: TransactItem[] = [];
    let end: Pick<Link, "seq" | "link" | "at"> = trail;
    for (const { sk, at, content } of events) {
      const row = { pk: trail.pk, sk };
      const commitment = commitmentTo(trail.key.commit, JSON.stringify(content));
      const seq = end.seq + 1;
      end = { seq, at, link: linkAfter(end.link, { seq, at, commitment }) };
      rows.push({ Put: { TableName, Item: { ...row, chain: trail.chain, ...end, commitment, content: closeValue(area, trail.key, row, "content", content) }, ConditionExpression: "attribute_not_exists(pk)" } });
    }
    return [...rows, { Put: { TableName, ...moved(ring, trail, end, forgetAt(trail.forgetAt)) } }];
  }

  function moved(ring: KeyRing, trail: Trail, { seq, link, at }: Pick<Link, "seq" | "link" | "at">, forgetAt: string | null) {
    return {
      Item: { ...chainKey(trail.pk), chain: trail.chain, seq, link, at, proof: ring.prove(headText(trail.chain, { seq, link })), key: trail.key.wrapped, ...listedForget(forgetAt) },
      ...(trail.isNew
        ? { ConditionExpression: "attribute_not_exists(pk)" }
        : { ConditionExpression: "#chain = :chain AND seq = :seq", ExpressionAttributeNames: { "#chain": "chain" }, ExpressionAttributeValues: { ":chain": trail.chain, ":seq": trail.seq } }),
    };
  }
}

/** Where what is left of a chain stands once its person was forgotten: under nothing that leads to them. */
export const erasedKey = (chain: string): string => `ERASED#${chain}`;

/** What an event says; undefined once it was forgotten. */
export const contentOf = (area: KeptArea, key: DataKey, { pk, sk, content }: Pick<LinkRow, "pk" | "sk" | "content">): unknown => (content === undefined ? undefined : openValue(area, key, { pk, sk }, "content", content));
