import type { FC } from "hono/jsx";
import { localDate, localTime } from "../../../shared/calendar/local-time.ts";
import { findProvince } from "../../../shared/places/places.ts";
import { formatReference } from "../../../shared/reference.ts";
import { nextClock, type Right } from "../../../shared/privacy/rights.ts";
import { orderOf, type Entry } from "../../../shared/registration/case.ts";
import { casePath, registerPath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { registerYearOn } from "../../../shared/registration/register-year.ts";
import { deskListNames, deskLists, type ApplicationState, type DeskList } from "../../../shared/registration/state.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { LineBox, SelectBox } from "../../components/form-parts.tsx";
import { Left } from "../../components/case-rights.tsx";
import { ErrorSummary } from "../../components/parts.tsx";
import { RegistrationDesk, Result, leftOf, type AtDesk } from "../../components/registration-desk.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { CallInstead, type Unreached } from "./registration-call-instead.tsx";

/** The names of what a list is asked for by. */
export const listNames = { list: "list", state: "state", commune: "commune", after: "after" } as const;
export const findName = "wanted";

export type ListView = {
  list: DeskList;
  state: ApplicationState | undefined;
  /** Of a province: its code, and the commune the list is narrowed to. */
  province?: string;
  commune?: string | undefined;
  entries: readonly Entry[];
  /** Of what waits or runs, whose day has come. */
  alsoDue: readonly Entry[];
  /** There is more after the last line. */
  more: boolean;
  isFirst: boolean;
  /** The request about data that is due first, if any waits. */
  firstRight?: Right | undefined;
};

const listHref = (at: AtDesk, { list, state, commune }: Pick<ListView, "list" | "state" | "commune">, after?: string): string => {
  const asked = new URLSearchParams({ [listNames.list]: list, ...(state ? { [listNames.state]: state } : {}), ...(commune ? { [listNames.commune]: commune } : {}), ...(after ? { [listNames.after]: after } : {}) });
  return `${registrationDeskPath(at.frame.language)}?${asked}`;
};

/** Says that people wait for an answer about their data, and for how long the first may. */
const RightsWait: FC<{ at: AtDesk; first: Right | undefined }> = ({ at, first }) => {
  const t = deskFrameWords(at.frame);
  return first ? (
    <p class="day-note">
      <a href={registrationDeskPath(at.frame.language, "rights")}>{t.rightsDesk.list.wait}</a> <Left t={t} clock={nextClock(first) ?? first.answer} now={at.now} />
    </p>
  ) : null;
};

/** The office's applications by their clocks. */
export const RegistrationListPage: FC<AtDesk & { view: ListView; said?: string | undefined; instead: { people: readonly Unreached[]; more: boolean } }> = ({ view, said, instead, ...at }) => {
  const words = deskFrameWords(at.frame);
  const t = words.registrationDesk.list;
  const { entries, list } = view;
  const last = entries.at(-1);
  return (
    <RegistrationDesk {...at} page="list">
      <Result text={said} />
      <h1>{t.title}</h1>
      {view.province ? <p class="lead">{t.ofProvince(findProvince(view.province)?.name ?? "")}</p> : null}
      <RightsWait at={at} first={view.firstRight} />
      <CallInstead at={at} commune={view.commune} {...instead} />
      <nav class="tabs" aria-label={t.title}>
        {deskListNames.map((name) => (
          <a href={listHref(at, { list: name, state: undefined, commune: view.commune })} aria-current={name === list ? "page" : undefined}>
            {t.lists[name]}
          </a>
        ))}
      </nav>
      <Filter at={at} view={view} />
      {view.alsoDue.length ? (
        <section>
          <h2 class="rows-title">{t.alsoDue}</h2>
          <ol class="rows cases" aria-label={t.alsoDue}>
            {view.alsoDue.map((entry) => (
              <Line at={at} entry={entry} showOffice={view.province !== undefined} />
            ))}
          </ol>
        </section>
      ) : null}
      {entries.length + view.alsoDue.length === 0 ? <p class="empty">{t.empty}</p> : null}
      {parted(words, view, at.now).map(({ title, lines }) => (
        <section>
          <h2 class="rows-title">{title}</h2>
          <ol class="rows cases" aria-label={title}>
            {lines.map((entry) => (
              <Line at={at} entry={entry} showOffice={view.province !== undefined} />
            ))}
          </ol>
        </section>
      ))}
      <p class="pages">
        {view.more && last ? <a href={listHref(at, view, orderOf(last))}>{t.more}</a> : null} {view.isFirst ? null : <a href={listHref(at, view)}>{t.first}</a>}
      </p>
      {view.province ? null : <Register {...at} />}
    </RegistrationDesk>
  );
};

/** The register of this year, and of the one before, which may have just closed. */
const Register: FC<AtDesk> = ({ frame, now }) => {
  const t = deskFrameWords(frame).registrationPapers;
  const latest = registerYearOn(localDate(now));
  return (
    <p class="pages">
      {[latest, latest - 1].map((year) => (
        <a href={registerPath(frame.language, year)}>{t.register(year)}</a>
      ))}
    </p>
  );
};

const Filter: FC<{ at: AtDesk; view: ListView }> = ({ at, view }) => {
  const t = deskFrameWords(at.frame);
  const w = t.registrationDesk.list;
  const communes = view.province ? (findProvince(view.province)?.communes ?? []) : [];
  return (
    <form class="filter" method="get" action={registrationDeskPath(at.frame.language)}>
      <input type="hidden" name={listNames.list} value={view.list} />
      <SelectBox t={t} name={listNames.state} label={w.state} errors={[]} choose={w.allStates} options={deskLists[view.list].map((state) => [state, t.states[state]])} value={view.state ?? ""} />
      {communes.length ? <SelectBox t={t} name={listNames.commune} label={w.commune} errors={[]} choose={w.allCommunes} options={communes.map(({ code, name }) => [code, name])} value={view.commune ?? ""} /> : null}
      <button class="small">{w.show}</button>
    </form>
  );
};

/** Overdue, due today, later: a list in the order of its clocks falls into these by itself. */
function parted(t: DeskWords, { list, entries }: ListView, now: Date): { title: string; lines: readonly Entry[] }[] {
  const w = t.registrationDesk.list;
  if (list !== "todo") return entries.length ? [{ title: w[list], lines: entries }] : [];
  const today = localDate(now);
  const partOf = ({ due, at }: Entry): "overdue" | "today" | "later" => {
    if (!due?.at) return "later";
    if (due.at < now.toISOString()) return "overdue";
    return localDate(new Date(at)) === today ? "today" : "later";
  };
  const parts = Map.groupBy(entries, partOf);
  return (["overdue", "today", "later"] as const).flatMap((part) => (parts.has(part) ? [{ title: w[part], lines: parts.get(part) ?? [] }] : []));
}

const Line: FC<{ at: AtDesk; entry: Entry; showOffice?: boolean }> = ({ at, entry, showOffice }) => {
  const t = deskFrameWords(at.frame);
  const w = t.registrationDesk;
  const { due } = entry;
  const left = due?.at ? leftOf(t, { at: due.at, term: due.term }, at.now) : null;
  return (
    <li class={left?.overdue ? "overdue" : undefined}>
      <p class="time">{left ? <span class={left.overdue ? "tag bad" : "tag"}>{left.text}</span> : <span class="aside">{due ? w.list.paused : w.list.noDue}</span>}</p>
      <div class="what">
        <p>
          <strong lang="vi">{entry.name}</strong> <span class="aside">{w.list.born(entry.birthYear)}</span>
        </p>
        <p class="tags">
          <span class="tag">{t.states[entry.state]}</span>
          {due ? <span class="aside">{[w.duties[due.duty], ...(due.at ? [t.moment(localTime(new Date(due.at)))] : []), ...(due.article ? [t.law.article(due.article)] : [])].join(" · ")}</span> : null}
          {entry.assisted ? <span class="aside">{w.list.assisted}</span> : null}
          {showOffice ? (
            <span class="aside" lang="vi">
              {entry.office.name}
            </span>
          ) : null}
        </p>
      </div>
      <div class="act">
        <a href={casePath(at.frame.language, entry.reference)}>
          {w.list.open}
          <span class="hidden">
            : {entry.name}, {formatReference(entry.reference)}
          </span>
        </a>
      </div>
    </li>
  );
};

/** Finding an application by its reference, a phone or a paper's number: posted, so that no number stands in an address. */
export const FindPage: FC<AtDesk & { wanted: string; found: readonly Entry[] | null; error?: string | undefined; showOffice: boolean }> = ({ wanted, found, error, showOffice, ...at }) => {
  const t = deskFrameWords(at.frame);
  const w = t.registrationDesk.find;
  return (
    <RegistrationDesk {...at} page="find">
      <ErrorSummary t={t} errors={error ? [{ name: findName, text: error }] : []} />
      <h1>{w.title}</h1>
      <form class="narrow" method="post" action={registrationDeskPath(at.frame.language, "find")} autocomplete="off">
        <Csrf csrf={at.csrf} />
        <LineBox t={t} name={findName} label={w.label} hint={w.hint} errors={error ? [error] : []} value={wanted} />
        <button class="primary">{w.button}</button>
      </form>
      {found ? (
        <section aria-labelledby="found">
          <h2 id="found" tabindex={-1}>
            {found.length ? w.found(found.length) : w.none}
          </h2>
          <ol class="rows cases" aria-label={w.title}>
            {found.map((entry) => (
              <Line at={at} entry={entry} showOffice={showOffice} />
            ))}
          </ol>
        </section>
      ) : null}
    </RegistrationDesk>
  );
};
