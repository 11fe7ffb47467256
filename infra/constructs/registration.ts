import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { RegistrationPublicEnv } from "../../functions/registration/public/settings.ts";
import { assetsVersion } from "../../web/assets-version.ts";
import { AreaTable } from "../kinds/area-table.ts";
import { HttpFunction } from "../kinds/http-function.ts";
import type { NodeFunction } from "../kinds/node-function.ts";
import type { Stage } from "../stages.ts";
import type { Messages } from "./messages.ts";

/** Applications, and the texts they promise. Promises are written, never read. */
export class Registration extends Construct {
  readonly table: AreaTable;
  readonly public: NodeFunction;

  constructor(scope: Construct, id: string, { stage, messages }: { stage: Stage; messages: Messages }) {
    super(scope, id);
    this.table = new AreaTable(this, "registrations", { stage, name: "registrations" });
    const seal = new Secret(this, "seal", {
      description: "Seals the form's field and status tokens, and keys the look-up hashes; a new value makes all of them unreadable",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      encryptionKey: this.table.key,
      removalPolicy: stage.removalPolicy,
    });

    this.public = new HttpFunction(this, "public", {
      stage,
      entry: "registration/public/handler.ts",
      environment: {
        REGISTRATIONS_TABLE: this.table.name,
        ...messages.outboxEnvironment,
        // Only a reference reaches the template: CloudFormation reads the value when it deploys.
        SEAL_SECRET: seal.secretValue.unsafeUnwrap(),
        SITE_ORIGIN: stage.siteOrigin,
        SMS_WAY: stage.smsWay,
        ASSETS_VERSION: assetsVersion(),
      } satisfies RegistrationPublicEnv,
      environmentKey: this.table.key,
      errorImpact: "Families cannot register, ask for a code or see where their application is: they meet an error page and start again.",
    });

    this.table.allow(this.public, ["GetItem", "Query", "PutItem", "UpdateItem"]);
    messages.allowPromises(this.public, "registration");
  }
}
