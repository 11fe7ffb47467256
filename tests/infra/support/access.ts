import { runSimulation, runUnsafeSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { stageNamed } from "../../../infra/stages.ts";
import { found, type Properties, type Resource } from "./synth.ts";

/** What a request says of itself under the names conditions use. */
type Context = Record<string, string | string[]>;
export type Request = { action: string; on: string; context?: Context };
type Statement = { Effect: "Allow" | "Deny"; Action: string | string[]; Resource: string | string[]; Condition?: Record<string, Record<string, string | string[]>> };

const { account, region } = stageNamed("prod");

/** The roles of the synthesised `prod` as AWS would see them: each resource under an ARN made up for it, judged by a simulator of IAM. */
export function rolesIn(resources: Record<string, Resource>) {
  const arns: Record<string, (id: string) => string> = {
    "AWS::DynamoDB::GlobalTable": (id) => `arn:aws:dynamodb:${region}:${account}:table/${id}`,
    "AWS::KMS::Key": (id) => `arn:aws:kms:${region}:${account}:key/${id}`,
    "AWS::Logs::LogGroup": (id) => `arn:aws:logs:${region}:${account}:log-group:${id}:*`,
    "AWS::SQS::Queue": (id) => `arn:aws:sqs:${region}:${account}:${id}`,
    "AWS::IAM::Role": (id) => `arn:aws:iam::${account}:role/${id}`,
    "AWS::Lambda::Function": (id) => `arn:aws:lambda:${region}:${account}:function:${id}`,
    "AWS::SecretsManager::Secret": (id) => `arn:aws:secretsmanager:${region}:${account}:secret:${id}`,
    "AWS::Cognito::UserPool": (id) => `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`,
    "AWS::SNS::Topic": (id) => `arn:aws:sns:${region}:${account}:${id}`,
  };
  const arnOf = (id: string): string => {
    const { Type } = found(resources[id], id);
    return found(arns[Type], `an ARN for ${Type}`)(id);
  };
  const pseudo: Record<string, string> = { "AWS::Partition": "aws", "AWS::Region": region, "AWS::AccountId": account, "AWS::URLSuffix": "amazonaws.com" };

  /** Intrinsic functions as what they would be once deployed. */
  const deployed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(deployed);
    if (typeof value !== "object" || value === null) return value;
    const [[name, of] = ["", undefined]] = Object.entries(value);
    if (name === "Ref") return pseudo[of] ?? (resources[of]?.Type === "AWS::SecretsManager::Secret" ? arnOf(of) : of);
    if (name === "Fn::Join") return of[1].map(deployed).join(of[0]);
    if (name === "Fn::GetAtt") return of[1] === "Arn" ? arnOf(of[0]) : of[1] === "StreamArn" ? `${arnOf(of[0])}/stream/2026-11-22T00:00:00.000` : found(undefined, `${of[0]}.${of[1]}`);
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, deployed(one)]));
  };

  const documentsOf = (roleId: string): Properties[] => {
    const inline = (resources[roleId]?.Properties.Policies ?? []).map((policy: Properties) => policy.PolicyDocument);
    const attached = Object.values(resources).filter(({ Type, Properties }) => Type === "AWS::IAM::Policy" && Properties.Roles.some((role: Properties) => role.Ref === roleId));
    return [...inline, ...attached.map(({ Properties }) => Properties.PolicyDocument)].map((document) => deployed(document) as Properties);
  };
  const keyPolicyOf = (arn: string): unknown => {
    const key = Object.entries(resources).find(([id, { Type }]) => Type === "AWS::KMS::Key" && arnOf(id) === arn);
    return key && deployed(key[1].Properties.KeyPolicy);
  };

  /** Somebody with these policies, ready to be asked. */
  const who = (principal: string, documents: Properties[]) => {
    const statements = documents.flatMap(({ Statement }): Statement[] => Statement);
    const simulation = ({ action, on, context = {} }: Request, policies: Properties[]): Simulation => ({
      request: { principal, action, resource: { resource: on, accountId: account }, contextVariables: { "aws:PrincipalArn": principal, ...context } },
      identityPolicies: policies.map((policy, n) => ({ name: `policy ${n}`, policy })),
      // Who may use a key is said by the key first.
      ...(action.startsWith("kms:") ? { resourcePolicy: keyPolicyOf(on) } : {}),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    });
    return {
      statements,
      /** What IAM counts against a role's limit of 10,240 characters. */
      length: documents.reduce((sum, document) => sum + JSON.stringify(document).length, 0),
      /** Not for keys: this fast way cannot read what they say of themselves. */
      may: (request: Request): boolean => {
        // What does not name the action says nothing of it: leaving it out makes a table of ten thousand questions affordable.
        const Statement = statements.filter((statement) => names(statement, request.action));
        return Statement.length > 0 && runUnsafeSimulation(simulation(request, [{ Version: "2012-10-17", Statement }]), {}) === "Allowed";
      },
      /** The same slowly: throws when AWS knows no such action, resource or condition, or would not take the policies. */
      mayIndeed: async (request: Request): Promise<boolean> => {
        const result = await runSimulation(simulation(request, documents), {});
        if (result.resultType === "error") throw new Error(`${request.action} on ${request.on}: ${JSON.stringify(result.errors)}`);
        return result.overallResult === "Allowed";
      },
    };
  };
  /** Every policy that speaks for a role. */
  const role = (id: string) => who(arnOf(id), documentsOf(id));
  return { role, who, arnOf };
}
export type Role = ReturnType<ReturnType<typeof rolesIn>["role"]>;

const names = ({ Action }: Statement, action: string): boolean => [Action].flat().some((one) => matches(one.toLowerCase(), action.toLowerCase()));

/** `*` is any text and `?` any one character, in IAM and in CloudFront's path patterns alike. */
export function matches(pattern: string, value: string): boolean {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  return new RegExp(`^${source}$`, "s").test(value);
}
