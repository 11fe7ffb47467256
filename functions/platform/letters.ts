/** A keyed hash written in letters of an alphabet: as good as drawn at random, and the same every time. */
export function lettersOf(hash: string, alphabet: string, length: number): string {
  let rest = BigInt(`0x${Buffer.from(hash, "base64url").toString("hex")}`);
  const base = BigInt(alphabet.length);
  return Array.from({ length }, () => {
    const letter = alphabet.charAt(Number(rest % base));
    rest /= base;
    return letter;
  }).join("");
}
