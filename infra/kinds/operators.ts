import { CfnOutput, Stack } from "aws-cdk-lib";
import { PolicyStatement, ServicePrincipal } from "aws-cdk-lib/aws-iam";
import { Topic } from "aws-cdk-lib/aws-sns";
import type { Construct } from "constructs";

/** Where every alarm goes: one topic a stack, which the people on duty subscribe to. It carries alarm texts, never a person. */
export function operatorsOf(scope: Construct): Topic {
  const stack = Stack.of(scope);
  const found = stack.node.tryFindChild("operators");
  return found instanceof Topic ? found : makeOperators(stack);
}

function makeOperators(stack: Stack): Topic {
  const topic = new Topic(stack, "operators", { enforceSSL: true });
  // A policy of one's own replaces the one that lets the account's services publish: without these no alarm would arrive.
  for (const service of ["cloudwatch", "budgets"]) {
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`${service}.amazonaws.com`)],
        actions: ["sns:Publish"],
        resources: [topic.topicArn],
        conditions: { StringEquals: { "aws:SourceAccount": stack.account } },
      }),
    );
  }
  new CfnOutput(stack, "operators-topic", { value: topic.topicArn, description: "Every alarm goes here: subscribe whoever is on duty" }).overrideLogicalId("operatorsTopic");
  return topic;
}
