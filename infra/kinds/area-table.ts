import { CfnOutput, Stack } from "aws-cdk-lib";
import { AttributeType, Billing, ProjectionType, StreamViewType, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { tables, type TableName, type TableShape } from "../tables.ts";
import type { NodeFunction } from "./node-function.ts";

type TableAction = "GetItem" | "Query" | "PutItem" | "UpdateItem" | "DeleteItem" | "ConditionCheckItem";

/** Which rows of a table, or of an index, an action may touch, and how much of them. */
type RowLimit = {
  /** Partition keys; `*` is any text. */
  leadingKeys: readonly string[];
  /** The only fields a request may name, the keys among them. */
  attributes?: readonly string[];
  /** The answer to a write shows nothing of the row. */
  blind?: boolean;
};

/** One area's table and the key of its side of the wall. Nothing is allowed until an area names the action. */
export class AreaTable extends Construct {
  readonly key: Key;
  readonly name: string;
  private readonly table: TableV2;

  constructor(scope: Construct, id: string, { stage, name }: { stage: Stage; name: TableName }) {
    super(scope, id);
    const shape: TableShape = tables[name];
    const text = (attribute: string) => ({ name: attribute, type: AttributeType.STRING });
    this.key = new Key(this, "key", {
      description: `duong-ve ${stage.name} ${name}`,
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
    });
    this.table = new TableV2(this, "table", {
      partitionKey: text(shape.partitionKey),
      sortKey: text(shape.sortKey),
      timeToLiveAttribute: shape.expiresAttribute,
      globalSecondaryIndexes: shape.indexes.map((index) => ({
        indexName: index.name,
        partitionKey: text(index.partitionKey),
        sortKey: text(index.sortKey),
        projectionType: index.keysOnly ? ProjectionType.KEYS_ONLY : ProjectionType.ALL,
      })),
      ...(shape.stream ? { dynamoStream: StreamViewType.NEW_IMAGE } : {}),
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(this.key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.deletionProtection,
      removalPolicy: stage.removalPolicy,
    });
    this.name = this.table.tableName;
    new CfnOutput(this, "name", { value: this.name, description: `Table ${name}` }).overrideLogicalId(`${name}Table`);
  }

  allow(who: NodeFunction, actions: readonly TableAction[], limit?: RowLimit): void {
    who.allow(actions.map((action) => `dynamodb:${action}`), [this.table.tableArn], limit && conditionsOf(limit));
    this.allowDecrypt(who);
  }

  allowQuery(who: NodeFunction, index: string, limit?: RowLimit): void {
    who.allow(["dynamodb:Query"], [`${this.table.tableArn}/index/${index}`], limit && conditionsOf(limit));
    this.allowDecrypt(who);
  }

  /** The stream that may be read now. Streams can only be listed account-wide, and Lambda refuses a source without it; names are all it shows. */
  allowStream(who: NodeFunction): string {
    const stream = this.table.tableStreamArn;
    if (!stream) throw new Error(`${this.node.path} has no stream: set it in infra/tables.ts`);
    who.allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], [stream]);
    who.allow(["dynamodb:ListStreams"], ["*"]);
    this.allowDecrypt(who);
    return stream;
  }

  /** DynamoDB unwraps the table's key in the caller's name, for writes too; outside DynamoDB the permission is worth nothing. */
  private allowDecrypt(who: NodeFunction): void {
    who.role.addToPolicy(
      new PolicyStatement({
        actions: ["kms:Decrypt"],
        resources: [this.key.keyArn],
        conditions: { StringEquals: { "kms:ViaService": `dynamodb.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
  }
}

/** `ForAllValues` also holds of nothing at all: what names no row or no field is refused by `Null`. */
const conditionsOf = ({ leadingKeys, attributes, blind = false }: RowLimit) => ({
  "ForAllValues:StringLike": { "dynamodb:LeadingKeys": leadingKeys },
  ...(attributes && { "ForAllValues:StringEquals": { "dynamodb:Attributes": attributes } }),
  ...(blind && { StringEqualsIfExists: { "dynamodb:ReturnValues": "NONE" } }),
  Null: { "dynamodb:LeadingKeys": "false", ...(attributes && { "dynamodb:Attributes": "false" }) },
});
