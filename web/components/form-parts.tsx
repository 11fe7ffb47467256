import type { Child, FC } from "hono/jsx";
import { dayBoxes, type DayBox } from "../../shared/form/answers.ts";
import type { Words } from "../words/vi.ts";
import { idOf } from "./parts.tsx";

/** Name of the hidden field that carries the answers. */
export const sealedName = "sealed";
/** Name of the hidden field that says which page is being left, so that what was unticked on it stays so. */
export const leftName = "left";
/** Posted by script when the answer to sending was already there: this time it only shows the receipt. */
export const seenName = "seen";

/** The answers so far, sealed; nothing on a form's first page. */
export const SealedField: FC<{ sealed: string }> = ({ sealed }) => (sealed ? <input type="hidden" name={sealedName} value={sealed} /> : null);

/** Opens another page of the form without judging the one that is left. */
export const ShowStep: FC<{ action: string; label: Child }> = ({ action, label }) => (
  <button class="link" formaction={action} formnovalidate>
    {label}
  </button>
);

/** Shown by script when a page could not be sent; what was typed is still there. */
export const Offline: FC<{ t: Words }> = ({ t }) => (
  <p class="error" role="alert" data-offline hidden>
    {t.offline}
  </p>
);

export type Asked = {
  t: Words;
  /** The name the answer is posted under; the error summary leads to the field by it. */
  name: string;
  label: string;
  hint?: string | undefined;
  optional?: boolean | undefined;
  /** What is wrong, as a sentence; one at a time, since its id is the field's. */
  errors: readonly string[];
};

/** An answer with a value or values to choose from, each with its label. */
export type Option = readonly [value: string, label: string];

const hintId = (name: string): string => `${idOf(name)}-hint`;
const errorId = (name: string): string => `${idOf(name)}-error`;

function described({ name, hint, errors }: Asked): { "aria-describedby"?: string } {
  const ids = [hint ? hintId(name) : "", errors.length ? errorId(name) : ""].filter(Boolean);
  return ids.length ? { "aria-describedby": ids.join(" ") } : {};
}

const invalid = ({ errors }: Asked): { "aria-invalid"?: "true" } => (errors.length ? { "aria-invalid": "true" } : {});

/** What ties a field to its hint and its error for those who listen. */
export const wired = (asked: Asked) => ({ ...described(asked), ...invalid(asked) });

const questionCss = ({ errors }: Asked): string => (errors.length ? "question wrong" : "question");

const Errors: FC<Asked> = ({ t, name, errors }) => (
  <>
    {errors.map((error) => (
      <p class="error" id={errorId(name)}>
        <span class="hidden">{t.errorPrefix}: </span>
        {error}
      </p>
    ))}
  </>
);

/** A question with its label, hint and error around its field; `group` if it has several fields. */
export const Named: FC<Asked & { group?: boolean; children: Child }> = ({ group, children, ...asked }) => {
  const { t, name, label, hint, optional } = asked;
  const text = (
    <>
      {label}
      {optional ? <span class="optional"> ({t.optional})</span> : null}
    </>
  );
  const rest = (
    <>
      {hint ? (
        <p class="hint" id={hintId(name)}>
          {hint}
        </p>
      ) : null}
      <Errors {...asked} />
      {children}
    </>
  );
  return group ? (
    <fieldset class={questionCss(asked)} {...described(asked)}>
      <legend>{text}</legend>
      {rest}
    </fieldset>
  ) : (
    <div class={questionCss(asked)}>
      <label for={idOf(name)}>{text}</label>
      {rest}
    </div>
  );
};

export const LineBox: FC<Asked & { type?: "text" | "tel"; value: string }> = ({ type = "text", value, ...asked }) => (
  <Named {...asked}>
    <input id={idOf(asked.name)} name={asked.name} type={type} value={value} class={type === "tel" ? "short" : undefined} {...wired(asked)} />
  </Named>
);

export const TextArea: FC<Asked & { value: string; maxLength: number }> = ({ value, maxLength, ...asked }) => (
  <Named {...asked}>
    <textarea id={idOf(asked.name)} name={asked.name} rows={4} maxlength={maxLength} {...wired(asked)}>
      {value}
    </textarea>
  </Named>
);

/** Day, month and year to type; the error summary leads to the day. */
export const DayBoxes: FC<Asked & { value: Readonly<Record<DayBox, string>> }> = ({ value, ...asked }) => (
  <Named {...asked} group>
    <div class="day">
      {dayBoxes.map((box, index) => {
        const name = `${asked.name}.${box}`;
        const id = idOf(index ? name : asked.name);
        return (
          <div>
            <label for={id}>{asked.t.dayBoxes[box]}</label>
            <input id={id} name={name} inputmode="numeric" maxlength={box === "year" ? 4 : 2} value={value[box]} class={box} {...invalid(asked)} />
          </div>
        );
      })}
    </div>
  </Named>
);

/** Answers to choose from, one (radio) or several (checkbox); the error summary leads to the first. */
export const Cards: FC<Asked & { type: "radio" | "checkbox"; options: readonly Option[]; value: readonly string[] }> = ({ type, options, value, ...asked }) => (
  <Named {...asked} group>
    {options.map(([option, label], index) => (
      <label class="card">
        <input
          type={type}
          id={idOf(index ? `${asked.name}.${option}` : asked.name)}
          name={asked.name}
          value={option}
          checked={value.includes(option)}
          {...(type === "checkbox" ? invalid(asked) : {})}
        />
        <span>{label}</span>
      </label>
    ))}
  </Named>
);

/** One box to tick, its label beside it; `value` is what it posts when ticked. */
export const TickCard: FC<Omit<Asked, "hint" | "optional"> & { value: string; checked: boolean }> = ({ value, checked, ...asked }) => (
  <div class={questionCss(asked)}>
    <Errors {...asked} />
    <label class="card">
      <input type="checkbox" id={idOf(asked.name)} name={asked.name} value={value} checked={checked} {...wired(asked)} />
      <span>{asked.label}</span>
    </label>
  </div>
);

/** A list that opens; `choose` stands in it while nothing is chosen. */
export const SelectBox: FC<Asked & { choose: string; options: readonly Option[]; value: string }> = ({ choose, options, value, ...asked }) => (
  <Named {...asked}>
    <select id={idOf(asked.name)} name={asked.name} {...wired(asked)}>
      <option value="">{choose}</option>
      {options.map(([option, label]) => (
        <option value={option} selected={value === option}>
          {label}
        </option>
      ))}
    </select>
  </Named>
);
