import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { losses, statefulOf, type StatefulRecord } from "./support/stateful.ts";
import { found, synth, synthTimeout, type Resource, type Synthesised } from "./support/synth.ts";

/** What prod holds, as it was last agreed. Something new is added by hand; a line that changes is a migration, never an edit. */
const recorded: StatefulRecord = JSON.parse(readFileSync(join(import.meta.dirname, "stateful.json"), "utf8"));
let prod: Synthesised;

beforeAll(() => {
  prod = synth("prod");
}, synthTimeout);

describe("what prod holds", () => {
  it("is neither removed nor replaced nor less protected by this version", () => {
    expect(losses(recorded, statefulOf(prod.resources))).toEqual([]);
  });

  it("is all on record: add what is new to tests/infra/stateful.json", () => {
    const made = statefulOf(prod.resources);
    expect(Object.fromEntries(Object.entries(made).filter(([id]) => !recorded[id]))).toEqual({});
    for (const [id, one] of Object.entries(made)) expect(Object.keys(one), id).toEqual(Object.keys(recorded[id] ?? {}));
  });

  it("stays when the stack goes", () => {
    for (const [id, { whenRemoved }] of Object.entries(statefulOf(prod.resources))) expect({ id, whenRemoved }).toEqual({ id, whenRemoved: expect.stringMatching(/^Retain/) });
  });
});

describe("a change is refused that", () => {
  const changed = (change: (resources: Record<string, Resource>, table: Resource["Properties"], id: string) => void): string[] => {
    const resources = structuredClone(prod.resources);
    const id = prod.tableId("hotline");
    change(resources, found(resources[id], id).Properties, id);
    return losses(recorded, statefulOf(resources));
  };
  const cases: Record<string, Parameters<typeof changed>[0]> = {
    "removes a table": (resources, _, id) => delete resources[id],
    "gives a table another name in the template": (resources, _, id) => {
      resources.another = found(resources[id], id);
      delete resources[id];
    },
    "has other keys": (_, table) => (table.KeySchema[0].AttributeName = "id"),
    "drops an index": (_, table) => table.GlobalSecondaryIndexes.pop(),
    "keeps less in an index": (_, table) => (table.GlobalSecondaryIndexes[0].Projection.ProjectionType = "KEYS_ONLY"),
    "lets rows live by another field": (_, table) => (table.TimeToLiveSpecification.AttributeName = "ttl"),
    "lets a table be deleted": (_, table) => (table.Replicas[0].DeletionProtectionEnabled = false),
    "forgets a table's history": (_, table) => (table.Replicas[0].PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled = false),
    "seals a table with another key": (_, table) => (table.Replicas[0].SSESpecification.KMSMasterKeyId = { "Fn::GetAtt": ["other", "Arn"] }),
    "deletes a table with the stack": (resources, _, id) => (found(resources[id], id).DeletionPolicy = "Delete"),
    "makes a secret anew": (resources) => {
      const secret = found(Object.values(resources).find(({ Type }) => Type === "AWS::SecretsManager::Secret"), "a secret");
      secret.Properties.GenerateSecretString.PasswordLength = 65;
    },
    "makes accounts anew": (resources) => {
      const pool = found(Object.values(resources).find(({ Type }) => Type === "AWS::Cognito::UserPool"), "the pool");
      pool.Properties.UsernameAttributes = ["phone_number"];
    },
  };

  it.each(Object.entries(cases))("%s", (_, change) => {
    expect(changed(change)).toHaveLength(1);
  });

  it("but not one that only adds: an index, a table", () => {
    const added = changed((resources, table, id) => {
      table.AttributeDefinitions.push({ AttributeName: "newKey", AttributeType: "S" });
      table.GlobalSecondaryIndexes.push({ IndexName: "new", KeySchema: [{ AttributeName: "newKey", KeyType: "HASH" }], Projection: { ProjectionType: "ALL" } });
      resources.another = found(resources[id], id);
    });
    expect(added).toEqual([]);
  });
});
