import type { FC } from "hono/jsx";
import { typedBoxes, type Answers } from "../../shared/form/answers.ts";
import { choiceValue, communeChoices, communeText, tickValue } from "../../shared/registration/answers.ts";
import { keptPlaceText } from "../../shared/registration/fields.ts";
import type { Facts } from "../../shared/registration/law-rules.ts";
import { choiceLists, type Field } from "../../shared/registration/steps.ts";
import { formerProvinces } from "../../shared/places/former.ts";
import { provinces, type Province } from "../../shared/places/places.ts";
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
      return <SelectBox {...asked} choose={t.chooseProvince} options={provinces.map((province) => [province.code, provinceLabel(t, province)])} value={typed} />;
    case "commune":
      return <CommuneBox {...asked} province={field.province} answer={typed} found={communeChoices(answers, field)} unclear={codes.some((code) => unclearCodes.has(code))} />;
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

/** A province, with those that became part of it: people look for the name they know. */
function provinceLabel(t: Words, province: Province): string {
  const former = formerProvinces(province);
  return former.length ? t.places.provinceWith(province.name, former) : province.name;
}

const unclearCodes: ReadonlySet<string> = new Set(["residence.communeCode.unknown", "residence.communeCode.choose"]);

type Choices = NonNullable<ReturnType<typeof communeChoices>>;
type CommuneProps = Asked & { province: string; answer: string; found: Choices | undefined; unclear: boolean };

/** A box to type the commune's name in; once that was not clear, the list of what it can be. */
const CommuneBox: FC<CommuneProps> = ({ province, answer, found, unclear, ...asked }) =>
  unclear && found ? (
    <CommuneList {...asked} {...found} />
  ) : (
    <Named {...asked}>
      <input
        type="text"
        id={idOf(asked.name)}
        name={asked.name}
        {...wired(asked)}
        value={communeText(answer)}
        data-commune={province}
        data-some={asked.t.places.some}
        data-none={asked.t.places.none}
      />
    </Named>
  );

/** What a typed name can be, then the rest of the province, then the way out for whom none of them fits. */
const CommuneList: FC<Asked & Choices> = ({ province, typed, offered, matches: _matches, ...asked }) => {
  const { t, name } = asked;
  const listed = { ...asked, hint: t.places.typed(keptPlaceText(typed)) };
  const rest = province.communes.filter((commune) => !offered.some((candidate) => candidate.commune === commune));
  const others = rest.map(({ code, name: communeName }) => <option value={code}>{communeName}</option>);
  return (
    <Named {...listed}>
      <select id={idOf(name)} name={name} {...wired(listed)}>
        <option value="">{t.chooseCommune}</option>
        {offered.length ? (
          <>
            <optgroup label={t.places.likely}>
              {offered.map(({ commune, formerly }) =>
                formerly ? (
                  <option value={choiceValue(commune, typed)}>{t.places.communeWith(commune.name, formerly)}</option>
                ) : (
                  <option value={commune.code}>{commune.name}</option>
                ),
              )}
            </optgroup>
            <optgroup label={t.places.others}>{others}</optgroup>
          </>
        ) : (
          others
        )}
        <option value={choiceValue(undefined, typed)}>{t.places.notFound}</option>
      </select>
    </Named>
  );
};
