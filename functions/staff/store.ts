/**
 * The staff table: who may sign in is the issuer's to say; here is who is signed in. Access patterns and what each costs:
 *
 * | pattern             | call                    | cost                                                        |
 * |---------------------|-------------------------|-------------------------------------------------------------|
 * | findSession         | GetItem of 2, consistent| 2 RCU                                                       |
 * | touchSession        | UpdateItem              | 3 WCU, at most once a minute and session                    |
 * | noteVouching        | UpdateItem              | 3 WCU, every ten minutes of work                            |
 * | enter               | TransactWriteItems of 8 | 2 × (3 session + 1 profile + 1 use + 5 places on the lists) WCU |
 * | lastUse             | GetItem, consistent     | 1 RCU a sign-in                                             |
 * | unlock              | UpdateItem              | 1 WCU                                                       |
 * | keep / takeAttempt  | PutItem / DeleteItem    | 1 WCU each                                                  |
 * | endSession          | DeleteItem              | 1 WCU                                                       |
 * | endEverySession     | Query, DeleteItem each  | 1 RCU + 1 WCU a session                                     |
 * | listByRole          | Query of one key        | 1 RCU for about 30 people                                   |
 *
 * Roles are kept once, in the profile: a sign-in that brings fewer takes them from every session of that person.
 * The row of the last use holds no name and never expires: without it a forgotten account would look like a new one.
 */
import { ConditionalCheckFailedException } from "@aws-sdk/client-dynamodb";
import { DeleteCommand, GetCommand, PutCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { languages } from "../../shared/language.ts";
import { knownRoles, roles, type Role } from "../../shared/staff/roles.ts";
import { wrappedKeySchema, type DataKey, type Keeper, type KeyRing } from "../platform/keeper.ts";
import type { TransactItem } from "../platform/outbox.ts";
import { closeValue, openValue, type RowKey } from "../platform/sealed-row.ts";
import { rowsOf, transact, updateIf } from "../platform/table.ts";

const expiring = { expiresAtSeconds: z.int() };
const instant = z.iso.datetime();
/** `vouchedAt`: when the issuer last said who this is; `askedAt`: when it was asked and did not answer; `refresh`: what to ask it with, sealed. */
const sessionRow = z.object({ signedInAt: instant, lastSeenAt: instant, vouchedAt: instant.optional(), askedAt: instant.optional(), refresh: z.string().optional(), ...expiring });
const useRow = z.object({ signedInAt: instant, unlockedAt: instant.optional() });
const profileRow = z.object({ name: z.string(), roles: z.array(z.string()).transform(knownRoles), unit: z.string().optional(), ...expiring });
const listedRow = z.object({ staffId: z.string(), name: z.string(), ...expiring });
const attemptRow = z.object({ browserHash: z.string(), nonce: z.string(), verifier: z.string(), language: z.enum(languages), to: z.string(), ...expiring });
const sessionKeyRow = z.object({ pk: z.string(), sk: z.string() });

export type Session = Omit<z.infer<typeof sessionRow>, "expiresAtSeconds"> & { name: string; roles: readonly Role[]; unit?: string | undefined };
/** A sign-in under way: what its answer from the issuer is held against. */
export type Attempt = z.infer<typeof attemptRow>;
export type Listed = { staffId: string; name: string };
export type Entry = { staffId: string; name: string; roles: readonly Role[]; unit?: string | undefined; tokenHash: string; refresh?: string; at: string; sessionEndsAtSeconds: number };

/** A name stays on the lists this long after its last sign-in: who has left is on none for ever. */
const listedSeconds = 180 * 24 * 3_600;

const sessionKey = (staffId: string, tokenHash: string) => ({ pk: `STAFF#${staffId}`, sk: `SESSION#${tokenHash}` });
const profileKey = (staffId: string) => ({ pk: `STAFF#${staffId}`, sk: "PROFILE" });
const useKey = (staffId: string) => ({ pk: `STAFF#${staffId}`, sk: "USE" });
const listedKey = (role: Role, staffId: string) => ({ pk: `ROLE#${role}`, sk: `STAFF#${staffId}` });
const attemptKey = (stateHash: string) => ({ pk: `SIGNIN#${stateHash}`, sk: "SIGNIN" });

/** The engine removes expired rows when it finds time, up to days later; until then they are not seen. */
const alive = <T extends { expiresAtSeconds: number }>(row: T | null, nowSeconds: number): T | null => (row && row.expiresAtSeconds > nowSeconds ? row : null);

const area = "staff";
/** What a row says of somebody by name, sealed under a key that it carries: each sign-in brings a new one for all of a person's rows. */
const sealed = (row: RowKey, key: DataKey, name: string) => ({ name: closeValue(area, key, row, "name", name), key: key.wrapped });
const namedRow = z.object({ pk: z.string(), sk: z.string(), key: wrappedKeySchema });
function opened(ring: KeyRing, row: unknown): unknown {
  const { pk, sk, key } = namedRow.parse(row);
  return { ...Object(row), name: openValue(area, ring.open(key), { pk, sk }, "name", Object(row).name) };
}

export function createStaffStore(client: DynamoDBDocumentClient, TableName: string, keeper: Keeper) {
  const get = async (Key: Record<string, string>): Promise<unknown> => (await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }))).Item;
  const rowsUnder = (pk: string, sk: string) =>
    rowsOf(client, { TableName, KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)", ExpressionAttributeValues: { ":pk": pk, ":sk": sk }, ConsistentRead: true });
  const onList = (role: Role, { staffId, name, roles: held }: Entry, key: DataKey, expiresAtSeconds: number): TransactItem =>
    held.includes(role)
      ? { Put: { TableName, Item: { ...listedKey(role, staffId), staffId, ...sealed(listedKey(role, staffId), key, name), expiresAtSeconds } } }
      : { Delete: { TableName, Key: listedKey(role, staffId) } };

  /** Writes a moment on a row that is there; false when it is not. */
  const stamp = (Key: Record<string, string>, what: string, at: string): Promise<boolean> =>
    updateIf(client, { TableName, Key, UpdateExpression: "SET #what = :at", ConditionExpression: "attribute_exists(pk)", ExpressionAttributeNames: { "#what": what }, ExpressionAttributeValues: { ":at": at } });

  return {
    async findSession(staffId: string, tokenHash: string, nowSeconds: number): Promise<Session | null> {
      const [sessionItem, profileItem] = await Promise.all([get(sessionKey(staffId, tokenHash)), get(profileKey(staffId))]);
      const session = alive(sessionRow.optional().parse(sessionItem) ?? null, nowSeconds);
      const profile = profileItem ? alive(profileRow.parse(opened(await keeper.ring(), profileItem)), nowSeconds) : null;
      if (!session || !profile) return null;
      return { ...session, name: profile.name, roles: profile.roles, unit: profile.unit };
    },

    /** Notes that the person is there. A session that was ended meanwhile stays ended. */
    async touchSession(staffId: string, tokenHash: string, at: string): Promise<void> {
      await stamp(sessionKey(staffId, tokenHash), "lastSeenAt", at);
    },

    /** Notes that the issuer vouched for the person, or was asked and did not answer. A session that was ended meanwhile stays ended. */
    async noteVouching(staffId: string, tokenHash: string, what: "vouchedAt" | "askedAt", at: string): Promise<void> {
      await stamp(sessionKey(staffId, tokenHash), what, at);
    },

    /** When the account was last used or unlocked; null when it never was. */
    async lastUse(staffId: string): Promise<string | null> {
      const use = useRow.optional().parse(await get(useKey(staffId)));
      return use ? (use.unlockedAt ?? use.signedInAt) : null;
    },

    /** Lets an account in again that was not used for long; false when there is none of that id. */
    unlock: (staffId: string, at: string): Promise<boolean> => stamp(useKey(staffId), "unlockedAt", at),

    /** A new session, with the name and roles the issuer gives now; the lists follow, all or none. */
    async enter(entry: Entry): Promise<void> {
      const { staffId, name, tokenHash, at, sessionEndsAtSeconds } = entry;
      const expiresAtSeconds = Math.floor(Date.parse(at) / 1_000) + listedSeconds;
      const key = (await keeper.ring()).fresh();
      await transact(client, [
        { Put: { TableName, Item: { ...sessionKey(staffId, tokenHash), signedInAt: at, lastSeenAt: at, vouchedAt: at, refresh: entry.refresh, expiresAtSeconds: sessionEndsAtSeconds } } },
        { Put: { TableName, Item: { ...useKey(staffId), signedInAt: at } } },
        { Put: { TableName, Item: { ...profileKey(staffId), ...sealed(profileKey(staffId), key, name), roles: entry.roles, unit: entry.unit, expiresAtSeconds } } },
        ...roles.map((role) => onList(role, entry, key, expiresAtSeconds)),
      ]);
    },

    async keepAttempt(stateHash: string, attempt: Attempt): Promise<void> {
      await client.send(new PutCommand({ TableName, Item: { ...attemptKey(stateHash), ...attempt } }));
    },

    /** The attempt, once: null when it was taken, is too old or was begun in another browser, which cannot take it away either. */
    async takeAttempt(stateHash: string, browserHash: string, nowSeconds: number): Promise<Attempt | null> {
      try {
        const { Attributes } = await client.send(
          new DeleteCommand({
            TableName,
            Key: attemptKey(stateHash),
            ConditionExpression: "browserHash = :browser",
            ExpressionAttributeValues: { ":browser": browserHash },
            ReturnValues: "ALL_OLD",
          }),
        );
        return alive(attemptRow.parse(Attributes), nowSeconds);
      } catch (thrown) {
        if (thrown instanceof ConditionalCheckFailedException) return null;
        throw thrown;
      }
    },

    async endSession(staffId: string, tokenHash: string): Promise<void> {
      await client.send(new DeleteCommand({ TableName, Key: sessionKey(staffId, tokenHash) }));
    },

    async endEverySession(staffId: string): Promise<void> {
      const sessions = sessionKeyRow.array().parse(await rowsUnder(`STAFF#${staffId}`, "SESSION#"));
      await Promise.all(sessions.map((Key) => client.send(new DeleteCommand({ TableName, Key }))));
    },

    /** Everybody who held the role at their last sign-in, by name. */
    async listByRole(role: Role, nowSeconds: number): Promise<Listed[]> {
      const ring = await keeper.ring();
      const rows = (await rowsUnder(`ROLE#${role}`, "STAFF#")).map((row) => listedRow.parse(opened(ring, row)));
      return rows
        .filter((row) => alive(row, nowSeconds))
        .map(({ staffId, name }) => ({ staffId, name }))
        .toSorted((a, b) => a.name.localeCompare(b.name, "vi"));
    },
  };
}

export type StaffStore = ReturnType<typeof createStaffStore>;
/** What a desk needs of it to know who is there. */
export type SessionStore = Pick<StaffStore, "findSession" | "touchSession">;
