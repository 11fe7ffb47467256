import { Duration } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import type { RegistrationDeskEnv } from "../../functions/registration/desk/settings.ts";
import { fontFiles } from "../../functions/registration/papers/fonts.ts";
import type { RegistrationPapersEnv } from "../../functions/registration/papers/settings.ts";
import type { RegistrationNightlyEnv } from "../../functions/registration/nightly/settings.ts";
import type { RegistrationPublicEnv } from "../../functions/registration/public/settings.ts";
import { assetsVersion } from "../../web/assets-version.ts";
import { AreaTable } from "../kinds/area-table.ts";
import { HttpFunction } from "../kinds/http-function.ts";
import { ScheduledFunction } from "../kinds/scheduled-function.ts";
import { LogAlarm } from "../kinds/log-alarm.ts";
import type { Stage } from "../stages.ts";
import type { FrontDoor } from "./front-door.ts";
import type { Messages } from "./messages.ts";
import type { Staff } from "./staff.ts";

type RegistrationProps = { stage: Stage; door: FrontDoor; messages: Messages; staff: Staff };

/** Applications, the desk that works on them, and the directory of facilities. Promises of texts are written, never read. */
export class Registration extends Construct {
  readonly table: AreaTable;
  readonly public: HttpFunction;
  readonly desk: HttpFunction;
  readonly papers: HttpFunction;
  readonly nightly: ScheduledFunction;

  constructor(scope: Construct, id: string, { stage, door, messages, staff }: RegistrationProps) {
    super(scope, id);
    this.table = new AreaTable(this, "registrations", { stage, name: "registrations" });
    const seal = new Secret(this, "seal", {
      description: "Seals the form's field and status tokens, and keys the look-up hashes; a new value makes all of them unreadable",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      encryptionKey: this.table.key,
      removalPolicy: stage.removalPolicy,
    });
    const common = {
      ...door.environment,
      REGISTRATIONS_TABLE: this.table.name,
      ROOT_KEY: this.table.rootKey,
      ...messages.outboxEnvironment,
      // Only a reference reaches the template: CloudFormation reads the value when it deploys.
      SEAL_SECRET: seal.secretValue.unsafeUnwrap(),
      SITE_ORIGIN: stage.siteOrigin,
      SMS_WAY: stage.smsWay,
      ASSETS_VERSION: assetsVersion(),
    };

    this.public = new HttpFunction(this, "public", {
      stage,
      entry: "registration/public/handler.ts",
      environment: { ...common, CODES_AN_HOUR: String(stage.codes.anHour), CODES_A_DAY: String(stage.codes.aDay) } satisfies RegistrationPublicEnv,
      environmentKey: this.table.key,
      errorImpact: "Families cannot register, ask for a code or see where their application is: they meet an error page and start again.",
    });
    new LogAlarm(this, "codes-paused", {
      stage,
      metricName: "CodesPaused",
      writers: [this.public],
      codes: ["CODES_PAUSED"],
      threshold: 1,
      errorImpact: "Nobody gets a one-time code until the next hour or day: the service's codes are used up. Receipts and reminders go on. Look at who asks for codes, or raise codes in infra/stages.ts.",
    });
    new LogAlarm(this, "many-applications", {
      stage,
      metricName: "ManyApplications",
      writers: [this.public],
      codes: ["APPLICATION_RECEIVED"],
      threshold: stage.alarms.applications,
      errorImpact: "Perhaps people are registered who did not ask, and true applications are lost among invented ones: far more came in five minutes than ever do. Tell the offices.",
    });
    this.desk = new HttpFunction(this, "desk", {
      stage,
      entry: "registration/desk/handler.ts",
      environment: { ...common, STAFF_TABLE: staff.table.name, STAFF_ROOT_KEY: staff.table.rootKey, STAFF_SEAL_SECRET: staff.seal.secretValue.unsafeUnwrap() } satisfies RegistrationDeskEnv,
      environmentKey: this.table.key,
      errorImpact: "Families wait and the law's deadlines are missed: officers cannot see or work on applications while the clocks run on.",
    });

    this.papers = new HttpFunction(this, "papers", {
      stage,
      entry: "registration/papers/handler.ts",
      environment: {
        ...door.environment,
        REGISTRATIONS_TABLE: this.table.name,
        ROOT_KEY: this.table.rootKey,
        STAFF_TABLE: staff.table.name, STAFF_ROOT_KEY: staff.table.rootKey,
        STAFF_SEAL_SECRET: staff.seal.secretValue.unsafeUnwrap(),
        SITE_ORIGIN: stage.siteOrigin,
        ASSETS_VERSION: assetsVersion(),
      } satisfies RegistrationPapersEnv,
      environmentKey: this.table.key,
      files: fontFiles,
      errorImpact: "People at the counter leave without their papers: officers cannot print them, nor hand an application over.",
    });
    this.nightly = new ScheduledFunction(this, "nightly", {
      stage,
      entry: "registration/nightly/handler.ts",
      environment: {
        REGISTRATIONS_TABLE: this.table.name,
        ROOT_KEY: this.table.rootKey,
        ...messages.outboxEnvironment,
        SEAL_SECRET: seal.secretValue.unsafeUnwrap(),
      } satisfies RegistrationNightlyEnv,
      environmentKey: this.table.key,
      every: Duration.hours(6),
      timeout: Duration.minutes(15),
      errorImpact: "Families were promised that what has had its time is deleted: it is hidden, but still there; and where the audit ended last night is on no record.",
    });

  }
}
