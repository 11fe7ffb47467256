import type { FC } from "hono/jsx";
import type { Language } from "../../shared/language.ts";
import { pagePath } from "../../shared/paths.ts";
import { basisNames, bases, callerLife, declarationOf, declaredBy, fileEnds, fileLives, keepers, type Declaration, type DeclarationName, type Keeper, type Life } from "../../shared/privacy/declarations.ts";
import { rightKinds, rightRules } from "../../shared/privacy/rights.ts";
import { Layout, frameWords, samePage, type Frame } from "../components/layout.tsx";
import { Facts, Row } from "../components/parts.tsx";
import { privacyEn } from "../words/en/privacy.ts";
import { privacyVi } from "../words/vi/privacy.ts";
import type { Words } from "../words/vi.ts";

/** Apart from the words of the other pages: no function carries them. */
export const privacyWords: Record<Language, typeof privacyVi> = { vi: privacyVi, en: privacyEn };

type Told = { t: Words; w: typeof privacyVi };

function lifeText({ w }: Told, life: Life): string {
  if (typeof life === "string") return w.whole[life];
  const moment = w.moments[life.from];
  return "days" in life && life.days === 0 ? w.atOnce(moment) : w.life(w.span(life), moment);
}

/** What is kept of people, drawn from what is declared: nothing is told that is not, and nothing is kept that is not told. */
export const PrivacyPage: FC<{ frame: Frame }> = ({ frame }) => {
  const t = frameWords(frame);
  const w = privacyWords[frame.language];
  const told = { t, w };
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "privacy")}>
      <h1>{w.title}</h1>
      <p class="lead">{w.lead}</p>
      <p>{`${w.grounds}: ${basisNames.map((basis) => `${w.bases[basis]} (${t.law.article(bases[basis])})`).join("; ")}.`}</p>
      <Facts {...w.before} />
      {keepers.map((keeper) => (
        <Kept {...told} keeper={keeper} />
      ))}
      <section>
        <h2>{w.rights.title}</h2>
        <ul>
          {w.rights.items.map((item) => (
            <li>{item}</li>
          ))}
        </ul>
        <dl>
          {rightKinds.map((kind) => {
            const { article, days, withThirdParty, extension } = rightRules[kind];
            return <Row name={t.rights.kinds[kind].name}>{`${w.rights.days(days, withThirdParty, extension)} (${t.law.article(article)})`}</Row>;
          })}
        </dl>
        <p class="hint">{w.rights.unconfirmed}</p>
        <p>
          <a href={pagePath(frame.language, "lookup")}>{t.home.lookup.title}</a>
        </p>
      </section>
    </Layout>
  );
};

const Kept: FC<Told & { keeper: Keeper }> = ({ keeper, ...told }) => {
  const { w } = told;
  return (
    <section>
      <h2 id={keeper}>{w.keepers[keeper]}</h2>
      {w.notes[keeper].map((note) => (
        <p>{note}</p>
      ))}
      <table class="kept" aria-labelledby={keeper}>
        <thead>
          <tr>
            {Object.values(w.columns).map((column) => (
              <th scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {alike(keeper).map((row) => (
            <Declared {...told} row={row} />
          ))}
        </tbody>
      </table>
      {keeper === "registration" ? <FileLives {...told} /> : null}
      {keeper === "hotline" ? <p>{w.caller(lifeText(told, callerLife))}</p> : null}
    </section>
  );
};

type Alike = Declaration & { names: readonly DeclarationName[] };

/** What is kept for the same reason, as long, and seen by the same people stands in one row. */
function alike(keeper: Keeper): Alike[] {
  const rows = Map.groupBy(declaredBy(keeper), (name) => JSON.stringify(declarationOf(name)));
  return [...rows.values()].flatMap((names) => names.slice(0, 1).map((first) => Object.assign({ names }, declarationOf(first))));
}

const Declared: FC<Told & { row: Alike }> = ({ row: { names, purpose, basis, life, seenBy }, ...told }) => {
  const { w } = told;
  return (
    <tr>
      <th scope="row">{names.map((name) => w.declarations[name]).join("; ")}</th>
      <td data-label={w.columns.purpose}>{`${w.purposes[purpose]} (${w.bases[basis]})`}</td>
      <td data-label={w.columns.life}>{lifeText(told, life)}</td>
      <td data-label={w.columns.seenBy}>{seenBy.map((viewer) => w.viewers[viewer]).join("; ")}</td>
    </tr>
  );
};

const FileLives: FC<Told> = (told) => {
  const { w } = told;
  return (
    <>
      <h3>{w.file.title}</h3>
      <p>{w.file.lead}</p>
      <dl>
        {fileEnds.map((end) => (
          <Row name={w.fileEnds[end]}>{lifeText(told, fileLives[end])}</Row>
        ))}
      </dl>
      <p>{w.expired}</p>
    </>
  );
};
