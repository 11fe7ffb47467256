import * as oidc from "openid-client";
import * as z from "zod";
import { knownRoles, unitClaim, unitShape, type Role } from "../../shared/staff/roles.ts";

/** `unit`: the code of the commune or province somebody works for. */
export type Person = { staffId: string; name: string; roles: readonly Role[]; unit?: string | undefined };
/** Why no person came of it: they said no; the issuer does not answer; its answer does not hold, or names no second factor. `clock` also means it does not hold. */
export type Refusal = "denied" | "issuerDown" | "clock" | "answer" | "secondFactor";
type Redeemed = { person: Person; refresh: string } | { because: Refusal };
/** `gone`: the issuer does not vouch any more. */
type Renewed = { person: Person } | { because: Refusal | "gone" };

type Proof = { state: string; nonce: string; verifier: string };

export type Issuer = {
  /** Where the browser goes to sign in; null while the issuer does not answer. */
  signInUrl: (redirectUri: string, language: string, proof: Proof) => Promise<string | null>;
  /** Changes the code in the callback address for the person, after every check of OpenID Connect. */
  redeem: (callback: URL, proof: Proof) => Promise<Redeemed>;
  /** Asks again for whom a sign-in was, with what it gave for that. */
  renew: (refresh: string) => Promise<Renewed>;
  /** Where the issuer ends its own session and comes back from; null when it has none. */
  signOutUrl: (returnTo: string) => Promise<string | null>;
};

export type IssuerSettings = {
  issuer: string;
  clientId: string;
  signOutUrl: string;
  /** The claim that says how somebody signed in, and the words of it that stand for a second factor: one is enough. */
  secondFactor: { claim: string; values: readonly string[] };
};

/** As Cognito gives them; groups that are no roles of ours are left out. */
const claimsSchema = z.object({
  sub: z.string().min(1).max(255),
  name: z.string().trim().min(1).max(200),
  "cognito:groups": z.array(z.string()).default([]).transform(knownRoles),
  [unitClaim]: z.string().regex(unitShape).optional().catch(undefined),
});

/** A claim that is a word or a list of words; null for none. */
const wordsSchema = z
  .union([z.string().transform((word) => [word]), z.array(z.string())])
  .nullable()
  .catch(null);

const timeoutSeconds = 4;
const toleranceSeconds = 30;
/** As long as a sign-in may take: an older session at the issuer does not let anybody in without their password. */
const freshSeconds = 600;

/** One OpenID Connect issuer. Its tokens are judged by the machine's clock, whatever the service's time says. */
export function createIssuer(settings: IssuerSettings): Issuer {
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

  /** The person of an ID token; `factorKnown`: that a second factor was used is known already, so a token that is silent on it is believed. */
  const personIn = (tokens: oidc.TokenEndpointResponseHelpers, { factorKnown }: { factorKnown: boolean }): { person: Person } | { because: Refusal } => {
    const given = tokens.claims();
    const claims = claimsSchema.safeParse(given);
    if (!claims.success) return { because: "answer" };
    const { claim, values } = settings.secondFactor;
    const said = wordsSchema.parse(given?.[claim]);
    if (!(said ? said.some((word) => values.includes(word)) : factorKnown)) return { because: "secondFactor" };
    const { sub, name, "cognito:groups": roles, [unitClaim]: unit } = claims.data;
    return { person: { staffId: sub, name, roles, unit } };
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
        const found = personIn(tokens, { factorKnown: false });
        if ("because" in found) return found;
        return tokens.refresh_token ? { ...found, refresh: tokens.refresh_token } : { because: "answer" };
      } catch (thrown) {
        return { because: refusalOf(thrown) };
      }
    },

    renew: async (refresh) => {
      try {
        // A refreshed ID token need not say again how somebody signed in (OpenID Connect Core 12.2); one that says it without a second factor is refused.
        return personIn(await oidc.refreshTokenGrant(await configuration(), refresh), { factorKnown: true });
      } catch (thrown) {
        const isGone = thrown instanceof oidc.ResponseBodyError && thrown.error === "invalid_grant";
        return { because: isGone ? "gone" : refusalOf(thrown) };
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
