import * as oidc from "openid-client";
import * as z from "zod";
import { knownRoles, unitClaim, unitShape, type Role } from "../../shared/staff/roles.ts";

/** `unit`: the code of the commune or province somebody works for. */
export type Person = { staffId: string; name: string; roles: readonly Role[]; unit?: string | undefined };
/** Why no person came of it: they said no; the issuer does not answer; its answer does not hold. `clock` also means it does not hold. */
export type Refusal = "denied" | "issuerDown" | "clock" | "answer";
type Redeemed = { person: Person } | { because: Refusal };

type Proof = { state: string; nonce: string; verifier: string };

export type Issuer = {
  /** Where the browser goes to sign in; null while the issuer does not answer. */
  signInUrl: (redirectUri: string, language: string, proof: Proof) => Promise<string | null>;
  /** Changes the code in the callback address for the person, after every check of OpenID Connect. */
  redeem: (callback: URL, proof: Proof) => Promise<Redeemed>;
  /** Where the issuer ends its own session and comes back from; null when it has none. */
  signOutUrl: (returnTo: string) => Promise<string | null>;
};

/** As Cognito gives them; groups that are no roles of ours are left out. */
const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  name: z.string().trim().min(1).max(200),
  "cognito:groups": z.array(z.string()).default([]).transform(knownRoles),
  [unitClaim]: z.string().regex(unitShape).optional().catch(undefined),
});

const timeoutSeconds = 4;
const toleranceSeconds = 30;
/** As long as a sign-in may take: an older session at the issuer does not let anybody in without their password. */
const freshSeconds = 600;

/** One OpenID Connect issuer. Its tokens are judged by the machine's clock, whatever the service's time says. */
export function createIssuer(settings: { issuer: string; clientId: string; signOutUrl: string }): Issuer {
  const issuer = new URL(settings.issuer);
  const client = { [oidc.clockTolerance]: toleranceSeconds, token_endpoint_auth_method: "none" };
  let known: oidc.Configuration | undefined;
  const configuration = async (): Promise<oidc.Configuration> => {
    known ??= await oidc.discovery(issuer, settings.clientId, client, oidc.None(), {
      timeout: timeoutSeconds,
      // The settings let plain HTTP through for this machine only.
      execute: issuer.protocol === "http:" ? [oidc.allowInsecureRequests] : [],
    });
    return known;
  };

  return {
    signInUrl: async (redirectUri, language, { state, nonce, verifier }) => {
      const found = await configuration().catch(() => null);
      if (!found) return null;
      const parameters = {
        redirect_uri: redirectUri,
        scope: "openid profile",
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: "S256",
        prompt: "login",
        ui_locales: language,
      };
      return oidc.buildAuthorizationUrl(found, parameters).href;
    },

    redeem: async (callback, { state, nonce, verifier }) => {
      try {
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, maxAge: freshSeconds };
        const tokens = await oidc.authorizationCodeGrant(await configuration(), callback, checks);
        const claims = claimsSchema.safeParse(tokens.claims());
        if (!claims.success) return { because: "answer" };
        const { sub, name, "cognito:groups": roles, [unitClaim]: unit } = claims.data;
        return { person: { staffId: sub, name, roles, unit } };
      } catch (thrown) {
        return { because: refusalOf(thrown) };
      }
    },

    signOutUrl: async (returnTo) => {
      if (settings.signOutUrl) return settings.signOutUrl;
      const found = await configuration().catch(() => null);
      if (!found?.serverMetadata().end_session_endpoint) return null;
      return oidc.buildEndSessionUrl(found, { post_logout_redirect_uri: returnTo }).href;
    },
  };
}

const outages = new Set(["server_error", "temporarily_unavailable"]);

function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof oidc.AuthorizationResponseError) return outages.has(thrown.error) ? "issuerDown" : "denied";
  if (thrown instanceof oidc.ResponseBodyError) return "answer";
  const code = thrown instanceof oidc.ClientError ? (thrown.code ?? "") : "";
  if (code === "OAUTH_JWT_TIMESTAMP_CHECK_FAILED") return "clock";
  // No answer, a late one, or an error page of something that stands before the issuer.
  const isOutage = !(thrown instanceof oidc.ClientError) || code === "OAUTH_TIMEOUT" || code === "OAUTH_RESPONSE_IS_NOT_CONFORM";
  return isOutage ? "issuerDown" : "answer";
}
