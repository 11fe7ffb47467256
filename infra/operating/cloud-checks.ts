import { CognitoIdentityProviderClient, GetUserPoolMfaConfigCommand, paginateListUsersInGroup } from "@aws-sdk/client-cognito-identity-provider";
import { DescribeContinuousBackupsCommand, DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetSMSAttributesCommand, GetSMSSandboxAccountStatusCommand, paginateListSubscriptionsByTopic, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { createHotlineStore } from "../../functions/hotline/store.ts";
import { keptAreas, noKeeper, readKeys } from "../../functions/platform/keeper.ts";
import { createOutbox } from "../../functions/platform/outbox.ts";
import { createSeal } from "../../functions/platform/seal.ts";
import { daysAfter, type CivilDate } from "../../shared/calendar/civil-date.ts";
import type { Role } from "../../shared/staff/roles.ts";
import type { Stage } from "../stages.ts";
import { tables } from "../tables.ts";
import { sentences, type Check } from "./checks.ts";
import { clientOf, createDeployed, failureQueues, type Deployed } from "./cloud.ts";

type Asked = {
  stage: Stage;
  today: CivilDate;
  deployed: Deployed;
  clients: { tables: DynamoDBClient; sns: SNSClient; sqs: SQSClient; cognito: CognitoIdentityProviderClient };
};

/** What the cloud checks ask with; `end` closes its connections. */
export function askCloud(stage: Stage, today: CivilDate): { asked: Asked; end: () => void } {
  const client = clientOf(stage);
  const clients = {
    tables: new DynamoDBClient(client),
    sns: new SNSClient(client),
    // The queue's address is only its name: where SQS is, the settings of the machine say, as for every other service.
    sqs: new SQSClient({ ...client, useQueueUrlAsEndpoint: false }),
    cognito: new CognitoIdentityProviderClient(client),
  };
  return { asked: { stage, today, deployed: createDeployed(stage), clients }, end: () => Object.values(clients).map((one) => one.destroy()) };
}

const stackDone: ReadonlySet<string> = new Set(["CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"]);
const rosterDays = 7;
const administrator: Role = "administrator";
const textsBySns = ({ smsRoutes }: Stage): boolean => smsRoutes.some(({ route }) => route === "sns");

/** What only the cloud can tell, once the stack is deployed. Every one of them reads, and none changes anything. */
export const cloudChecks: readonly Check<Asked>[] = [
  {
    id: "stack",
    asks: "Is the stack deployed, and as it was deployed?",
    async missing({ stage, deployed }) {
      const stack = await deployed.stack();
      if (!stack) return "The stack is not deployed with these credentials.";
      const account = stack.StackId?.split(":")[4];
      return sentences(
        account !== stage.account && `The credentials are of the account ${account}, the stage names ${stage.account}.`,
        !stackDone.has(stack.StackStatus ?? "") && `The stack is in state ${stack.StackStatus}.`,
        stack.DriftInformation?.StackDriftStatus === "DRIFTED" && "Somebody has changed by hand what the stack had made.",
      );
    },
    doThis: "Look at the stack's events in CloudFormation, and deploy it with the CDK CLI.",
  },
  {
    id: "tables",
    asks: "Are the tables kept from being lost?",
    async missing({ stage, deployed, clients }) {
      const names = await Promise.all(Object.keys(tables).map((table) => deployed.output(`${table}Table`)));
      return sentences(...(await Promise.all(names.map((name) => tableMissing(clients.tables, name, stage)))));
    },
    doThis: "Deploy again: the stack sets all of this. Restore a table that is gone from its backup.",
  },
  {
    id: "keys",
    asks: "Does every area have a wrapping key?",
    async missing({ deployed, clients }) {
      const client = DynamoDBDocumentClient.from(clients.tables);
      const lacking = await Promise.all(keptAreas.map(async (area) => (await readKeys(client, await deployed.output(`${area}Table`))).length === 0 && `The table ${area} has no wrapping key: nothing can be stored in it.`));
      return sentences(...lacking);
    },
    doThis: "`npm run keys -- add --stage …`. If there was a key before: it went with its table; bring both back from a copy (infra/deploy.md), and add none.",
  },
  {
    id: "roster",
    asks: "Is somebody on shift in the next seven days?",
    async missing({ today, deployed, clients }) {
      const table = await deployed.output("hotlineTable");
      // Reading a roster opens nothing: any secret does.
      const store = createHotlineStore(DynamoDBDocumentClient.from(clients.tables), table, createOutbox(table, createSeal(table)), noKeeper);
      const days = await Promise.all(Array.from({ length: rosterDays }, (_, ahead) => store.countShifts(daysAfter(today, ahead))));
      return sentences(days.every((shifts) => shifts === 0) && "Nobody is on shift in the next seven days: nobody can be promised a call at a time.");
    },
    doThis: "A hotline manager enters shifts at /desk/hotline/roster.",
  },
  {
    id: "operators",
    asks: "Does somebody hear the alarms?",
    async missing({ deployed, clients }) {
      const TopicArn = await deployed.output("operatorsTopic");
      for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client: clients.sns }, { TopicArn })) {
        if (Subscriptions.some(({ SubscriptionArn }) => SubscriptionArn?.startsWith("arn:"))) return null;
      }
      return "Nobody hears the alarms: no subscription of the operators' topic is confirmed.";
    },
    doThis: "Subscribe whoever is on duty to the stack's output operatorsTopic, and confirm what they receive.",
  },
  {
    id: "text-settings",
    asks: "May SNS spend what texts cost, and does it tell what became of them?",
    async missing({ stage, deployed, clients }) {
      if (!textsBySns(stage)) return null;
      const role = await deployed.output("deliveryLogRole");
      const { attributes = {} } = await clients.sns.send(new GetSMSAttributesCommand({}));
      const { DeliveryStatusIAMRole, DeliveryStatusSuccessSamplingRate, MonthlySpendLimit } = attributes;
      const { monthlySmsUsd } = stage.alarms;
      return sentences(
        DeliveryStatusIAMRole !== role && "SNS does not log what became of texts with the stack's role (DeliveryStatusIAMRole).",
        DeliveryStatusSuccessSamplingRate !== "100" && "SNS does not log every text that arrived (DeliveryStatusSuccessSamplingRate).",
        !(Number(MonthlySpendLimit) >= monthlySmsUsd) &&
          `SNS stops texting at ${MonthlySpendLimit ?? "an unknown number of"} US dollars a month, below the ${monthlySmsUsd} at which the alarm rings (MonthlySpendLimit).`,
      );
    },
    doThis: "Run the command in the stack's output deliveryLogRole; ask AWS for a higher spend limit, then set it.",
  },
  {
    id: "text-sandbox",
    asks: "May SNS text every number?",
    async missing({ stage, clients }) {
      if (!textsBySns(stage)) return null;
      const { IsInSandbox } = await clients.sns.send(new GetSMSSandboxAccountStatusCommand({}));
      return sentences(IsInSandbox && "The account is in the SMS sandbox: texts reach only numbers that were verified by hand.");
    },
    doThis: "Ask AWS, in the SNS console of the stage's region, to take the account out of the SMS sandbox.",
  },
  {
    id: "administrator",
    asks: "Is there an administrator?",
    async missing({ deployed, clients }) {
      const UserPoolId = await deployed.output("staffAccounts");
      for await (const { Users = [] } of paginateListUsersInGroup({ client: clients.cognito }, { UserPoolId, GroupName: administrator })) {
        if (Users.some(({ Enabled, UserStatus }) => Enabled && UserStatus === "CONFIRMED")) return null;
      }
      return "No administrator has an account they have signed in with.";
    },
    doThis: `Make an account in the user pool of the stack's output staffAccounts, add it to the group ${administrator}, and sign in once.`,
  },
  {
    id: "second-factor",
    asks: "Does everybody at the desks sign in with a second factor?",
    async missing({ deployed, clients }) {
      const UserPoolId = await deployed.output("staffAccounts");
      const { MfaConfiguration, SoftwareTokenMfaConfiguration } = await clients.cognito.send(new GetUserPoolMfaConfigCommand({ UserPoolId }));
      return sentences(
        MfaConfiguration !== "ON" && "A password alone lets staff in.",
        !SoftwareTokenMfaConfiguration?.Enabled && "An authenticator app cannot be the second factor.",
      );
    },
    doThis: "Deploy again: the stack requires it. Find out who has changed the user pool by hand.",
  },
  {
    id: "failures",
    asks: "Is every failure dealt with?",
    async missing({ deployed, clients }) {
      const waiting = await Promise.all(
        Object.entries(failureQueues).map(async ([name, { queue }]) => ({ name, count: await countWaiting(clients.sqs, await deployed.output(queue)) })),
      );
      return sentences(...waiting.map(({ name, count }) => count > 0 && `In the queue of failures ${name} wait ${count}.`));
    },
    doThis: "Find the cause in the function's log, then `npm run replay -- --stage … --queue …`.",
  },
];

async function tableMissing(client: DynamoDBClient, TableName: string, { deletionProtection }: Stage): Promise<string | null> {
  const [{ Table }, { ContinuousBackupsDescription }] = await Promise.all([
    client.send(new DescribeTableCommand({ TableName })),
    client.send(new DescribeContinuousBackupsCommand({ TableName })),
  ]);
  return sentences(
    Table?.TableStatus !== "ACTIVE" && `The table ${TableName} is in state ${Table?.TableStatus}.`,
    deletionProtection && !Table?.DeletionProtectionEnabled && `The table ${TableName} can be deleted.`,
    ContinuousBackupsDescription?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus !== "ENABLED" && `The table ${TableName} cannot be restored to a minute.`,
  );
}

async function countWaiting(client: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"] }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}
