import { generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { Provider, type Configuration } from "oidc-provider";
import { languages } from "../../shared/language.ts";
import { deskPath } from "../../shared/staff/paths.ts";
import { unitClaim } from "../../shared/staff/roles.ts";
import type { DemoPerson } from "./demo-staff.ts";
import { choosePage, leavePage, secondFactorPage } from "./sign-in-page.tsx";

export type SignIn = { issuer: string; clientId: string; stop: () => Promise<void> };
type Given = { siteOrigin: string; assetsVersion: string; people: readonly DemoPerson[] };

const clientId = "desks";
/** As Cognito words it; whoever leaves the second step out has only the first. */
const methods = { both: ["pwd", "otp", "mfa"], first: ["pwd"] };
/** A session of the desks, and a little more for signing in. */
const sessionSeconds = 9 * 3_600;
const choosing = /^\/choose\/[\w-]+$/;

/** A real OpenID Connect issuer for one machine: the protocol Cognito speaks, with invented people and no passwords. */
export async function startSignIn(given: Given): Promise<SignIn> {
  const { promise: answering, resolve: begin } = Promise.withResolvers<RequestListener>();
  const server = createServer((request, response) => void answering.then((answer) => answer(request, response)));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  const issuer = `http://localhost:${typeof address === "object" && address ? address.port : 0}`;

  const provider = quietly(() => new Provider(issuer, configuration(given)));
  const answerProtocol = provider.callback();
  begin((request, response) => {
    if (choosing.test(request.url ?? "")) void choose(provider, given, request, response).catch(() => response.writeHead(400).end("This sign-in is over; begin again at the desk."));
    else void answerProtocol(request, response);
  });
  return {
    issuer,
    clientId,
    stop: async () => {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The provider warns at its start that it keeps everything in memory, which is what is wanted here. */
function quietly<T>(make: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}

function configuration({ siteOrigin, assetsVersion, people }: Given): Configuration {
  const addresses = (place: "callback" | "signOut") => languages.map((language) => `${siteOrigin}${deskPath(language, place)}`);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  return {
    clients: [
      {
        client_id: clientId,
        token_endpoint_auth_method: "none",
        grant_types: ["authorization_code", "refresh_token"],
        response_types: ["code"],
        redirect_uris: addresses("callback"),
        post_logout_redirect_uris: addresses("signOut"),
        require_auth_time: true,
      },
    ],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "local" }] },
    cookies: { keys: [randomBytes(32).toString("base64url")] },
    pkce: { required: () => true },
    scopes: ["openid", "profile"],
    claims: { openid: ["sub", "amr", "cognito:groups", unitClaim], profile: ["name"] },
    // As Cognito does: everything is in the id token, and nobody asks a second address.
    conformIdTokenClaims: false,
    ttl: { AccessToken: 300, AuthorizationCode: 60, IdToken: 300, Interaction: 600, Session: 3_600, Grant: sessionSeconds, RefreshToken: sessionSeconds },
    issueRefreshToken: async () => true,
    rotateRefreshToken: false,
    expiresWithSession: async () => false,
    findAccount: (_, sub) => {
      const person = people.find((one) => one.sub === sub);
      return person && { accountId: sub, claims: () => ({ sub, name: person.name, ...(person.roles.length ? { "cognito:groups": [...person.roles] } : {}), ...(person.unit ? { [unitClaim]: person.unit } : {}) }) };
    },
    // Nobody is asked whether they agree to their own desk.
    loadExistingGrant: async ({ oidc }) => {
      if (!oidc.client || !oidc.session?.accountId) return undefined;
      const grant = new oidc.provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope("openid profile");
      await grant.save();
      return grant;
    },
    interactions: { url: (_, { uid }) => `/choose/${uid}` },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: async (context, form) => {
          context.body = await leavePage({ siteOrigin, assetsVersion }, form);
        },
      },
    },
  };
}

async function choose(provider: Provider, { people, ...at }: Given, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await provider.interactionDetails(request, response);
  if (request.method !== "POST") {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" }).end(await choosePage(at, people));
    return;
  }
  const posted = new URLSearchParams(await text(request));
  const person = people.find((one) => one.sub === posted.get("person"));
  const factor = posted.get("factor");
  if (person && factor === null) {
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" }).end(await secondFactorPage(at, { person, action: `${provider.issuer}${request.url}` }));
    return;
  }
  const amr = factor === "otp" ? methods.both : methods.first;
  await provider.interactionFinished(request, response, person ? { login: { accountId: person.sub, amr } } : { error: "access_denied" });
}
