import { CfnOutput, Lazy, Stack } from "aws-cdk-lib";
import { AttributeType, Billing, ProjectionType, StreamViewType, TableEncryptionV2, TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Key } from "aws-cdk-lib/aws-kms";
import { Construct } from "constructs";
import { keptAreas } from "../../functions/platform/keeper.ts";
import { keysRow, type Grant } from "../access.ts";
import type { Stage } from "../stages.ts";
import { tables, type TableName, type TableShape } from "../tables.ts";
import type { NodeFunction } from "./node-function.ts";

const isKept = (name: TableName): boolean => keptAreas.some((area) => area === name);

/** One area's table and the key of its side of the wall. Nothing is allowed until a line of infra/access.ts says so. */
export class AreaTable extends Construct {
  readonly key: Key;
  /** Wraps the keys that seal what the table says of people; another than the table's own, so that who may read rows may not open them for that. */
  readonly root: Key | undefined;
  readonly name: string;
  readonly arn: string;
  private readonly table: TableV2;
  /** The roles of the functions that open wrapping keys. */
  private readonly openers: string[] = [];

  constructor(scope: Construct, id: string, { stage, name }: { stage: Stage; name: TableName }) {
    super(scope, id);
    const shape: TableShape = tables[name];
    const text = (attribute: string) => ({ name: attribute, type: AttributeType.STRING });
    this.key = new Key(this, "key", {
      description: `duong-ve ${stage.name} ${name}`,
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
    });
    this.root = isKept(name) ? this.makeRoot(stage, name) : undefined;
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
    this.arn = this.table.tableArn;
    new CfnOutput(this, "name", { value: this.name, description: `Table ${name}` }).overrideLogicalId(`${name}Table`);
    if (this.root) new CfnOutput(this, "root-key", { value: this.rootKey, description: `What wraps the keys of the table ${name}` }).overrideLogicalId(`${name}RootKey`);
  }

  /**
   * Nobody uses it but the functions that open wrapping keys, and operators under one role. Whoever administers the account can still change this policy, or the
   * key would be lost with the last who may; that wakes somebody (constructs/watch.ts).
   */
  private makeRoot(stage: Stage, name: TableName): Key {
    const root = new Key(this, "root", { description: `duong-ve ${stage.name} ${name}: seals what is known of people`, enableKeyRotation: true, removalPolicy: stage.removalPolicy });
    const operators = Stack.of(this).formatArn({ service: "iam", region: "", resource: "role", resourceName: stage.keysRole });
    const deny = (actions: string[], but: () => string[]) =>
      root.addToResourcePolicy(
        new PolicyStatement({ effect: Effect.DENY, principals: [new AnyPrincipal()], actions, resources: ["*"], conditions: { ArnNotEquals: { "aws:PrincipalArn": Lazy.any({ produce: but }) } } }),
      );
    deny(["kms:Decrypt"], () => [...this.openers, operators]);
    deny(["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant"], () => [operators]);
    return root;
  }

  /** As functions/platform/root-key.ts reads it. */
  get rootKey(): string {
    if (!this.root) throw new Error(`${this.node.path} seals nothing`);
    return `kms:${this.root.keyArn}`;
  }

  /** What one line of infra/access.ts says of a function. */
  allow(who: NodeFunction, { index, may, ...limit }: Grant): void {
    who.allow(may.map((action) => `dynamodb:${action}`), [index ? `${this.arn}/index/${index}` : this.arn], conditionsOf(limit));
    this.allowDecrypt(who);
    if (!this.root || !limit.rows.includes(keysRow)) return;
    this.openers.push(who.role.roleArn);
    who.allow(["kms:Decrypt"], [this.root.keyArn]);
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

  /**
   * DynamoDB unwraps the table's key in the caller's name, for writes too. This permission holds there only; functions open their own settings
   * with the same key by another (node-function.ts).
   */
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
const conditionsOf = ({ rows, fields, blind }: Pick<Grant, "rows" | "fields" | "blind">) => ({
  "ForAllValues:StringLike": { "dynamodb:LeadingKeys": rows },
  ...(fields && { "ForAllValues:StringEquals": { "dynamodb:Attributes": fields } }),
  ...(blind && { StringEqualsIfExists: { "dynamodb:ReturnValues": "NONE" } }),
  Null: { "dynamodb:LeadingKeys": "false", ...(fields && { "dynamodb:Attributes": "false" }) },
});
