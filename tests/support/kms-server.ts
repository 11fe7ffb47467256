import { randomBytes } from "node:crypto";
import { decrypt, encrypt } from "../../functions/platform/envelope.ts";
import type { Answers } from "./aws-server.ts";

type Input = { KeyId: string; EncryptionContext?: Record<string, string>; Plaintext: string; CiphertextBlob: string };
type Refusal = "AccessDeniedException" | "DisabledException" | "KMSInvalidStateException" | "NotFoundException";

/** Keys of KMS that do what is asked of ours: seal a few bytes for a context, and open them for the same key and context only. */
export function createKms(...keyIds: readonly string[]) {
  const keys = new Map(keyIds.map((id) => [id, randomBytes(32)]));
  let refusal: Refusal | null = null;
  const contextOf = ({ EncryptionContext = {} }: Input): Buffer => Buffer.from(JSON.stringify(Object.entries(EncryptionContext).toSorted(([a], [b]) => (a < b ? -1 : 1))));
  const using = (input: unknown, use: (key: Buffer, of: Input) => object) => {
    const of = input as Input;
    const key = keys.get(of.KeyId);
    if (refusal || !key) return { error: refusal ?? "NotFoundException" };
    return { json: { KeyId: of.KeyId, ...use(key, of) } };
  };
  const answers = {
    Encrypt: (input) => using(input, (key, of) => ({ CiphertextBlob: encrypt(key, contextOf(of), Buffer.from(of.Plaintext, "base64")).toString("base64") })),
    Decrypt: (input) => {
      try {
        return using(input, (key, of) => ({ Plaintext: decrypt(key, contextOf(of), Buffer.from(of.CiphertextBlob, "base64")).toString("base64") }));
      } catch {
        return { error: "InvalidCiphertextException" };
      }
    },
  } satisfies Answers;
  return { answers, refuse: (by: Refusal | null) => void (refusal = by) };
}
