// Does the work a challenge asks for (ALTCHA's proof of work, version 2) and goes on by itself. The browser derives the keys beside the page,
// so no worker is needed. ALTCHA's own widget is 30 kB compressed and writes styles into the page, which our policy forbids.
type Parameters = { cost: number; keyLength: number; keyPrefix: string; nonce: string; salt: string };

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const hexOf = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

async function solve({ cost, keyLength, keyPrefix, nonce, salt }: Parameters): Promise<{ counter: number; derivedKey: string }> {
  const password = new Uint8Array(nonce.length / 2 + 4);
  password.set(bytesOf(nonce));
  const counted = new DataView(password.buffer);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytesOf(salt), iterations: cost };
  for (let counter = 0; ; counter += 1) {
    counted.setUint32(nonce.length / 2, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hexOf(await crypto.subtle.deriveBits(how, key, keyLength * 8));
    if (derivedKey.startsWith(keyPrefix)) return { counter, derivedKey };
  }
}

async function prove(form: HTMLFormElement): Promise<void> {
  const challenge = JSON.parse(form.dataset.challenge ?? "");
  const started = performance.now();
  const solution = await solve(challenge.parameters);
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = "proof.solution";
  field.value = btoa(JSON.stringify({ challenge, solution: { ...solution, time: Math.round(performance.now() - started) } }));
  form.append(field);
  // Whoever left the page meanwhile is not brought back.
  if (form.isConnected) form.querySelector<HTMLElement>("button.primary")?.click();
}

// What was worked out once is not again: Back must not lead forward.
const form = document.querySelector<HTMLFormElement>("form[data-challenge]:not([data-proving])");
if (form && window.crypto?.subtle) {
  const [working, waiting] = [document.querySelector<HTMLElement>("[data-working]"), document.querySelector<HTMLElement>("[data-waiting]")];
  const show = (works: boolean): void => {
    if (working) working.hidden = !works;
    if (waiting) waiting.hidden = works;
  };
  form.dataset.proving = "";
  show(true);
  prove(form).catch(() => show(false));
}
