import type { Application } from "../../shared/registration/application.ts";
import type { Seal } from "../platform/seal.ts";

/** A way to an application by a hash; `ofPerson`: it is the paper of the person to be treated. */
export type Way = { hash: string; ofPerson?: true };

/** A phone or the number of a paper, as the table knows it: a keyed hash that only this half of the service can make. */
export const phoneWay = (seal: Seal, phone: string): string => seal.hash("find-phone", phone);
export const paperWay = (seal: Seal, number: string): string => seal.hash("find-paper", number);

/** What an application can be found by: the phones and papers of both people it names. */
export function waysOf({ seal }: { seal: Seal }, { applicant, person }: Pick<Application, "applicant" | "person">): Way[] {
  const people = [person, ...(applicant ? [applicant] : [])];
  const phones = people.flatMap(({ phone }) => (phone ? [phoneWay(seal, phone)] : []));
  const others = [...phones, ...(applicant ? [paperWay(seal, applicant.identity.number)] : [])];
  const own = paperWay(seal, person.identity.number);
  return [{ hash: own, ofPerson: true }, ...[...new Set(others)].filter((hash) => hash !== own).map((hash) => ({ hash }))];
}
