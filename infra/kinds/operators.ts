import { Stack } from "aws-cdk-lib";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

/** Where every alarm goes: one topic a stack, which the people on duty subscribe to. It carries alarm texts, never a person. */
export function operatorsOf(scope: Construct): Topic {
  const stack = Stack.of(scope);
  const found = stack.node.tryFindChild("operators");
  return found instanceof Topic ? found : new Topic(stack, "operators", { enforceSSL: true });
}
