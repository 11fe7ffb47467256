import type { Child, FC } from "hono/jsx";
import { communeChoices, dayBoxes, tickValue, type Answers } from "../../shared/registration/answers.ts";
import type { Facts } from "../../shared/registration/law-rules.ts";
import { choiceLists, type Field } from "../../shared/registration/steps.ts";
import { findCommune, provinces } from "../../shared/places/places.ts";
import type { Words } from "../words/vi.ts";
import { idOf } from "./parts.tsx";

type Asked<F extends Field = Field> = {
  t: Words;
  field: F;
  answers: Answers;
  facts: Facts;
  /** Error codes of this field. */
  codes: readonly string[];
  label: string;
};

/** A question of the form, drawn by its kind. */
export const Question: FC<Asked> = (props) => {
  const { field } = props;
  switch (field.kind) {
    case "day":
      return <Day {...props} />;
    case "choice":
    case "choices":
      return <Choice {...props} field={field} />;
    case "tick":
      return <Tick {...props} field={field} />;
    case "province":
      return <ProvinceList {...props} />;
    case "commune":
      return <CommuneBox {...props} field={field} />;
    case "line":
    case "phone":
    default:
      return <Line {...props} />;
  }
};

const errorText = (t: Words, code: string): string => Object.entries(t.errors).find(([key]) => key === code)?.[1] ?? t.errors["field.invalid"];
export const errorTexts = (t: Words, codes: readonly string[]): string[] => [...new Set(codes.map((code) => errorText(t, code)))];

const hintId = (name: string): string => `${idOf(name)}-hint`;
const errorId = (name: string): string => `${idOf(name)}-error`;

function Named({ t, field, label, codes, group, children }: Asked & { group?: boolean; children: Child }) {
  const { hint } = t.fields[field.label];
  const text = (
    <>
      {label}
      {field.optional ? <span class="optional"> ({t.optional})</span> : null}
    </>
  );
  const rest = (
    <>
      {hint ? (
        <p class="hint" id={hintId(field.name)}>
          {hint}
        </p>
      ) : null}
      {errorTexts(t, codes).map((error) => (
        <p class="error" id={errorId(field.name)}>
          <span class="hidden">{t.errorPrefix}: </span>
          {error}
        </p>
      ))}
      {children}
    </>
  );
  const css = codes.length ? "question wrong" : "question";
  return group ? (
    <fieldset class={css} {...described({ t, field, codes })}>
      <legend>{text}</legend>
      {rest}
    </fieldset>
  ) : (
    <div class={css}>
      <label for={idOf(field.name)}>{text}</label>
      {rest}
    </div>
  );
}

function described({ t, field, codes }: Pick<Asked, "t" | "field" | "codes">): { "aria-describedby"?: string } {
  const ids = [t.fields[field.label].hint ? hintId(field.name) : "", codes.length ? errorId(field.name) : ""].filter(Boolean);
  return ids.length ? { "aria-describedby": ids.join(" ") } : {};
}

const wrong = (codes: readonly string[]) => (codes.length ? { "aria-invalid": "true" as const } : {});

const Line: FC<Asked> = (props) => {
  const { field, answers, codes } = props;
  return (
    <Named {...props}>
      <input
        id={idOf(field.name)}
        name={field.name}
        type={field.kind === "phone" ? "tel" : "text"}
        value={answers[field.name] ?? ""}
        class={field.kind === "phone" ? "short" : undefined}
        {...described(props)}
        {...wrong(codes)}
      />
    </Named>
  );
};

const Day: FC<Asked> = (props) => {
  const { t, field, answers, codes } = props;
  return (
    <Named {...props} group>
      <div class="day">
        {dayBoxes.map((box, index) => (
          <div>
            <label for={index ? idOf(`${field.name}.${box}`) : idOf(field.name)}>{t.dayBoxes[box]}</label>
            <input
              id={index ? idOf(`${field.name}.${box}`) : idOf(field.name)}
              name={`${field.name}.${box}`}
              inputmode="numeric"
              maxlength={box === "year" ? 4 : 2}
              value={answers[`${field.name}.${box}`] ?? ""}
              class={box}
              {...wrong(codes)}
            />
          </div>
        ))}
      </div>
    </Named>
  );
};

const Choice: FC<Asked<Field & { kind: "choice" | "choices" }>> = (props) => {
  const { t, field, answers, facts, codes } = props;
  const given = (answers[field.name] ?? "").split(",");
  const names: Record<string, string> = t.options[field.label];
  return (
    <Named {...props} group>
      {choiceLists[field.label]
        .filter((option) => field.allowed?.(facts, option) ?? true)
        .map((option, index) => (
          <label class="card">
            <input
              type={field.kind === "choice" ? "radio" : "checkbox"}
              id={index ? idOf(`${field.name}.${option}`) : idOf(field.name)}
              name={field.name}
              value={option}
              checked={given.includes(option)}
              {...wrong(field.kind === "choices" ? codes : [])}
            />
            <span>{names[option]}</span>
          </label>
        ))}
    </Named>
  );
};

const Tick: FC<Asked<Field & { kind: "tick" }>> = ({ t, field, answers, codes, label }) => (
  <div class={codes.length ? "question wrong" : "question"}>
    {errorTexts(t, codes).map((error) => (
      <p class="error" id={errorId(field.name)}>
        <span class="hidden">{t.errorPrefix}: </span>
        {error}
      </p>
    ))}
    <label class="card">
      <input
        type="checkbox"
        id={idOf(field.name)}
        name={field.name}
        value={tickValue(field)}
        checked={answers[field.name] === tickValue(field)}
        {...(codes.length ? { "aria-describedby": errorId(field.name), "aria-invalid": "true" } : {})}
      />
      <span>{label}</span>
    </label>
  </div>
);

const ProvinceList: FC<Asked> = (props) => {
  const { t, field, answers, codes } = props;
  return (
    <Named {...props}>
      <select id={idOf(field.name)} name={field.name} {...described(props)} {...wrong(codes)}>
        <option value="">{t.chooseProvince}</option>
        {provinces.map(({ code, name }) => (
          <option value={code} selected={answers[field.name] === code}>
            {name}
          </option>
        ))}
      </select>
    </Named>
  );
};

/** A box to type the commune's name in; once that was not clear, the list of what it can be. */
const CommuneBox: FC<Asked<Field & { kind: "commune" }>> = (props) => {
  const { t, field, answers, codes } = props;
  const typed = answers[field.name] ?? "";
  const found = communeChoices(answers, field);
  const unclear = codes.some((code) => code === "residence.communeCode.unknown" || code === "residence.communeCode.choose");
  const common = { id: idOf(field.name), name: field.name, ...described(props), ...wrong(codes) };
  return (
    <Named {...props}>
      {unclear && found ? (
        <select {...common}>
          <option value="">{t.chooseCommune}</option>
          {(found.offered.length ? found.offered : found.province.communes).map(({ code, name }) => (
            <option value={code}>{name}</option>
          ))}
        </select>
      ) : (
        <input type="text" {...common} value={findCommune(typed)?.name ?? typed} />
      )}
    </Named>
  );
};
