import { Duration } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { NodeFunction, type NodeFunctionProps } from "./node-function.ts";

/** Somebody is waiting for the answer: more memory is more processor, so a cold start is shorter. */
export class HttpFunction extends NodeFunction {
  constructor(scope: Construct, id: string, props: NodeFunctionProps) {
    super(scope, id, props, { memorySize: 1_024, timeout: Duration.seconds(10) });
  }
}
