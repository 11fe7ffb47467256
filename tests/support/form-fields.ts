import { dayBoxes } from "../../shared/form/answers.ts";
import { consentWording } from "../../shared/registration/application.ts";
import { steps, type Step } from "../../shared/registration/steps.ts";
import type { ApplicationInput } from "./people.ts";

const at = (value: unknown, path: string): unknown =>
  path.split(".").reduce<unknown>((node, key) => (typeof node === "object" && node !== null ? (node as Record<string, unknown>)[key] : undefined), value);

/** What a person would type into one step of the form to give this application. */
export function typedInto(step: Step, application: ApplicationInput): [string, string][] {
  return step.fields.flatMap((field): [string, string][] => {
    const value = at(application, field.name);
    if (field.kind === "tick") return value === true ? [[field.name, field.name.startsWith("consents.") ? consentWording : "yes"]] : [];
    if (value === undefined) return [];
    if (field.kind === "day") {
      const [year = "", month = "", day = ""] = String(value).split("-");
      const parts = { day: String(Number(day)), month: String(Number(month)), year };
      return dayBoxes.map((box) => [`${field.name}.${box}`, parts[box]]);
    }
    return Array.isArray(value) ? value.map((one) => [field.name, String(one)]) : [[field.name, String(value)]];
  });
}

export const stepOf = (id: Step["id"]): Step => {
  const found = steps.find((step) => step.id === id);
  if (!found) throw new Error(`no step ${id}`);
  return found;
};
