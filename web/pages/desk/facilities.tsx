import type { Child, FC } from "hono/jsx";
import { localTime } from "../../../shared/calendar/local-time.ts";
import { typedBoxes, type Answers } from "../../../shared/form/answers.ts";
import { fieldAt, type Issue } from "../../../shared/form/issues.ts";
import type { Language } from "../../../shared/language.ts";
import {
  answersOf,
  confidences,
  facilityFields,
  facilityKinds,
  facilityPartNames,
  facilityParts,
  movesFrom,
  offers,
  type Facility,
  type FacilityField,
  type FacilityMove,
  type FacilityPart,
  type FacilityQuestion,
} from "../../../shared/places/facility.ts";
import { provinces, type Province } from "../../../shared/places/places.ts";
import { registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { Csrf, DeskLayout } from "../../components/desk-layout.tsx";
import { Cards, DayBoxes, LineBox, SelectBox, type Asked, type Option } from "../../components/form-parts.tsx";
import type { Frame } from "../../components/layout.tsx";
import { ErrorSummary, Row, type ShownError } from "../../components/parts.tsx";
import { errorTexts } from "../../words/error-texts.ts";
import type { Words } from "../../words/vi.ts";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { FacilityList, facilityNames } from "../facilities.tsx";

/** Who looks at a page, and the value their forms carry. */
type Desk = { frame: Frame; staff: { name: string }; csrf: string };
type Own = Pick<Facility, "provinceCode" | "id">;
type FacilityDone = keyof DeskWords["facilities"]["desk"]["done"];

/** The field that says which version of an entry was seen. */
export const versionName = "version";
/** The list of a province, with a line on what was done. */
export const facilityListPath = (language: Language, provinceCode: string, done?: FacilityDone): string =>
  `${registrationDeskPath(language, "facilities")}?${new URLSearchParams({ [facilityNames.province]: provinceCode, ...(done ? { done } : {}) })}`;
const newPath = (language: Language, provinceCode: string): string => `${registrationDeskPath(language, "facilities")}/new?${facilityNames.province}=${provinceCode}`;
/** One entry, or what is done to it. */
export const facilityPath = (language: Language, { provinceCode, id }: Own, move?: FacilityMove): string => `${registrationDeskPath(language, "facilities")}/${provinceCode}/${id}${move ? `/${move}` : ""}`;

const Directory: FC<{ desk: Desk; current: string; children: Child }> = ({ desk, current, children }) => (
  <DeskLayout frame={desk.frame} staff={desk.staff} csrf={desk.csrf} title={deskFrameWords(desk.frame).facilities.desk.title} current={current}>
    {children}
  </DeskLayout>
);

type ListProps = { desk: Desk; listed: readonly Province[]; chosen: { province: Province; facilities: readonly Facility[] } | null; done?: FacilityDone | undefined };

/** The directory as it is kept: a province's entries with their states, whatever people see of them. */
export const FacilityListPage: FC<ListProps> = ({ desk, listed, chosen, done }) => {
  const t = deskFrameWords(desk.frame);
  const w = t.facilities.desk;
  const { language } = desk.frame;
  return (
    <Directory desk={desk} current={chosen ? facilityListPath(language, chosen.province.code) : registrationDeskPath(language, "facilities")}>
      {done ? (
        <div class="result">
          <output>{w.done[done]}</output>
        </div>
      ) : null}
      <h1>{w.title}</h1>
      <form class="sheet" method="get" action={registrationDeskPath(language, "facilities")}>
        <SelectBox
          t={t}
          name={facilityNames.province}
          label={t.facilities.province}
          errors={[]}
          choose={t.chooseProvince}
          options={provinces.map(({ code, name }) => [code, name])}
          value={chosen?.province.code ?? ""}
        />
        <button class="secondary">{t.facilities.show}</button>
      </form>
      {chosen ? (
        <>
          <h2 lang="vi">{chosen.province.name}</h2>
          {chosen.facilities.length ? (
            <ul class="plain">
              {chosen.facilities.map((one) => (
                <Line desk={desk} facility={one} />
              ))}
            </ul>
          ) : (
            <p>{w.none}</p>
          )}
          <p>
            <a class="button" href={newPath(language, chosen.province.code)}>
              {w.add}
            </a>
          </p>
        </>
      ) : (
        <>
          <p>{w.choose}</p>
          <h2>{t.facilities.listed}</h2>
          <ul>
            {listed.map(({ code, name }) => (
              <li>
                <a href={facilityListPath(language, code)} lang="vi">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </Directory>
  );
};

const Line: FC<{ desk: Desk; facility: Facility }> = ({ desk: { frame }, facility }) => {
  const t = deskFrameWords(frame);
  const w = t.facilities.desk;
  const { name, kind, state, confidence, source, version } = facility;
  return (
    <li class="rests">
      <div>
        <p>
          <a href={facilityPath(frame.language, facility)} lang="vi">
            {name}
          </a>
        </p>
        <p class="tags">
          <span class={state === "published" ? "tag good" : "tag"}>{w.states[state]}</span>
          <span class="aside">{[t.facilities.kinds[kind].name, w.confidences[confidence], t.facilities.dated(t.day(source.date)), ...(version === 0 ? [w.seeded] : [])].join(" · ")}</span>
        </p>
      </div>
      <Moves frame={frame} facility={facility} />
    </li>
  );
};

const Moves: FC<{ frame: Frame; facility: Facility }> = ({ frame, facility }) => {
  const w = deskFrameWords(frame).facilities.desk;
  return (
    <div>
      {movesFrom(facility.state).map((move) => (
        <a class="small" href={facilityPath(frame.language, facility, move)} aria-label={w.moveSpoken(w.moves[move], facility.name)}>
          {w.moves[move]}
        </a>
      ))}
    </div>
  );
};

export type FacilityFormProps = {
  desk: Desk;
  province: Province;
  /** What is kept; null before a new one is. */
  facility: Facility | null;
  answers: Answers;
  issues?: readonly Issue[];
  /** Somebody else was there first; `differs`: what of theirs saving would replace. */
  clash?: { code: "exists" | "overtaken" | "moveOvertaken"; differs: readonly FacilityQuestion[] } | undefined;
  /** What was done to it, the latest first. */
  history: readonly { type: keyof DeskWords["facilities"]["desk"]["events"]; at: string; name: string }[];
};

/** The form of an entry, new or kept, with what was done to it. */
export const FacilityFormPage: FC<FacilityFormProps> = ({ desk, province, facility, answers, issues = [], clash, history }) => {
  const t = deskFrameWords(desk.frame);
  const w = t.facilities.desk;
  const { language } = desk.frame;
  const action = facility ? facilityPath(language, facility) : newPath(language, province.code);
  const wrong = [...shownIssues(w.errors, issues), ...(clash ? [{ name: clashAt[clash.code], text: w[clash.code] }] : [])];
  return (
    <Directory desk={desk} current={action}>
      <ErrorSummary t={t} errors={wrong} />
      <p class="back">
        <a href={facilityListPath(language, province.code)}>← {w.back}</a>
      </p>
      <h1 lang={facility ? "vi" : undefined}>{facility ? facility.name : w.newTitle(province.name)}</h1>
      {facility ? (
        <>
          <p class="tags">
            <span class={facility.state === "published" ? "tag good" : "tag"}>{w.states[facility.state]}</span>
            <span lang="vi">{province.name}</span>
          </p>
          <p class="lead">{facility.state === "published" ? w.shownLead : w.hiddenLead}</p>
          <Moves frame={desk.frame} facility={facility} />
        </>
      ) : (
        <p class="lead">{w.newLead}</p>
      )}
      {facility && clash?.code === "overtaken" ? <Kept t={t} province={province} facility={facility} differs={clash.differs} /> : null}
      <form class="sheet" method="post" action={action} novalidate autocomplete="off">
        <Csrf csrf={desk.csrf} />
        {facility ? <input type="hidden" name={versionName} value={facility.version} /> : null}
        {facilityPartNames.map((part) => (
          <Part t={t} part={part} province={province} answers={answers} wrong={wrong} />
        ))}
        <button class="primary">{w.save}</button>
      </form>
      {facility ? <History t={t} history={history} /> : null}
    </Directory>
  );
};

/** Where each clash is put right. */
const clashAt = { exists: "name", overtaken: "kept", moveOvertaken: "history" } as const;

const shownIssues = (table: DeskWords["facilities"]["desk"]["errors"], issues: readonly Issue[]): ShownError[] =>
  facilityFields.flatMap(({ name }) => {
    const own = issues.filter(({ path }) => fieldAt([{ fields: facilityFields }], path)?.field.name === name);
    return errorTexts(table, own.map(({ code }) => code))
      .slice(0, 1)
      .map((text) => ({ name, text }));
  });

const Part: FC<{ t: DeskWords; part: FacilityPart; province: Province; answers: Answers; wrong: readonly ShownError[] }> = ({ t, part, province, answers, wrong }) => {
  const w = t.facilities.desk;
  const fields: readonly FacilityQuestion[] = facilityParts[part];
  return (
    <>
      <h2>{w.parts[part]}</h2>
      {fields.map((field) => {
        const errors = wrong.filter(({ name }) => name === field.name).map(({ text }) => text);
        const asked: Asked = { t, name: field.name, label: w.fields[field.name].label, hint: w.fields[field.name].hint, optional: "optional" in field, errors };
        return <Box asked={asked} field={field} province={province} answers={answers} />;
      })}
    </>
  );
};

const Box: FC<{ asked: Asked; field: FacilityQuestion; province: Province; answers: Answers }> = ({ asked, field, province, answers }) => {
  const typed = answers[field.name] ?? "";
  const options = optionsOf(asked.t, field, province);
  switch (field.kind) {
    case "day":
      return <DayBoxes {...asked} value={typedBoxes(answers, field.name)} />;
    case "choice":
    case "choices":
      return <Cards {...asked} type={field.kind === "choice" ? "radio" : "checkbox"} options={options} value={typed.split(",")} />;
    case "commune":
      return <SelectBox {...asked} choose={asked.t.facilities.desk.noCommune} options={options} value={typed} />;
    case "line":
    case "phone":
    default:
      return <LineBox {...asked} type={field.kind === "phone" ? "tel" : "text"} value={typed} />;
  }
};

/** What can be chosen in a field; nothing where people type. */
function optionsOf(t: Words, { name }: FacilityQuestion, province: Province): Option[] {
  const w = t.facilities;
  const lists: Partial<Record<FacilityField, Option[]>> = {
    kind: facilityKinds.map((kind) => [kind, w.kinds[kind].name]),
    communeCode: province.communes.map((commune) => [commune.code, commune.name]),
    offers: offers.map((offer) => [offer, w.offers[offer]]),
    confidence: confidences.map((one) => [one, w.desk.confidences[one]]),
  };
  return lists[name] ?? [];
}

/** What another has saved meanwhile, where it differs from what was typed. */
const Kept: FC<{ t: DeskWords; province: Province; facility: Facility; differs: readonly FacilityQuestion[] }> = ({ t, province, facility, differs }) => {
  const w = t.facilities.desk;
  const kept = answersOf(facility);
  const shown = (field: FacilityQuestion): string => {
    if (field.kind === "day") return Object.values(typedBoxes(kept, field.name)).filter(Boolean).join("/");
    const value = kept[field.name] ?? "";
    const chosen = optionsOf(t, field, province).filter(([option]) => value.split(",").includes(option));
    return chosen.length ? chosen.map(([, label]) => label).join("; ") : value;
  };
  return (
    <section class="notice" id="kept">
      <h2>{w.keptTitle}</h2>
      <p>{w.keptText}</p>
      <dl>
        {differs.map((field) => (
          <Row name={w.fields[field.name].label}>{shown(field) || w.empty}</Row>
        ))}
      </dl>
    </section>
  );
};

const History: FC<{ t: DeskWords } & Pick<FacilityFormProps, "history">> = ({ t, history }) => {
  const w = t.facilities.desk;
  return (
    <section id="history">
      <h2>{w.history}</h2>
      {history.length ? (
        <ul>
          {history.map(({ type, at, name }) => (
            <li>{`${t.moment(localTime(new Date(at)))}: ${name}, ${w.events[type]}`}</li>
          ))}
        </ul>
      ) : (
        <p>{w.noHistory}</p>
      )}
    </section>
  );
};

/** Asks once more, showing the entry as people see it, or will. */
export const FacilityMovePage: FC<{ desk: Desk; facility: Facility; move: FacilityMove }> = ({ desk, facility, move }) => {
  const { frame } = desk;
  const w = deskFrameWords(frame).facilities.desk.confirm;
  const own = w[move];
  return (
    <Directory desk={desk} current={facilityPath(frame.language, facility, move)}>
      <h1>{own.title}</h1>
      <p class="lead">{own.text}</p>
      <FacilityList frame={frame} facilities={[facility]} />
      <form method="post" action={facilityPath(frame.language, facility, move)}>
        <Csrf csrf={desk.csrf} />
        <input type="hidden" name={versionName} value={facility.version} />
        <div class="acts">
          <button class={move === "withdraw" ? "primary alarm" : "primary"}>{own.yes}</button>
          <a href={facilityPath(frame.language, facility)}>{w.back}</a>
        </div>
      </form>
    </Directory>
  );
};
