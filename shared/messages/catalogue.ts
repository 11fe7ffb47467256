import * as z from "zod";
import type { Place } from "../appointment/appointment.ts";
import { languages, type Language } from "../language.ts";

/** What a text is for, as it is told to the operators who register its wording. */
export const purposes = ["proof", "receipt", "appointment", "offer"] as const;

/** How a text leads back to its appointment. Networks in Vietnam filter links: a stage may send a code to type on the site instead. */
export const ways = ["link", "code"] as const;
export type Way = (typeof ways)[number];

type Template = {
  purpose: (typeof purposes)[number];
  /** It begins something of ours: it says, or its page says, how to get no more of them. */
  stoppable: boolean;
} & Record<Language, string | Record<Way, string>>;

/** Where, as a text says it. */
export const placeWords: Record<Place, Record<Language, string>> = {
  phone: { vi: "qua dien thoai", en: "by phone" },
  agreed: { vi: "tai noi da hen", en: "at the agreed place" },
};

/** The longest name a stage's site may have: with it a link still fits into every text. */
export const longestHost = 24;

/**
 * Every text this service can send. Neutral by construction: no diacritics (one 160-character GSM-7 segment),
 * no name, nothing about health, authority or counselling, no full reference. Values are filled in by name.
 * Words that mean something else with other marks stand beside one that decides: "lich hen", as "hen" alone may be an illness.
 */
export const catalogue = {
  /** Proves a registration. Carries the first half of the reference only: whoever holds the phone must not hold the key as well. */
  receipt: {
    purpose: "receipt",
    stoppable: false,
    vi: "Duong Ve: Da nhan yeu cau cua ban (ma bat dau bang {hint}). Ban khong can tra loi tin nay.",
    en: "Duong Ve: We have your request (its code starts with {hint}). You do not need to reply.",
  },
  code: {
    purpose: "proof",
    stoppable: false,
    vi: "Duong Ve: Ma cua ban la {code}, co hieu luc trong 10 phut. Khong chia se ma nay voi ai.",
    en: "Duong Ve: Your code is {code}, valid for 10 minutes. Do not share it with anyone.",
  },
  withdrawn: {
    purpose: "receipt",
    stoppable: false,
    vi: "Duong Ve: Yeu cau cua ban (ma bat dau bang {hint}) da duoc rut lai. Ban khong can lam gi them.",
    en: "Duong Ve: We have stopped your request (its code starts with {hint}). There is nothing more to do.",
  },
  /** Something has changed at the office: what, only the page behind reference and code says. */
  news: {
    purpose: "receipt",
    stoppable: false,
    vi: "Duong Ve: Yeu cau cua ban (ma bat dau bang {hint}) co tin moi. Vao trang Duong Ve, muc Tra cuu, de xem.",
    en: "Duong Ve: There is news about your request (its code starts with {hint}). See it on our site under Look up.",
  },
  /** An appointment at a chosen time. {link} shows it and lets it be moved; {short} does the same, typed on the site. */
  booked: {
    purpose: "appointment",
    stoppable: false,
    vi: {
      link: "Duong Ve: Ban co lich hen luc {time} {place}. Xem hoac doi lich hen: {link}",
      code: "Duong Ve: Ban co lich hen luc {time} {place}. Vao trang Duong Ve, muc Lich hen, nhap ma {short} de xem hoac doi.",
    },
    en: {
      link: "Duong Ve: You have an appointment: {time} {place}. See or change it: {link}",
      code: "Duong Ve: You have an appointment: {time} {place}. To see or change it, enter {short} on our site under Appointment.",
    },
  },
  callSoon: {
    purpose: "receipt",
    stoppable: false,
    vi: {
      link: "Duong Ve: Da nhan yeu cau cua ban. Chung toi se lien lac som nhat co the. Xem hoac chon gio: {link}",
      code: "Duong Ve: Da nhan yeu cau cua ban. Chung toi se lien lac som nhat co the. Vao trang Duong Ve, muc Lich hen, nhap ma {short} de xem hoac chon gio.",
    },
    en: {
      link: "Duong Ve: We have your request and will be in touch as soon as we can. See it or choose a time: {link}",
      code: "Duong Ve: We have your request and will be in touch as soon as we can. To see it or choose a time, enter {short} on our site under Appointment.",
    },
  },
  /** Names the time: another appointment of the same phone may stand. */
  cancelled: {
    purpose: "appointment",
    stoppable: false,
    vi: "Duong Ve: Lich hen luc {time} da duoc huy. Ban khong can lam gi them.",
    en: "Duong Ve: Your {time} appointment is cancelled. There is nothing more to do.",
  },
  callCancelled: {
    purpose: "appointment",
    stoppable: false,
    vi: "Duong Ve: Yeu cau lien lac cua ban da duoc huy. Ban khong can lam gi them.",
    en: "Duong Ve: Your request to be contacted is cancelled. There is nothing more to do.",
  },
  callMissed: {
    purpose: "offer",
    stoppable: true,
    vi: {
      link: "Duong Ve: Chung toi chua lien lac duoc voi ban. Chon gio khac hoac ngung nhan tin: {link}",
      code: "Duong Ve: Chung toi chua lien lac duoc voi ban. Vao trang Duong Ve, muc Lich hen, nhap ma {short} de chon gio khac hoac ngung nhan tin.",
    },
    en: {
      link: "Duong Ve: We could not reach you. Choose another time or stop texts: {link}",
      code: "Duong Ve: We could not reach you. To choose another time or stop texts, enter {short} on our site under Appointment.",
    },
  },
  /** The time a person had chosen is no longer possible on our side. */
  callOffer: {
    purpose: "offer",
    stoppable: true,
    vi: {
      link: "Duong Ve: Xin loi, gio hen {time} khong con nua. Chon gio khac hoac ngung nhan tin: {link}",
      code: "Duong Ve: Xin loi, gio hen {time} khong con nua. Vao trang Duong Ve, muc Lich hen, nhap ma {short} de chon gio khac hoac ngung nhan tin.",
    },
    en: {
      link: "Duong Ve: Sorry, we cannot keep your {time} appointment. New time or stop texts: {link}",
      code: "Duong Ve: Sorry, we cannot keep your {time} appointment. To pick a new time or stop texts, enter {short} on our site under Appointment.",
    },
  },
  /** The day before. */
  dayBefore: {
    purpose: "appointment",
    stoppable: true,
    vi: {
      link: "Duong Ve: Nhac ban lich hen luc {time} {place}. Doi, huy hoac ngung nhan tin: {link}",
      code: "Duong Ve: Nhac ban lich hen luc {time} {place}. Vao trang Duong Ve, muc Lich hen, nhap ma {short} de doi, huy hoac ngung nhan tin.",
    },
    en: {
      link: "Duong Ve: Appointment reminder: {time} {place}. Change it or stop texts: {link}",
      code: "Duong Ve: Appointment reminder: {time} {place}. To change it or stop texts, enter {short} on our site under Appointment.",
    },
  },
  /** Two hours before. */
  soonBefore: {
    purpose: "appointment",
    stoppable: true,
    vi: {
      link: "Duong Ve: Sap den lich hen luc {time} {place}. Doi, huy hoac ngung nhan tin: {link}",
      code: "Duong Ve: Sap den lich hen luc {time} {place}. Vao trang Duong Ve, muc Lich hen, nhap ma {short} de doi, huy hoac ngung nhan tin.",
    },
    en: {
      link: "Duong Ve: Appointment soon: {time} {place}. Change it or stop texts: {link}",
      code: "Duong Ve: Appointment soon: {time} {place}. To change it or stop texts, enter {short} on our site under Appointment.",
    },
  },
} as const satisfies Record<string, Template>;

export type TemplateName = keyof typeof catalogue;
export const templateNames: [TemplateName, ...TemplateName[]] = ["receipt", "code", "withdrawn", "news", "booked", "callSoon", "cancelled", "callCancelled", "callMissed", "callOffer", "dayBefore", "soonBefore"];
export const templateSchema = z.enum(templateNames);

export type Wording = { template: TemplateName; language: Language; way: Way | undefined; words: string };

/** Every wording there is, one by one: what is registered with the networks is what is sent. */
export const wordings = (): Wording[] =>
  templateNames.flatMap((template) =>
    languages.flatMap((language): Wording[] => {
      const words: string | Record<Way, string> = catalogue[template][language];
      return typeof words === "string" ? [{ template, language, way: undefined, words }] : ways.map((way) => ({ template, language, way, words: words[way] }));
    }),
  );

/** A text of the catalogue with its values. Throws `RangeError` when a value is missing: half a text is never sent. */
export function fillText(template: TemplateName, language: Language, values: Readonly<Record<string, string>>): string {
  const found: string | Record<Way, string> = catalogue[template][language];
  const words = typeof found === "string" ? found : found[values.link === undefined ? "code" : "link"];
  return words.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new RangeError(`text ${template} needs ${name}`);
    return value;
  });
}
