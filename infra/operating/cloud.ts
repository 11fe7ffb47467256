import { CloudFormationClient, DescribeStacksCommand, type Stack } from "@aws-sdk/client-cloudformation";
import { plainReason, Unasked } from "./plain-reason.ts";
import type { Stage } from "../stages.ts";

const wait = { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true };

/** How the operators' commands speak to AWS: in the stage's region, with the machine's own credentials, giving up soon where nothing answers. */
export const clientOf = ({ region }: Pick<Stage, "region">) => ({ region, maxAttempts: 2, requestHandler: wait });

/** What lies in each queue of failures, by the stack's outputs: the queue, and the function that failed on it. */
export const failureQueues = {
  "message-stream": { queue: "messageStreamGivenUp", replayedBy: "messageStreamFunction" },
  "receipt-logs": { queue: "receiptLogsGivenUp", replayedBy: "receiptLogsFunction" },
} as const;

export type Deployed = {
  /** Null when there is none of that name. */
  stack: () => Promise<Stack | null>;
  /** What the stack gives under a name; Unasked when it does not. */
  output: (name: string) => Promise<string>;
};

/** The stage's stack as CloudFormation describes it, asked for once. */
export function createDeployed(stage: Stage): Deployed {
  let asked: Promise<Stack | null> | null = null;
  const stack = () => (asked ??= describe(stage));
  return {
    stack,
    async output(name) {
      const found = await stack();
      if (!found) throw new Unasked("the stack is not deployed yet");
      const value = found.Outputs?.find(({ OutputKey }) => OutputKey === name)?.OutputValue;
      if (!value) throw new Unasked(`the stack gives no output ${name}: deploy it again`);
      return value;
    },
  };
}

async function describe(stage: Stage): Promise<Stack | null> {
  const client = new CloudFormationClient(clientOf(stage));
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: `duong-ve-${stage.name}` }));
    return Stacks[0] ?? null;
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === "ValidationError" && thrown.message.includes("does not exist")) return null;
    throw new Unasked(plainReason(thrown));
  } finally {
    client.destroy();
  }
}
