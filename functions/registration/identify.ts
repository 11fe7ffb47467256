import { appointmentSide } from "../../shared/paths.ts";
import { referenceAlphabet, shortCodeLength, tokenAlphabet, tokenLength } from "../../shared/reference.ts";
import { lettersOf } from "../platform/letters.ts";
import type { Deps } from "./deps.ts";

type SealDeps = Pick<Deps, "seal">;
/** One appointment of one application. */
export type AppointmentRef = { reference: string; id: string };

const named = ({ reference, id }: AppointmentRef): string => `${reference}|${id}`;

/** The 128-bit token of an appointment's page, for who has opened the status. Made again whenever it is needed, so that it is kept nowhere; the table knows its hash. */
export const linkTokenOf = (deps: SealDeps, ref: AppointmentRef): string => lettersOf(deps.seal.hash("link", named(ref)), tokenAlphabet, tokenLength);
/** The token that goes out by text: whoever has it holds the phone. */
export const textTokenOf = (deps: SealDeps, ref: AppointmentRef): string => lettersOf(deps.seal.hash("text-link", named(ref)), tokenAlphabet, tokenLength);
/** The same as a code to type, where links do not get through: its first letter says which half knows it. */
export const shortCodeOf = (deps: SealDeps, ref: AppointmentRef): string =>
  `${appointmentSide.toUpperCase()}${lettersOf(deps.seal.hash("short-code", named(ref)), referenceAlphabet, shortCodeLength - 1)}`;
export const linkHashOf = (deps: SealDeps, token: string): string => deps.seal.hash("link-row", token);
