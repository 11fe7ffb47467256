import type { FC } from "hono/jsx";
import { typedBoxes, type Answers } from "../../shared/form/answers.ts";
import { communeChoices, tickValue } from "../../shared/registration/answers.ts";
import type { Facts } from "../../shared/registration/law-rules.ts";
import { choiceLists, type Field } from "../../shared/registration/steps.ts";
import { findCommune, provinces } from "../../shared/places/places.ts";
import { errorTexts } from "../words/error-texts.ts";
import type { Words } from "../words/vi.ts";
import { Cards, DayBoxes, LineBox, Named, SelectBox, TickCard, wired, type Asked, type Option } from "./form-parts.tsx";
import { idOf } from "./parts.tsx";

type QuestionProps = {
  t: Words;
  field: Field;
  answers: Answers;
  facts: Facts;
  /** Error codes of this field. */
  codes: readonly string[];
  label: string;
};

/** A question of the application, drawn by its kind. */
export const Question: FC<QuestionProps> = ({ t, field, answers, facts, codes, label }) => {
  const typed = answers[field.name] ?? "";
  const errors = errorTexts(t.errors, codes);
  const asked: Asked = { t, name: field.name, label, hint: t.fields[field.label].hint, optional: field.optional, errors };
  switch (field.kind) {
    case "day":
      return <DayBoxes {...asked} value={typedBoxes(answers, field.name)} />;
    case "choice":
    case "choices":
      return <Cards {...asked} type={field.kind === "choice" ? "radio" : "checkbox"} options={optionsOf(t, field, facts)} value={typed.split(",")} />;
    case "tick":
      return <TickCard t={t} name={field.name} label={label} errors={errors} value={tickValue(field)} checked={typed === tickValue(field)} />;
    case "province":
      return <SelectBox {...asked} choose={t.chooseProvince} options={provinces.map(({ code, name }) => [code, name])} value={typed} />;
    case "commune":
      return <CommuneBox {...asked} typed={typed} found={communeChoices(answers, field)} unclear={codes.some((code) => unclearCodes.has(code))} />;
    case "line":
    case "phone":
    default:
      return <LineBox {...asked} type={field.kind === "phone" ? "tel" : "text"} value={typed} />;
  }
};

function optionsOf(t: Words, field: Field & { kind: "choice" | "choices" }, facts: Facts): Option[] {
  const names: Record<string, string> = t.options[field.label];
  return choiceLists[field.label].filter((option) => field.allowed?.(facts, option) ?? true).map((option) => [option, names[option] ?? option]);
}

const unclearCodes: ReadonlySet<string> = new Set(["residence.communeCode.unknown", "residence.communeCode.choose"]);

type CommuneProps = Asked & { typed: string; found: ReturnType<typeof communeChoices>; unclear: boolean };

/** A box to type the commune's name in; once that was not clear, the list of what it can be. */
const CommuneBox: FC<CommuneProps> = ({ typed, found, unclear, ...asked }) => {
  if (unclear && found) {
    const offered = found.offered.length ? found.offered : found.province.communes;
    return <SelectBox {...asked} choose={asked.t.chooseCommune} options={offered.map(({ code, name }) => [code, name])} value="" />;
  }
  return (
    <Named {...asked}>
      <input type="text" id={idOf(asked.name)} name={asked.name} {...wired(asked)} value={findCommune(typed)?.name ?? typed} />
    </Named>
  );
};
