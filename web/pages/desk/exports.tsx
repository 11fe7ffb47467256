import type { FC } from "hono/jsx";
import { localTime } from "../../../shared/calendar/local-time.ts";
import { findCommune } from "../../../shared/places/places.ts";
import { casePath, exportPath, registerPath, registrationDeskPath } from "../../../shared/registration/desk-paths.ts";
import { exportEndsAt, exportStateAt, type ExportRequest } from "../../../shared/registration/exports.ts";
import { Csrf } from "../../components/desk-layout.tsx";
import { TextArea } from "../../components/form-parts.tsx";
import { ErrorSummary } from "../../components/parts.tsx";
import { RegistrationDesk, Result, type AtDesk } from "../../components/registration-desk.tsx";
import { deskFrameWords, type DeskWords } from "../../words/desk.ts";

export const reasonName = "reason";

type Wanted = { kind: "application"; reference: string } | { kind: "register"; year: number };
type Shown = ExportRequest & { name: string; reason: string };
type ReasonError = keyof DeskWords["registrationExports"]["errors"];

const nameOf = ({ registrationExports: w }: DeskWords, wanted: Wanted): string => (wanted.kind === "register" ? w.register(wanted.year) : w.application(wanted.reference.slice(0, 4)));

/** Asks for something that carries identities: why it is needed, and what happens next. */
export const AskExportPage: FC<AtDesk & { wanted: Wanted; typed?: string; error?: ReasonError }> = ({ wanted, typed = "", error, ...at }) => {
  const { language } = at.frame;
  const t = deskFrameWords(at.frame);
  const w = t.registrationExports;
  const errors = error ? [w.errors[error]] : [];
  const isRegister = wanted.kind === "register";
  return (
    <RegistrationDesk {...at} page="exports" narrow>
      <p>
        <a href={isRegister ? registrationDeskPath(language) : casePath(language, wanted.reference)}>← {w.back}</a>
      </p>
      <ErrorSummary t={t} errors={errors.map((text) => ({ name: reasonName, text }))} />
      <h1>{nameOf(t, wanted)}</h1>
      <p class="lead">{w.lead}</p>
      <form method="post" action={isRegister ? registerPath(language, wanted.year) : exportPath(language, wanted.reference)} novalidate autocomplete="off">
        <Csrf csrf={at.csrf} />
        <TextArea t={t} name={reasonName} label={w.reason.label} hint={w.reason.hint} errors={errors} value={typed} maxLength={200} />
        <button class="primary">{w.ask}</button>
      </form>
      <p>
        <a href={registrationDeskPath(language, "exports")}>{w.toList}</a>
      </p>
    </RegistrationDesk>
  );
};

/** What others ask for and what one asked for oneself; what became of the rest. */
export const ExportsPage: FC<AtDesk & { requests: readonly Shown[]; said?: string | undefined }> = ({ requests, said, ...at }) => {
  const w = deskFrameWords(at.frame).registrationExports;
  const { staffId } = at.staff;
  const stateOf = (request: Shown) => exportStateAt(request, at.now);
  const toDecide = requests.filter((request) => request.askedBy !== staffId && stateOf(request) === "asked");
  const own = requests.filter((request) => request.askedBy === staffId && ["asked", "agreed"].includes(stateOf(request)));
  const rest = requests.filter((request) => !toDecide.includes(request) && !own.includes(request));
  return (
    <RegistrationDesk {...at} page="exports">
      <Result text={said} />
      <h1>{w.title}</h1>
      <p class="lead">{w.listLead}</p>
      {requests.length === 0 ? <p class="empty">{w.none}</p> : null}
      <Group at={at} title={w.toDecide} requests={toDecide} />
      <Group at={at} title={w.own} requests={own} />
      <Group at={at} title={w.rest} requests={rest} />
    </RegistrationDesk>
  );
};

const Group: FC<{ at: AtDesk; title: string; requests: readonly Shown[] }> = ({ at, title, requests }) =>
  requests.length ? (
    <section>
      <h2 class="rows-title">{title}</h2>
      <ul class="rows cases" aria-label={title}>
        {requests.map((request) => (
          <Line at={at} request={request} />
        ))}
      </ul>
    </section>
  ) : null;

const Line: FC<{ at: AtDesk; request: Shown }> = ({ at, request }) => {
  const t = deskFrameWords(at.frame);
  const w = t.registrationExports;
  const moment = (iso: string): string => t.moment(localTime(new Date(iso)));
  const state = exportStateAt(request, at.now);
  const office = findCommune(request.unit)?.name;
  const takeBefore = exportEndsAt(request);
  return (
    <li>
      <p class="time">{state === "asked" && request.askedBy !== at.staff.staffId ? null : <span class="tag">{w.states[state]}</span>}</p>
      <div class="what">
        <p>
          {request.kind === "application" ? <a href={casePath(at.frame.language, request.reference)}>{nameOf(t, request)}</a> : <strong>{nameOf(t, request)}</strong>}
          {office ? <span lang="vi"> · {office}</span> : null}
        </p>
        <p lang="vi">{`${request.name} · ${moment(request.askedAt)}`}</p>
        <p lang="vi">{`${w.because}: ${request.reason}`}</p>
        {state === "agreed" && takeBefore ? <p>{w.takeBefore(moment(takeBefore))}</p> : null}
      </div>
      <Buttons at={at} request={request} state={state} />
    </li>
  );
};

const Buttons: FC<{ at: AtDesk; request: Shown; state: ReturnType<typeof exportStateAt> }> = ({ at, request, state }) => {
  const t = deskFrameWords(at.frame);
  const w = t.registrationExports;
  const isOwn = request.askedBy === at.staff.staffId;
  const moves = state === "asked" && !isOwn ? (["agreed", "refused"] as const) : state === "agreed" && isOwn ? (["taken"] as const) : [];
  return (
    <div class="act">
      {moves.map((move) => (
        <form method="post" action={`${registrationDeskPath(at.frame.language, "exports")}/${request.id}/${move}`}>
          <Csrf csrf={at.csrf} />
          <button class="take">
            {w.moves[move]}
            <span class="hidden">{`: ${nameOf(t, request)}, ${request.name}`}</span>
          </button>
        </form>
      ))}
    </div>
  );
};
