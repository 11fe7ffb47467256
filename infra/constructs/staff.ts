import { CfnOutput, Duration, Stack } from "aws-cdk-lib";
import {
  AccountRecovery,
  ClientAttributes,
  CfnManagedLoginBranding,
  CfnUserPoolGroup,
  FeaturePlan,
  ManagedLoginVersion,
  Mfa,
  OAuthScope,
  StringAttribute,
  UserPool,
  UserPoolClientIdentityProvider,
  type UserPoolClient,
} from "aws-cdk-lib/aws-cognito";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import { Construct } from "constructs";
import { sessionHours } from "../../functions/staff/session.ts";
import type { StaffEnv } from "../../functions/staff/settings.ts";
import { languages } from "../../shared/language.ts";
import { deskPath } from "../../shared/staff/paths.ts";
import { roles } from "../../shared/staff/roles.ts";
import { assetsVersion } from "../../web/assets-version.ts";
import { AreaTable } from "../kinds/area-table.ts";
import { HttpFunction } from "../kinds/http-function.ts";
import type { Stage } from "../stages.ts";
import type { FrontDoor } from "./front-door.ts";

/** Who works at the desks: the accounts, made by an administrator only, and who is signed in. */
export class Staff extends Construct {
  readonly table: AreaTable;
  /** Given to every desk, so that its pages are made with the same csrf values and read the same sessions. */
  readonly seal: Secret;
  readonly signIn: HttpFunction;

  constructor(scope: Construct, id: string, { stage, door }: { stage: Stage; door: FrontDoor }) {
    super(scope, id);
    this.table = new AreaTable(this, "staff", { stage, name: "staff" });
    this.seal = new Secret(this, "seal", {
      description: "Hashes the desks' session tokens and makes their csrf values; a new value signs everybody out",
      generateSecretString: { passwordLength: 64, excludePunctuation: true },
      encryptionKey: this.table.key,
      removalPolicy: stage.removalPolicy,
    });
    const pool = this.accounts(stage);
    const client = clientOf(pool, stage);
    const domain = pool.addDomain("domain", {
      cognitoDomain: { domainPrefix: `duong-ve-${stage.name}-${stage.account}` },
      managedLoginVersion: ManagedLoginVersion.NEWER_MANAGED_LOGIN,
    });
    new CfnManagedLoginBranding(this, "branding", { userPoolId: pool.userPoolId, clientId: client.userPoolClientId, useCognitoProvidedValues: true });

    const { region } = Stack.of(this);
    const signedOut = encodeURIComponent(`${stage.siteOrigin}${deskPath("vi", "signOut")}`);
    this.signIn = new HttpFunction(this, "sign-in", {
      stage,
      entry: "staff/handler.ts",
      environment: {
        ...door.environment,
        STAFF_TABLE: this.table.name,
        STAFF_ROOT_KEY: this.table.rootKey,
        // Only a reference reaches the template: CloudFormation reads the value when it deploys.
        SEAL_SECRET: this.seal.secretValue.unsafeUnwrap(),
        SITE_ORIGIN: stage.siteOrigin,
        ASSETS_VERSION: assetsVersion(),
        OIDC_ISSUER: `https://cognito-idp.${region}.amazonaws.com/${pool.userPoolId}`,
        OIDC_CLIENT_ID: client.userPoolClientId,
        // Cognito says in `amr` by which methods somebody signed in, and "mfa" among them when there were two.
        // https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-step-up-authentication.html
        SECOND_FACTOR_CLAIM: "amr",
        SECOND_FACTOR_VALUES: "mfa",
        // Cognito names this address in its discovery document, but not in the parameters OpenID Connect gives it.
        SIGN_OUT_URL: `https://${domain.domainName}.auth.${region}.amazoncognito.com/logout?client_id=${client.userPoolClientId}&logout_uri=${signedOut}`,
      } satisfies StaffEnv,
      environmentKey: this.table.key,
      errorImpact: "People at the desks cannot sign in or out: calls that are due are not made unless somebody is signed in already.",
    });
  }

  private accounts(stage: Stage): UserPool {
    const pool = new UserPool(this, "pool", {
      userPoolName: `duong-ve-${stage.name}-staff`,
      // The plan that has the sign-in pages which ask for the password again each time (prompt=login).
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      // Where somebody works: the code of a commune or of a province. Only administrators can write it.
      customAttributes: { unit: new StringAttribute({ mutable: true, minLen: 2, maxLen: 5 }) },
      standardAttributes: { email: { required: true, mutable: true }, fullname: { required: true, mutable: true } },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: { minLength: 14, requireLowercase: true, requireUppercase: true, requireDigits: true, requireSymbols: true, tempPasswordValidity: Duration.days(2) },
      // Whoever has lost password or phone shows their face to an administrator.
      accountRecovery: AccountRecovery.NONE,
      deletionProtection: stage.deletionProtection,
      removalPolicy: stage.removalPolicy,
    });
    for (const role of roles) new CfnUserPoolGroup(this, `group-${role}`, { userPoolId: pool.userPoolId, groupName: role });
    new CfnOutput(this, "accounts", { value: pool.userPoolId, description: "The user pool in which administrators make accounts and give roles" }).overrideLogicalId("staffAccounts");
    return pool;
  }
}

/**
 * No secret to leak: the code is bound to its sign-in by PKCE. ID and access tokens only have to last for one exchange; a refresh token outlasts a session at the
 * desks, which asks with it every ten minutes whether the account is still the same. It is not exchanged for a new one each time: it never leaves our
 * functions, and of two tabs that ask at once one would end the session of an honest person.
 */
function clientOf(pool: UserPool, stage: Stage): UserPoolClient {
  const addresses = (place: "callback" | "signOut") => languages.map((language) => `${stage.siteOrigin}${deskPath(language, place)}`);
  return pool.addClient("desks", {
    generateSecret: false,
    // Named, for a client without any of its own gets Cognito's, with passwords over the API among them; refreshing alone is left.
    authFlows: { userSrp: false, custom: false },
    oAuth: {
      flows: { authorizationCodeGrant: true },
      scopes: [OAuthScope.OPENID, OAuthScope.PROFILE],
      callbackUrls: addresses("callback"),
      logoutUrls: addresses("signOut"),
    },
    supportedIdentityProviders: [UserPoolClientIdentityProvider.COGNITO],
    readAttributes: new ClientAttributes().withStandardAttributes({ email: true, fullname: true }).withCustomAttributes("unit"),
    // Nobody may say of themselves where they work.
    writeAttributes: new ClientAttributes().withStandardAttributes({ email: true, fullname: true }),
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    idTokenValidity: Duration.minutes(5),
    accessTokenValidity: Duration.minutes(5),
    refreshTokenValidity: Duration.hours(sessionHours + 1),
  });
}
