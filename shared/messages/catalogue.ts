import * as z from "zod";
import type { Language } from "../language.ts";

/**
 * Every text this service can send. Neutral by construction: no diacritics (one 160-character GSM-7 segment),
 * no name, nothing about health, authority or counselling, no full reference. Values are filled in by name.
 */
export const catalogue = {
  /** Proves a registration. Carries the first half of the reference only: whoever holds the phone must not hold the key as well. */
  receipt: {
    vi: "Duong Ve: Da nhan yeu cau cua ban (ma bat dau bang {hint}). Ban khong can tra loi tin nay.",
    en: "Duong Ve: We have your request (its code starts with {hint}). You do not need to reply.",
  },
  code: {
    vi: "Duong Ve: Ma cua ban la {code}, dung trong 10 phut. Khong chia se ma nay.",
    en: "Duong Ve: Your code is {code}, valid for 10 minutes. Do not share it.",
  },
  withdrawn: {
    vi: "Duong Ve: Da dung yeu cau cua ban (ma bat dau bang {hint}). Ban khong can lam gi them.",
    en: "Duong Ve: We have stopped your request (its code starts with {hint}). Nothing more to do.",
  },
  /** A call at a chosen time. {link} shows the appointment and lets it be moved. */
  callBooked: {
    vi: "Duong Ve: Ban co hen luc {time}. Xem hoac doi gio: {link}",
    en: "Duong Ve: You have an appointment at {time}. See or change it: {link}",
  },
  callSoon: {
    vi: "Duong Ve: Da nhan yeu cau cua ban. Chung toi lien lac som nhat co the. Xem hoac doi gio: {link}",
    en: "Duong Ve: We have your request and will be in touch as soon as we can. See or change it: {link}",
  },
  callCancelled: {
    vi: "Duong Ve: Da huy hen cua ban. Ban khong can lam gi them.",
    en: "Duong Ve: Your appointment is cancelled. Nothing more to do.",
  },
  callMissed: {
    vi: "Duong Ve: Chung toi chua gap duoc ban. Chon gio khac: {link}",
    en: "Duong Ve: We could not reach you. Choose another time: {link}",
  },
  /** The time a person had chosen is no longer possible on our side. */
  callOffer: {
    vi: "Duong Ve: Xin loi, hen luc {time} khong con. Chon gio khac: {link}",
    en: "Duong Ve: Sorry, your {time} appointment is not possible. Choose another time: {link}",
  },
} as const satisfies Record<string, Record<Language, string>>;

export type TemplateName = keyof typeof catalogue;
const templateNames: [TemplateName, ...TemplateName[]] = ["receipt", "code", "withdrawn", "callBooked", "callSoon", "callCancelled", "callMissed", "callOffer"];
export const templateSchema = z.enum(templateNames);

/** A text of the catalogue with its values. Throws when a value is missing: half a text is never sent. */
export const fillText = (template: TemplateName, language: Language, values: Record<string, string>): string =>
  catalogue[template][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`text ${template} needs ${name}`);
    return value;
  });
