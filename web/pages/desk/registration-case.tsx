import type { Child, FC } from "hono/jsx";
import { formatPhone } from "../../../shared/contact/phone.ts";
import { localDate, localTime } from "../../../shared/calendar/local-time.ts";
import { applicable } from "../../../shared/law/applicable.ts";
import { findCommune, findProvince } from "../../../shared/places/places.ts";
import { formatReference } from "../../../shared/reference.ts";
import { actNames, type Act, type ActField } from "../../../shared/registration/acts.ts";
import { cautionsOf, type Caution } from "../../../shared/registration/act-rules.ts";
import type { StoredApplication } from "../../../shared/registration/application.ts";
import { factsOf, type Case, type CaseEvent } from "../../../shared/registration/case.ts";
import { actPath, bookPath, cancelPath, exportPath, paperPath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import type { DossierCode } from "../../../shared/registration/papers.ts";
import type { Right } from "../../../shared/privacy/rights.ts";
import { mayMove } from "../../../shared/registration/state.ts";
import { stateAt } from "../../../shared/registration/standing.ts";
import { RightsOf } from "../../components/case-rights.tsx";
import { ClockWorking } from "../../components/clock-working.tsx";
import { Csrf } from "../../components/desk-layout.tsx";
import { Notices, Row } from "../../components/parts.tsx";
import { RegistrationDesk, Result, leftOf, type AtDesk } from "../../components/registration-desk.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";
import { Texts, type TextShown } from "./hotline-texts.tsx";
import { FilledHistory } from "./registration-history.tsx";

/** The field that says which state of the application was seen. */
export const versionName = "version";

/** Another application that is open for the same person: its half reference in one's own office, else only where it is. */
type Other = { reference: string; office: string; own: boolean };
export type CaseView = AtDesk & { opened: Case; others: readonly Other[]; texts: readonly TextShown[]; rights: readonly Right[]; papers: readonly DossierCode[]; said?: string | undefined };

type Told = { t: DeskWords; view: CaseView };

const momentOf = (t: DeskWords, iso: string): string => t.moment(localTime(new Date(iso)));

/** One application on one page: what the law asks next, what can be done, who it is about, what has happened. */
export const RegistrationCasePage: FC<CaseView> = (view) => {
  const { opened, said, ...at } = view;
  const t = deskFrameWords(at.frame);
  const w = t.registrationDesk.case;
  const told = { t, view };
  const cautions = cautionsOf({ progress: opened, application: opened.application, communeCode: opened.office.communeCode, today: localDate(at.now) });
  // At the counter an officer saw who came.
  const unchecked = opened.state === "submitted" && !opened.assisted ? [w.unchecked] : [];
  return (
    <RegistrationDesk {...at}>
      <Result text={said} />
      <p>
        <a href={registrationDeskPath(at.frame.language)}>← {t.registrationDesk.nav.list}</a>
      </p>
      <h1>
        {w.title(opened.reference.slice(0, 4))} <span class="tag">{t.states[opened.state]}</span>
      </h1>
      <Notices t={t} texts={[...unchecked, ...cautions.map((caution) => t.registrationDesk.cautions[caution])]} />
      <Others {...told} />
      <div class="case">
        <div>
          <Next {...told} />
          <Acts {...told} cautions={cautions} />
          <RightsOf t={t} at={at} opened={opened} rights={view.rights} />
          <Missing {...told} />
          <Course {...told} />
          <Appointments {...told} />
          <div class="part">
            <Texts w={t} texts={view.texts} now={at.now} />
          </div>
          <History {...told} />
        </div>
        <div>
          <Filing {...told} />
          <People {...told} />
          <Wish {...told} />
          <Papers {...told} />
          <Contact {...told} />
          <FilledHistory t={t} at={at} opened={opened} />
        </div>
      </div>
    </RegistrationDesk>
  );
};

const Part: FC<{ id: string; title: string; children: Child }> = ({ id, title, children }) => (
  <section class="part" aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {children}
  </section>
);

const Next: FC<Told> = ({ t, view: { opened, now, frame } }) => {
  const w = t.registrationDesk.case;
  const { due } = opened;
  if (!due) return <Part id="next" title={w.next}>{<p>{w.noNext}</p>}</Part>;
  const left = due.at ? leftOf(t, { at: due.at, term: due.clock?.term }, now) : null;
  return (
    <Part id="next" title={w.next}>
      <p class="due">
        <strong>{t.registrationDesk.duties[due.duty]}</strong> {left ? <span class={left.overdue ? "tag bad" : "tag"}>{left.text}</span> : null}
      </p>
      <p>{due.at ? momentOf(t, due.at) : w.paused}</p>
      <p class="aside">
        {t.law.article(due.article)}
        {due.confidence === "read" ? "" : ` (${t.law.confidence[due.confidence]})`}
      </p>
      {due.clock?.dueAt === due.at && due.clock ? (
        <details>
          <summary>{w.howCounted}</summary>
          <ClockWorking t={t} language={frame.language} clock={due.clock} />
        </details>
      ) : null}
    </Part>
  );
};

/** The acts that lead on come first; those that end, move or put off stand apart. */
const asideActs: ReadonlySet<Act> = new Set<Act>(["extend", "transfer", "stop", "withdraw", "reissue", "commit"]);

const Acts: FC<Told & { cautions: readonly Caution[] }> = ({ t, view: { opened, staff, frame }, cautions }) => {
  const w = t.registrationDesk;
  const open = actNames.filter((act) => mayMove(act, opened.state, staff.roles));
  const leading = cautions.includes("determinationMissing") || cautions.includes("determinationTooOld") ? "arrangeDetermination" : "decide";
  const first = open.filter((act) => !asideActs.has(act)).toSorted((a, b) => Number(b === leading) - Number(a === leading));
  const rest = open.filter((act) => asideActs.has(act));
  const link = (act: Act, css: string) => (
    <a class={css} href={actPath(frame.language, opened.reference, act)}>
      {w.acts[act].title}
    </a>
  );
  return (
    <Part id="acts" title={w.case.doNow}>
      {open.length === 0 ? <p>{w.case.nothingToDo}</p> : null}
      <p class="acts">{first.map((act, n) => link(act, n === 0 ? "button" : "small"))}</p>
      {rest.length ? (
        <details>
          <summary>{w.case.otherActs}</summary>
          <p class="acts">{rest.map((act) => link(act, "small"))}</p>
        </details>
      ) : null}
    </Part>
  );
};

const Missing: FC<Told> = ({ t, view: { opened } }) => {
  const w = t.registrationDesk.case;
  return opened.missing ? (
    <Part id="missing" title={w.missing}>
      <ul>
        {opened.missing.items.map((item) => (
          <li lang="vi">{item}</li>
        ))}
      </ul>
      <p>{w.missingBy(t.day(opened.missing.by))}</p>
    </Part>
  ) : null;
};

const Others: FC<Told> = ({ t, view: { others } }) => {
  const w = t.registrationDesk.case;
  return others.length ? (
    <section class="notice" aria-label={w.others}>
      <p>
        <strong>{w.others}</strong>
      </p>
      <ul>
        {others.map(({ own, reference, office }) => (
          <li lang="vi">{own ? w.othersHere(reference.slice(0, 4)) : w.othersElsewhere(office)}</li>
        ))}
      </ul>
    </section>
  ) : null;
};

const Filing: FC<Told> = ({ t, view: { opened, now } }) => {
  const w = t.registrationDesk.case;
  const { course, receivedAt, assisted } = opened;
  const today = localDate(now);
  const law = course ? applicable("treatment", today, { decidedOn: course.decidedOn, startedOn: course.startedOn }) : applicable("decision", today, { filedOn: localDate(new Date(receivedAt)) });
  return (
    <Part id="filing" title={w.filing}>
      <dl>
      <Row name={w.reference}>{formatReference(opened.reference)}</Row>
      <Row name={w.received}>{momentOf(t, receivedAt)}</Row>
      {assisted ? <Row name="">{w.assistedBy(assisted.by.name, momentOf(t, assisted.at))}</Row> : null}
      <Row name={w.office}>
        <span lang="vi">{opened.office.name}</span>
        <br />
        <span class="aside">{w.routed[opened.routed]}</span>
      </Row>
      <Row name={w.law}>
        {t.law.regimes[law.regime.id]}
        {law.because === "inForce" ? null : (
          <span class="aside">
            <br />
            {`${w.carriedOver[law.because]} (${t.law.article(law.article ?? "")}${law.confidence === "read" ? "" : `; ${t.law.confidence[law.confidence]}`})`}
          </span>
        )}
      </Row>
      </dl>
    </Part>
  );
};

/** What can be printed now, each a PDF, and the application as data. */
const Papers: FC<Told> = ({ t, view: { opened, papers, frame } }) => {
  const w = t.registrationPapers;
  return (
    <Part id="papers" title={w.title}>
      {papers.length ? null : <p>{w.none}</p>}
      <ul class="plain lines">
        {papers.map((code) => (
          <li>
            <a href={paperPath(frame.language, opened.reference, code)} type="application/pdf">
              {w.names[code]}
            </a>
          </li>
        ))}
        <li>
          <a href={exportPath(frame.language, opened.reference)}>{w.names.export}</a>
        </li>
      </ul>
      <p class="aside">{w.recorded}</p>
    </Part>
  );
};

type Party = StoredApplication["person"] | NonNullable<StoredApplication["applicant"]>;

const placeText = ({ street, communeCode, communeTyped, provinceCode }: { street?: string | undefined; communeCode?: string | undefined; communeTyped?: string | undefined; provinceCode: string }): string =>
  [street, communeCode ? (findCommune(communeCode)?.name ?? communeCode) : (communeTyped ?? ""), findProvince(provinceCode)?.name ?? provinceCode].filter(Boolean).join(", ");

const PartyRows: FC<{ t: DeskWords; party: Party; address: string }> = ({ t, party, address }) => {
  const w = t.registrationDesk.case.fields;
  const { kind, number, issuedOn, issuedBy } = party.identity;
  return (
    <>
      <Row name={w.fullName}>
        <strong lang="vi">{party.fullName}</strong>
      </Row>
      <Row name={w.birthDate}>{t.day(party.birthDate)}</Row>
      <Row name={w.sex}>{t.options.sex[party.sex]}</Row>
      <Row name={w.identity}>
        {number}
        <br />
        <span class="aside">{[t.options.identityKind[kind], ...(issuedOn ? [`${w.issued} ${t.day(issuedOn)}`] : []), ...(issuedBy ? [issuedBy] : [])].join(" · ")}</span>
      </Row>
      <Row name={w.residence}>
        <span lang="vi">{address}</span>
      </Row>
      {party.phone ? <Row name={w.phone}>{formatPhone(party.phone)}</Row> : null}
    </>
  );
};

const People: FC<Told> = ({ t, view: { opened } }) => {
  const w = t.registrationDesk.case;
  const { person, applicant, relationship, agrees } = opened.application;
  const { residence } = person;
  const home = residence.kind === "withApplicant" ? (applicant ? placeText(applicant.address) : "") : placeText(residence);
  return (
    <>
      <Part id="person" title={w.person}>
        <dl>
          <PartyRows t={t} party={person} address={residence.kind === "unsettled" ? `${w.unsettled} ${home}` : home} />
        </dl>
      </Part>
      <Part id="applicant" title={w.applicant}>
        <dl>
          <Row name={w.fields.relationship}>{t.options.relationship[relationship]}</Row>
          {applicant ? <PartyRows t={t} party={applicant} address={placeText(applicant.address)} /> : null}
          {agrees ? <Row name={w.fields.agrees}>{t.options.agrees[agrees]}</Row> : null}
        </dl>
      </Part>
    </>
  );
};

const Wish: FC<Told> = ({ t, view: { opened } }) => {
  const w = t.registrationDesk.case;
  const { treatment, determination } = opened.application;
  const result = opened.determined;
  return (
    <Part id="wish" title={w.wish}>
      <dl>
        <Row name={w.fields.place}>{t.options.place[treatment.place]}</Row>
        {treatment.facilityName ? <Row name={w.fields.facility}>{treatment.facilityName}</Row> : null}
        {treatment.plan ? (
          <Row name={w.fields.plan}>
            {(["planning", "detox", "recovery"] as const).map((part) => (
              <>
                {`${t.fields[part].label}: ${t.options[part][treatment.plan?.[part] ?? "home"]}`}
                <br />
              </>
            ))}
          </Row>
        ) : null}
        <Row name={w.fields.determination}>
          {t.options.determinationKind[determination.kind]}
          {determination.kind === "paper" ? ` · ${[t.day(determination.issuedOn), determination.issuedBy ?? ""].filter(Boolean).join(", ")}` : ""}
          {result ? (
            <>
              <br />
              {`${t.registrationDesk.choices.result[result.result]} · ${t.day(result.on)}, ${result.by}`}
            </>
          ) : null}
        </Row>
      </dl>
    </Part>
  );
};

const Contact: FC<Told> = ({ t, view: { opened } }) => {
  const w = t.registrationDesk.case;
  const { contact, phone } = opened.reach;
  return (
    <Part id="contact" title={w.contact}>
      {opened.textsStopped ? <p class="day-note">{w.textsStopped}</p> : contact.mayText === "no" || !contact.textsAgreed ? <p class="day-note">{w.noTexts}</p> : null}
      <dl>
        <Row name={w.fields.phone}>{formatPhone(phone)}</Row>
        {(["mayText", "maySayWho", "voicemail", "whoMayAnswer"] as const).map((name) => (
          <Row name={t.fields[name].label}>{nameOf(t.options[name], contact[name])}</Row>
        ))}
        <Row name={t.fields.hours.label}>{contact.hours.map((hours) => t.options.hours[hours]).join("; ")}</Row>
      </dl>
    </Part>
  );
};

const nameOf = (names: Readonly<Record<string, string>>, value: string): string => names[value] ?? value;

const Course: FC<Told> = ({ t, view: { opened } }) => {
  const w = t.registrationDesk.case;
  const { course, extendedTo } = opened;
  if (!course && !extendedTo) return null;
  return (
    <Part id="course" title={w.course}>
      <dl>
        {extendedTo ? <Row name={w.fields.extendedTo}>{t.day(extendedTo)}</Row> : null}
        {course ? (
          <>
            <Row name={w.fields.decidedOn}>{t.day(course.decidedOn)}</Row>
            {course.number ? <Row name={w.fields.number}>{course.number}</Row> : null}
            <Row name={w.fields.place}>{[t.options.place[course.place], course.facility ?? ""].filter(Boolean).join(", ")}</Row>
            <Row name={w.fields.period}>{`${w.fromTo(t.day(course.from), t.day(course.to))} (${w.months(course.months)})`}</Row>
            {course.startedOn ? <Row name={w.fields.startedOn}>{t.day(course.startedOn)}</Row> : null}
            {course.completedOn ? <Row name={w.fields.completedOn}>{t.day(course.completedOn)}</Row> : null}
            {course.afterCare ? <Row name={w.fields.afterCare}>{w.fromTo(t.day(course.afterCare.from), t.day(course.afterCare.to))}</Row> : null}
          </>
        ) : null}
      </dl>
    </Part>
  );
};

const Appointments: FC<Told> = ({ t, view: { opened, now, frame, csrf, staff } }) => {
  const w = t.registrationDesk;
  const mayBook = mayMove("book", opened.state, staff.roles);
  const planned = opened.appointments.filter((one) => stateAt(one, now) === "planned");
  return (
    <Part id="appointments" title={w.case.appointments}>
      {planned.length === 0 ? <p>{w.case.noAppointments}</p> : null}
      <ul class="plain lines">
        {planned.map((one) => (
          <li>
            <strong>{momentOf(t, one.at)}</strong> {nameOf(w.book.kinds, one.kind)} {one.confirmedAt ? <span class="tag good">{w.book.confirmed}</span> : null}
            {one.address ? <p class="aside">{one.address}</p> : null}
            {mayBook ? (
              <form method="post" action={cancelPath(frame.language, opened.reference, one.id)}>
                <Csrf csrf={csrf} />
                <input type="hidden" name={versionName} value={String(opened.version)} />
                <button class="link">{w.book.cancel}</button>
              </form>
            ) : null}
          </li>
        ))}
      </ul>
      {mayBook ? (
        <p>
          <a class="small" href={bookPath(frame.language, opened.reference)}>
            {w.case.book}
          </a>
        </p>
      ) : null}
    </Part>
  );
};

/** A value an officer gave, as people write it. */
function shownFact(t: DeskWords, { kind }: ActField, value: string | number | string[]): string {
  const w = t.registrationDesk.choices;
  const text = String(value);
  if (kind === "day") return t.day(text);
  if (kind === "times") return nameOf(w.times, text);
  if (kind === "result") return nameOf(w.result, text);
  if (kind === "place") return nameOf(t.options.place, text);
  if (kind === "commune") return findCommune(text)?.name ?? text;
  return Array.isArray(value) ? value.join("; ") : text;
}

/** What happens beside the acts; some of it only the desk sees. */
const titlesOf = (t: DeskWords): Record<CaseEvent["type"], string> => ({ ...t.events, ...t.registrationExports.events, lookedAt: t.registrationDesk.case.looks, told: t.registrationDesk.callInstead.event });

/** One thing that happened, with what was recorded. */
export const Happened: FC<{ t: DeskWords; event: CaseEvent }> = ({ t, event }) => {
  const w = t.registrationDesk;
  const act = actNames.find((name) => name === event.type);
  return (
    <li>
      <strong>{act ? w.acts[act].title : titlesOf(t)[event.type]}</strong>
      <span class="aside">{` ${momentOf(t, event.at)} · ${event.staff?.name ?? (event.by === "desk" ? w.case.byDesk : w.case.byApplicant)}`}</span>
      {factsOf(event).map(({ field, value }) => (
        <p lang="vi">{`${act ? (w.acts[act].fields?.[field.name]?.label ?? field.name) : field.name}: ${shownFact(t, field, value ?? "")}`}</p>
      ))}
    </li>
  );
};

/** What was taken out at a look: the name of a paper. */
function takenIn({ registrationPapers: { names } }: DeskWords, { facts }: CaseEvent): string[] {
  return facts?.paper === undefined ? [] : [nameOf(names, String(facts.paper))];
}

const History: FC<Told> = ({ t, view: { opened } }) => {
  const w = t.registrationDesk.case;
  const latestFirst = opened.events.toReversed();
  const looks = latestFirst.filter(({ type }) => type === "lookedAt");
  return (
    <>
      <Part id="timeline" title={w.timeline}>
        <ol class="plain lines">
          {latestFirst
            .filter(({ type }) => type !== "lookedAt")
            .map((event) => (
              <Happened t={t} event={event} />
            ))}
        </ol>
      </Part>
      <details>
        <summary>{`${w.looks} (${looks.length})`}</summary>
        <ul>
          {looks.slice(0, 100).map((event) => (
            <li>{[event.staff?.name ?? "", momentOf(t, event.at), ...takenIn(t, event)].join(" · ")}</li>
          ))}
        </ul>
      </details>
    </>
  );
};
