import { found, text, type Resource } from "./synth.ts";

/** What of a resource cannot change without losing what it holds, or what protects that; as readable text. */
const kept: Record<string, (resource: Resource) => Record<string, string>> = {
  "AWS::DynamoDB::GlobalTable": ({ Properties }) => {
    const replica = Properties.Replicas[0];
    const keys = (schema: { AttributeName: string; KeyType: string }[]) => schema.map(({ AttributeName, KeyType }) => `${AttributeName} ${KeyType}`).join(", ");
    return {
      keys: keys(Properties.KeySchema),
      attributes: Properties.AttributeDefinitions.map((one: { AttributeName: string; AttributeType: string }) => `${one.AttributeName} ${one.AttributeType}`).join(", "),
      ...Object.fromEntries((Properties.GlobalSecondaryIndexes ?? []).map((index: Resource["Properties"]) => [`index ${index.IndexName}`, `${keys(index.KeySchema)}, ${index.Projection.ProjectionType}`])),
      expires: Properties.TimeToLiveSpecification.AttributeName,
      stream: Properties.StreamSpecification?.StreamViewType ?? "none",
      key: text(replica.SSESpecification.KMSMasterKeyId),
      history: String(replica.PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled),
      deletionProtection: String(replica.DeletionProtectionEnabled),
    };
  },
  "AWS::KMS::Key": ({ Properties }) => ({ rotates: String(Properties.EnableKeyRotation) }),
  // Another wish for its making is another value: everything sealed with the one before would be lost.
  "AWS::SecretsManager::Secret": ({ Properties }) => ({ made: JSON.stringify(Properties.GenerateSecretString), key: Properties.KmsKeyId ? text(Properties.KmsKeyId) : "account's" }),
  "AWS::Cognito::UserPool": ({ Properties }) => ({
    names: JSON.stringify(Properties.UsernameAttributes),
    attributes: Properties.Schema.map(({ Name }: { Name: string }) => Name).join(", "),
    deletionProtection: Properties.DeletionProtection,
    secondFactor: Properties.MfaConfiguration,
  }),
  "AWS::S3::Bucket": ({ Properties }) => ({ name: Properties.BucketName ?? "given by AWS" }),
  "AWS::Backup::BackupVault": ({ Properties }) => ({ name: Properties.BackupVaultName, key: text(Properties.EncryptionKeyArn) }),
};

export type StatefulRecord = Record<string, Record<string, string>>;

/** Everything in a template that holds something which cannot be made again. */
export const statefulOf = (resources: Record<string, Resource>): StatefulRecord =>
  Object.fromEntries(
    Object.entries(resources).flatMap(([id, resource]) => {
      const read = kept[resource.Type];
      return read ? [[id, { type: resource.Type, whenRemoved: found(resource.DeletionPolicy, id), ...read(resource) }]] : [];
    }),
  );

/** What would be lost if the second took the place of the first: a sentence each. What is new loses nothing. */
export function losses(before: StatefulRecord, after: StatefulRecord): string[] {
  return Object.entries(before).flatMap(([id, was]) => {
    const is = after[id];
    if (!is) return [`${id} (${was.type}) is gone or has another name in the template: deploying makes an empty one`];
    return Object.entries(was).flatMap(([name, value]) => {
      // A table's attributes grow with its indexes.
      if (is[name] === value || (name === "attributes" && value.split(", ").every((one) => is[name]?.split(", ").includes(one)))) return [];
      return [`${id}: ${name} was "${value}" and would be "${is[name] ?? "gone"}"`];
    });
  });
}
