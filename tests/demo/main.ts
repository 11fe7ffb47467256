// `npm run demo`: 25 invented families register through the public form of a running service, or of one started for the purpose.
import { rmSync } from "node:fs";
import { formatPhone, parsePhone } from "../../shared/contact/phone.ts";
import { startService } from "../../infra/local/service.ts";
import { dayFolder } from "../support/day-folder.ts";
import { postSubmit, postToCheck, type Post } from "../support/post-form.ts";
import { applications } from "./people.ts";

const given = `http://localhost:${process.env.PORT ?? 3000}`;
const running = await fetch(`${given}/phone.json`).then(
  (answer) => answer.ok,
  () => false,
);
const folder = dayFolder();
process.env.POWERTOOLS_LOG_LEVEL ??= "ERROR";
const service = running ? { origin: given, stop: async () => {} } : await startService({ port: 0, dataFolder: folder });
console.log(running ? `Registering at ${given}.` : `Nothing is running at ${given}: registering at a service of its own, gone afterwards.`);

const post: Post = (path, fields) => fetch(service.origin + path, { method: "POST", body: new URLSearchParams(fields) });
const phoneOf = (application: (typeof applications)[number]): string => parsePhone(application.applicant?.phone ?? application.person.phone ?? "")?.e164 ?? "";
const plain = (html: string): string => html.replace(/<[^>]+>/g, "").replaceAll("&#39;", "'");

const sent: { application: (typeof applications)[number]; reference: string; office: string; due: string }[] = [];
for (const application of applications) {
  const answer = await postSubmit(post, application, await postToCheck(post, application));
  const html = await answer.text();
  if (answer.status !== 201) throw new Error(`refused: ${answer.status}`);
  const [office = "", due = ""] = [...html.matchAll(/<dd><strong[^>]*>(.*?)<\/strong>/g)].map(([, text = ""]) => plain(text));
  sent.push({ application, reference: plain(/class="code">(.*?)</.exec(html)?.[1] ?? ""), office, due });
}

const expected = applications.filter(({ consents }) => consents.texts).length;
type Text = { to: string; body: string };
let texts: Text[] = [];
for (let tries = 0; tries < 50; tries += 1) {
  ({ texts } = (await (await fetch(`${service.origin}/phone.json`)).json()) as { texts: Text[] });
  const references = new Set(sent.map(({ reference }) => reference.slice(0, 4)));
  texts = texts.filter(({ body }) => [...references].some((half) => body.includes(half)));
  if (texts.length >= expected) break;
  await new Promise((resolve) => setTimeout(resolve, 200));
}
for (const { application, reference, office, due } of sent) {
  const phone = phoneOf(application);
  const own = texts.filter(({ to, body }) => to === phone && body.includes(reference.slice(0, 4)));
  console.log(`\n${reference}  ${office}\n  due ${due}\n  ${formatPhone(phone)}: ${own.map(({ body }) => body).join(" | ") || "no text, as they asked"}`);
}
console.log(`\n${sent.length} applications, ${texts.length} texts (${applications.length - expected} asked for none).`);
await service.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(sent.length === applications.length && texts.length === expected ? 0 : 1);
