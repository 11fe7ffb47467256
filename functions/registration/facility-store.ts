/**
 * The directory of facilities, in the registrations table: public facts, apart from every application.
 *
 * | rows                                    | what                                                        |
 * |-----------------------------------------|-------------------------------------------------------------|
 * | `FACILITIES#<province>` FACILITY#<id>   | an entry                                                    |
 * | … EVENT#<id>#<version>                  | what made that version of it, when and by whom              |
 * | `FACILITIES` PROVINCE#<province>        | that a province has entries, and ever had a published one   |
 *
 * | pattern       | call                    | cost (an entry is about 1 kB)                        |
 * |---------------|-------------------------|------------------------------------------------------|
 * | list          | Query of one province   | 1 RCU for four entries                               |
 * | find          | GetItem, consistent     | 1 RCU                                                |
 * | history       | Query of one entry      | 1 RCU                                                |
 * | listProvinces | Query of one key        | 1 RCU                                                |
 * | write         | TransactWriteItems of 3 | 2 × (1 entry + 1 event + 1 province) WCU             |
 */
import { GetCommand, type DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import * as z from "zod";
import { facilityMoveNames, facilitySchema, type Facility } from "../../shared/places/facility.ts";
import { wrappedKeySchema, type Keeper, type KeyRing } from "../platform/keeper.ts";
import type { TransactItem } from "../platform/outbox.ts";
import { closeValue, openValue } from "../platform/sealed-row.ts";
import { rowsOf, transact } from "../platform/table.ts";

const eventSchema = z.object({ type: z.enum(["create", "change", ...facilityMoveNames]), at: z.iso.datetime(), staffId: z.string(), name: z.string() });
/** What was done to an entry; its moves are those of the table of moves. */
export type FacilityEvent = z.infer<typeof eventSchema>;
const provinceRow = z.object({ provinceCode: z.string(), hasPublished: z.boolean().optional() });
type ProvinceRow = z.infer<typeof provinceRow>;

/** An entry is known by its province and, in it, by its id. */
export type FacilityRef = Pick<Facility, "provinceCode" | "id">;

const facilityMark = "FACILITY#";
const inProvince = (provinceCode: string): string => `FACILITIES#${provinceCode}`;
const facilityKey = ({ provinceCode, id }: FacilityRef) => ({ pk: inProvince(provinceCode), sk: `${facilityMark}${id}` });
const eventMark = (id: string): string => `EVENT#${id}#`;
const provincesKey = "FACILITIES";
const provinceMark = "PROVINCE#";

function facilityIn({ pk: _pk, sk: _sk, ...rest }: Record<string, unknown>): Facility {
  return facilitySchema.parse(rest);
}

const area = "registrations";
const eventKey = ({ provinceCode, id, version }: Facility) => ({ pk: inProvince(provinceCode), sk: `${eventMark(id)}${String(version).padStart(8, "0")}` });
/** Places are published; who keeps them is a person, and their name is sealed under a key of the row. */
function openEvent(ring: KeyRing, row: Record<string, unknown>): FacilityEvent {
  const key = ring.open(wrappedKeySchema.parse(row.key));
  return eventSchema.parse({ ...row, name: openValue(area, key, { pk: String(row.pk), sk: String(row.sk) }, "name", row.name) });
}

export function createFacilityStore(client: DynamoDBDocumentClient, TableName: string, keeper: Keeper) {
  const rowsUnder = (pk: string, sk: string) =>
    rowsOf(client, { TableName, KeyConditionExpression: "pk = :pk AND begins_with(sk, :sk)", ExpressionAttributeValues: { ":pk": pk, ":sk": sk }, ConsistentRead: true });

  const province = ({ provinceCode, state }: Facility): TransactItem => ({
    Update: {
      TableName,
      Key: { pk: provincesKey, sk: `${provinceMark}${provinceCode}` },
      UpdateExpression: `SET provinceCode = :province${state === "published" ? ", hasPublished = :yes" : ""}`,
      ExpressionAttributeValues: { ":province": provinceCode, ...(state === "published" ? { ":yes": true } : {}) },
    },
  });

  return {
    /** The entries the table has of a province, whatever their state. */
    async list(provinceCode: string): Promise<Facility[]> {
      return (await rowsUnder(inProvince(provinceCode), facilityMark)).map(facilityIn);
    },

    async find(ref: FacilityRef): Promise<Facility | null> {
      const { Item } = await client.send(new GetCommand({ TableName, Key: facilityKey(ref), ConsistentRead: true }));
      return Item ? facilityIn(Item) : null;
    },

    /** What was done to an entry, the latest first. */
    async history({ provinceCode, id }: FacilityRef): Promise<FacilityEvent[]> {
      const ring = await keeper.ring();
      return (await rowsUnder(inProvince(provinceCode), eventMark(id))).map((row) => openEvent(ring, row)).toReversed();
    },

    /** The provinces that have entries in the table. One whose last published entry was withdrawn stays among those that had one. */
    async listProvinces(): Promise<ProvinceRow[]> {
      return (await rowsUnder(provincesKey, provinceMark)).map((row) => provinceRow.parse(row));
    },

    /** Writes an entry with the event that tells of it; false when it is no longer as it had been read. `before` is null for a new one. */
    async write({ before, after, event }: { before: Facility | null; after: Facility; event: FacilityEvent }): Promise<boolean> {
      // What stands only in the seed has no row yet.
      const unmoved = before && before.version > 0 ? { ConditionExpression: "version = :version", ExpressionAttributeValues: { ":version": before.version } } : { ConditionExpression: "attribute_not_exists(pk)" };
      const row = eventKey(after);
      const key = (await keeper.ring()).fresh();
      const failed = await transact(client, [
        { Put: { TableName, Item: { ...facilityKey(after), ...after }, ...unmoved } },
        { Put: { TableName, Item: { ...row, ...event, name: closeValue(area, key, row, "name", event.name), key: key.wrapped } } },
        province(after),
      ]);
      return failed.length === 0;
    },
  };
}
export type FacilityStore = ReturnType<typeof createFacilityStore>;
