/** Something could not be asked; the message says why, in plain words. */
export class Unasked extends Error {
  override readonly name = "Unasked";
}

const reasons: readonly { names: readonly string[]; because: string }[] = [
  { names: ["CredentialsProviderError", "TokenProviderError"], because: "this machine has no AWS credentials: sign in, or set AWS_PROFILE" },
  {
    names: ["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "InvalidSignatureException", "SignatureDoesNotMatch", "UnrecognizedClientException"],
    because: "AWS does not take the credentials of this machine: sign in again",
  },
  {
    names: ["AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException", "NotAuthorizedException", "KmsAccessDenied"],
    because: "the credentials of this machine may not ask that",
  },
  {
    names: ["ECONNREFUSED", "ECONNRESET", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "ETIMEDOUT", "TimeoutError"],
    because: "AWS does not answer: is this machine on the network?",
  },
  { names: ["DisabledException", "KMSInvalidStateException"], because: "the key in KMS is disabled, or waits to be deleted: take that back (infra/deploy.md, \"Keys and secrets\")" },
  { names: ["IncorrectKeyException", "InvalidCiphertextException"], because: "a wrapping key was wrapped by another root key, or for another table" },
  { names: ["Throttling", "ThrottlingException", "TooManyRequestsException"], because: "AWS is asked too much at the moment: ask again" },
];

/** Why AWS gave no answer, for whoever reads it on a screen; its own word where we have none. Never its message, which can quote what was asked. */
export function plainReason(thrown: unknown): string {
  if (thrown instanceof Unasked) return thrown.message;
  if (!(thrown instanceof Error)) return "for no reason that was given";
  const called = "code" in thrown && typeof thrown.code === "string" ? [thrown.name, thrown.code] : [thrown.name];
  return reasons.find(({ names }) => called.some((name) => names.includes(name)))?.because ?? `it failed with ${called.at(-1)}`;
}
