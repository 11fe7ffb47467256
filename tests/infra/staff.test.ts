import { beforeAll, describe, expect, it } from "vitest";
import { sessionHours } from "../../functions/staff/session.ts";
import { deskPath } from "../../shared/staff/paths.ts";
import { roles } from "../../shared/staff/roles.ts";
import { synth, synthTimeout, text, type Properties, type Synthesised } from "./support/synth.ts";

let prod: Synthesised;
const only = (type: string): Properties => prod.only(type);
beforeAll(() => {
  prod = synth("prod");
}, synthTimeout);

describe("the accounts of the staff", () => {
  it("are made by an administrator, and by nobody else", () => {
    const { AdminCreateUserConfig, AccountRecoverySetting } = only("AWS::Cognito::UserPool");
    expect(AdminCreateUserConfig).toEqual({ AllowAdminCreateUserOnly: true });
    expect(AccountRecoverySetting).toEqual({ RecoveryMechanisms: [{ Name: "admin_only", Priority: 1 }] });
  });

  it("need a second factor that is an app: a text can be intercepted", () => {
    expect(only("AWS::Cognito::UserPool")).toMatchObject({ MfaConfiguration: "ON", EnabledMfas: ["SOFTWARE_TOKEN_MFA"] });
  });

  it("need a long password, and a name that the desk shows", () => {
    const { Policies, Schema } = only("AWS::Cognito::UserPool");
    expect(Policies.PasswordPolicy).toEqual({
      MinimumLength: 14,
      RequireLowercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
      RequireUppercase: true,
      TemporaryPasswordValidityDays: 2,
    });
    expect(Schema.map(({ Name, Required }: Properties) => ({ Name, Required }))).toEqual(expect.arrayContaining([{ Name: "name", Required: true }, { Name: "email", Required: true }]));
  });

  it("are in groups that are the roles, no more and no fewer", () => {
    expect(prod.ofType("AWS::Cognito::UserPoolGroup").map(([, { Properties }]) => Properties.GroupName).toSorted()).toEqual([...roles].toSorted());
    for (const [id, { Properties }] of prod.ofType("AWS::Cognito::UserPoolGroup")) expect(Properties.RoleArn, id).toBeUndefined();
  });

  it("cannot be deleted by mistake, and stay when the stack goes", () => {
    const [[, pool] = [undefined, undefined]] = prod.ofType("AWS::Cognito::UserPool");
    expect(pool).toMatchObject({ DeletionPolicy: "Retain", Properties: { DeletionProtection: "ACTIVE" } });
  });
});

describe("the way in", () => {
  it("is the code flow for a client without a secret, back to the desks only", () => {
    expect(only("AWS::Cognito::UserPoolClient")).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ["code"],
      AllowedOAuthScopes: ["openid", "profile"],
      CallbackURLs: ["vi", "en"].map((language) => `https://duongve.example${deskPath(language as "vi", "callback")}`),
      LogoutURLs: ["vi", "en"].map((language) => `https://duongve.example${deskPath(language as "vi", "signOut")}`),
      SupportedIdentityProviders: ["COGNITO"],
    });
  });

  it("does not tell whether an account exists, nor take a password anywhere but on the sign-in page", () => {
    const { PreventUserExistenceErrors, ExplicitAuthFlows } = only("AWS::Cognito::UserPoolClient");
    expect(PreventUserExistenceErrors).toBe("ENABLED");
    expect(ExplicitAuthFlows).toEqual(["ALLOW_REFRESH_TOKEN_AUTH"]);
  });

  it("gives tokens that last for the exchange only", () => {
    expect(only("AWS::Cognito::UserPoolClient")).toMatchObject({ IdTokenValidity: 5, AccessTokenValidity: 5, TokenValidityUnits: { IdToken: "minutes", AccessToken: "minutes" }, EnableTokenRevocation: true });
  });

  it("gives what a session asks again with: it outlasts the session, can be revoked, and stays the same in two tabs", () => {
    const { RefreshTokenValidity, RefreshTokenRotation, TokenValidityUnits, EnableTokenRevocation } = only("AWS::Cognito::UserPoolClient");
    expect(RefreshTokenValidity).toBe((sessionHours + 1) * 60);
    expect({ RefreshTokenRotation, unit: TokenValidityUnits.RefreshToken, EnableTokenRevocation }).toEqual({ RefreshTokenRotation: undefined, unit: "minutes", EnableTokenRevocation: true });
  });

  it("is believed when the token says there was a second factor, in Cognito's words", () => {
    expect(prod.lambdaOf(prod.functions.staff).Properties.Environment.Variables).toMatchObject({ SECOND_FACTOR_CLAIM: "amr", SECOND_FACTOR_VALUES: "mfa" });
  });

  it("asks for the password each time: only the newer sign-in pages do", () => {
    expect(only("AWS::Cognito::UserPoolDomain")).toMatchObject({ ManagedLoginVersion: 2 });
    expect(only("AWS::Cognito::UserPool").UserPoolTier).toBe("ESSENTIALS");
  });

  it("and the way out are the ones the function is told of", () => {
    const { OIDC_ISSUER, OIDC_CLIENT_ID, SIGN_OUT_URL } = prod.lambdaOf(prod.functions.staff).Properties.Environment.Variables;
    const [[poolId] = [""]] = prod.ofType("AWS::Cognito::UserPool");
    const [[clientId] = [""]] = prod.ofType("AWS::Cognito::UserPoolClient");
    expect(text(OIDC_ISSUER)).toBe(`https://cognito-idp.ap-southeast-1.amazonaws.com/${poolId}`);
    expect(text(OIDC_CLIENT_ID)).toBe(clientId);
    const leave = new URL(text(SIGN_OUT_URL));
    expect(`${leave.pathname}?${leave.searchParams}`).toBe(`/logout?client_id=${clientId}&logout_uri=${encodeURIComponent("https://duongve.example/desk/sign-out")}`);
  });
});
