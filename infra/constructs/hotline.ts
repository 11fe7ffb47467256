import { Duration } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { HotlineDeskEnv } from "../../functions/hotline/desk/settings.ts";
import type { HotlineNightlyEnv } from "../../functions/hotline/nightly/settings.ts";
import type { HotlinePublicEnv } from "../../functions/hotline/public/settings.ts";
import { assetsVersion } from "../../web/assets-version.ts";
import { AreaTable } from "../kinds/area-table.ts";
import { HttpFunction } from "../kinds/http-function.ts";
import { LogAlarm } from "../kinds/log-alarm.ts";
import { ScheduledFunction } from "../kinds/scheduled-function.ts";
import type { Stage } from "../stages.ts";
import type { FrontDoor } from "./front-door.ts";
import type { Messages } from "./messages.ts";
import type { Staff } from "./staff.ts";

type HotlineProps = { stage: Stage; door: FrontDoor; messages: Messages; staff: Staff };

/** Calls that were asked for, the roster that makes them, and the desk they are made from. The other side of the wall: nothing here can read a registration. */
export class Hotline extends Construct {
  readonly table: AreaTable;
  readonly public: HttpFunction;
  readonly desk: HttpFunction;
  readonly nightly: ScheduledFunction;

  constructor(scope: Construct, id: string, { stage, door, messages, staff }: HotlineProps) {
    super(scope, id);
    this.table = new AreaTable(this, "hotline", { stage, name: "hotline" });
    const seal = new Secret(this, "seal", {
      description: "Seals the callback form's field, makes change codes and links, and hashes phones; a new value parts every caller from their earlier requests",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      encryptionKey: this.table.key,
      removalPolicy: stage.removalPolicy,
    });
    const common = {
      ...door.environment,
      HOTLINE_TABLE: this.table.name,
      ROOT_KEY: this.table.rootKey,
      ...messages.outboxEnvironment,
      // Only a reference reaches the template: CloudFormation reads the value when it deploys.
      HOTLINE_SEAL_SECRET: seal.secretValue.unsafeUnwrap(),
      SITE_ORIGIN: stage.siteOrigin,
      SMS_WAY: stage.smsWay,
      ASSETS_VERSION: assetsVersion(),
    };

    this.public = new HttpFunction(this, "public", {
      stage,
      entry: "hotline/public/handler.ts",
      environment: { ...common, HOTLINE_LINES: JSON.stringify(stage.hotline) } satisfies HotlinePublicEnv,
      environmentKey: this.table.key,
      errorImpact: "People cannot ask for a call, nor move or cancel one: they meet an error page with the emergency numbers.",
    });
    new LogAlarm(this, "many-calls", {
      stage,
      metricName: "ManyCalls",
      writers: [this.public],
      codes: ["CALLBACK_BOOKED"],
      threshold: stage.alarms.calls,
      errorImpact: "People wait longer to be rung, and strangers may be rung who did not ask: far more calls were asked for in five minutes than ever are. Tell the hotline manager.",
    });
    new LogAlarm(this, "many-in-danger", {
      stage,
      metricName: "ManyInDanger",
      writers: [this.public],
      codes: ["DANGER_IN_TURN"],
      threshold: 1,
      errorImpact: "Somebody in danger may be rung later than they should be: so many calls were told as danger from one place that further ones from there stand in turn. Tell the hotline manager at once.",
    });
    this.desk = new HttpFunction(this, "desk", {
      stage,
      entry: "hotline/desk/handler.ts",
      environment: { ...common, STAFF_TABLE: staff.table.name, STAFF_ROOT_KEY: staff.table.rootKey, STAFF_SEAL_SECRET: staff.seal.secretValue.unsafeUnwrap() } satisfies HotlineDeskEnv,
      environmentKey: this.table.key,
      errorImpact: "People who were promised a call are not rung: counsellors cannot see the queue or write down what happened.",
    });
    this.nightly = new ScheduledFunction(this, "nightly", {
      stage,
      entry: "hotline/nightly/handler.ts",
      environment: { HOTLINE_TABLE: this.table.name, ROOT_KEY: this.table.rootKey } satisfies HotlineNightlyEnv,
      environmentKey: this.table.key,
      every: Duration.hours(6),
      timeout: Duration.minutes(15),
      errorImpact: "People were promised that what has had its time is deleted: it is hidden, but still there; and where the audit ended last night is on no record.",
    });
  }
}
