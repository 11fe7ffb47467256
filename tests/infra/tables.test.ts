import { beforeAll, describe, expect, it } from "vitest";
import { tables, type TableName, type TableShape } from "../../infra/tables.ts";
import { found, synth, synthTimeout, text, type Resource, type Synthesised } from "./support/synth.ts";

const names = Object.keys(tables) as TableName[];
let prod: Synthesised;
let dev: Synthesised;
const tableOf = (made: Synthesised, name: TableName): Resource => found(made.resources[made.tableId(name)], name);

beforeAll(() => {
  prod = synth("prod");
  dev = synth("dev");
}, synthTimeout);

describe.each(names)("the %s table", (name) => {
  const shape: TableShape = tables[name];
  const replica = () => tableOf(prod, name).Properties.Replicas[0];

  it("can be put back to any minute of the last weeks", () => {
    expect(replica().PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled).toBe(true);
  });

  it("cannot be deleted by mistake, and stays when the stack goes", () => {
    const { DeletionPolicy, UpdateReplacePolicy } = tableOf(prod, name);
    expect({ protected: replica().DeletionProtectionEnabled, DeletionPolicy, UpdateReplacePolicy }).toEqual({
      protected: true,
      DeletionPolicy: "Retain",
      UpdateReplacePolicy: "Retain",
    });
  });

  it("is written under our own key, which rotates and stays as long as the table", () => {
    const keyId = text(replica().SSESpecification.KMSMasterKeyId).slice("arn:".length);
    const key = found(prod.resources[keyId], keyId);
    expect(tableOf(prod, name).Properties.SSESpecification).toEqual({ SSEEnabled: true, SSEType: "KMS" });
    expect(key).toMatchObject({ Type: "AWS::KMS::Key", DeletionPolicy: "Retain", Properties: { EnableKeyRotation: true } });
  });

  it("lives in one place and is paid by use", () => {
    expect(tableOf(prod, name).Properties).toMatchObject({ BillingMode: "PAY_PER_REQUEST", Replicas: [{ Region: "ap-southeast-1" }] });
  });

  it("has the keys and indexes that infra/tables.ts says", () => {
    const { KeySchema, GlobalSecondaryIndexes = [], AttributeDefinitions } = tableOf(prod, name).Properties;
    const keys = (one: { partitionKey: string; sortKey: string }) => [
      { AttributeName: one.partitionKey, KeyType: "HASH" },
      { AttributeName: one.sortKey, KeyType: "RANGE" },
    ];
    const asShape = shape.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keys(index),
      Projection: { ProjectionType: index.keysOnly ? "KEYS_ONLY" : "ALL" },
    }));
    expect({ KeySchema, GlobalSecondaryIndexes }).toEqual({ KeySchema: keys(shape), GlobalSecondaryIndexes: asShape });
    expect(new Set(AttributeDefinitions.map((one: { AttributeType: string }) => one.AttributeType))).toEqual(new Set(["S"]));
  });

  it("forgets rows by the attribute the code writes", () => {
    expect(tableOf(prod, name).Properties.TimeToLiveSpecification).toEqual({ AttributeName: shape.expiresAttribute, Enabled: true });
  });

  it("tells its changes only if somebody listens", () => {
    const { StreamSpecification } = tableOf(prod, name).Properties;
    expect(StreamSpecification).toEqual(shape.stream ? { StreamViewType: "NEW_IMAGE" } : undefined);
  });

  it("goes with its stack in dev, so that trying things leaves nothing behind", () => {
    expect(tableOf(dev, name)).toMatchObject({ DeletionPolicy: "Delete", Properties: { Replicas: [{ DeletionProtectionEnabled: false }] } });
  });
});

it("no table exists that infra/tables.ts does not name", () => {
  expect([...prod.ofType("AWS::DynamoDB::GlobalTable"), ...prod.ofType("AWS::DynamoDB::Table")]).toHaveLength(names.length);
});

it("each side of the wall has a key of its own", () => {
  const keys = names.map((name) => text(tableOf(prod, name).Properties.Replicas[0].SSESpecification.KMSMasterKeyId));
  expect(new Set(keys).size).toBe(names.length);
});
