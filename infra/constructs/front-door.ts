import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { edgeHeader, type doorEnv } from "../../functions/platform/door.ts";
import type { Stage } from "../stages.ts";

/** What the distribution says to the functions behind the API, and nobody else can: everybody comes by it, and past the firewall. */
export class FrontDoor extends Construct {
  readonly environment: Record<keyof typeof doorEnv, string>;
  readonly headers: Record<string, string>;

  constructor(scope: Construct, id: string, { removalPolicy }: Stage) {
    super(scope, id);
    const secret = new Secret(this, "from-edge", {
      description: "Said by the distribution with each request; with a new value forms and desks are closed until the distribution has it everywhere",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      removalPolicy,
    });
    // Only a reference reaches the template: CloudFormation reads the value when it deploys.
    const value = secret.secretValue.unsafeUnwrap();
    this.environment = { EDGE_SECRET: value };
    this.headers = { [edgeHeader]: value };
  }
}
