/**
 * Words that tell a stranger who reads a text over somebody's shoulder what this service is about. Written without marks,
 * as texts are sent; a word with marks folds to the same. "da" (đá) and "cai" alone are left out: they are also everyday words.
 */
export const tellingWords: readonly string[] = [
  // What is taken.
  ..."ma tuy|mt|m t|matuy|matuj|ma tuj|thuoc phien|thuoc fien|thuoc lac|can sa|tai ma|bo da|co my|hang da|hang trang|hang cam|bay lac|dap da|ke|keo lac|xi ke|xike|heroin|hero in|h3roin|meth|methamphetamine|amphetamine|ketamine|ecstasy|opium|opioid|cocaine|cannabis|crack|weed|chich|hut chich|tiem chich|chat gay nghien|chat cam|qua lieu|soc thuoc".split("|"),
  ..."drug|drugs|substance|narcotic|narcotics|overdose|inject|injecting|needle|needles".split("|"),
  // Being dependent, and getting out of it.
  ..."nghien|nghjen|ngien|ngjen|con nghien|cai nghien|cainghien|cai ngien|kai nghien|kainghien|cn mt|cai thuoc|cat con|giai doc|hau cai|sau cai|phuc hoi|phuc hoi nhan cach|tai nghien|tai hoa nhap|hoa nhap|methadone|methadon|buprenorphine|thuoc thay the".split("|"),
  ..."addict|addicts|addicted|addiction|dependence|dependent|rehab|rehabilitation|detox|recovery|relapse|withdrawal|sober|substitution|clean".split("|"),
  // Illness and care.
  ..."dieu tri|dieu trj|dju tri|dju trj|chua benh|tri benh|benh|benh nhan|benh vien|benh an|suc khoe|tam than|tram xa|tram y te|y te|bac si|kham|xet nghiem|thuoc|lieu|hiv|aids|cap cuu".split("|"),
  ..."treatment|treat|therapy|patient|illness|ill|sick|disease|health|mental|hospital|clinic|doctor|medicine|medication|dose|test".split("|"),
  // Who decides, and what police do.
  ..."cong an|congan|kong an|cog an|ca|cax|cap|canh sat|csgt|cskv|cs|truong giao duong|quan ly|giam sat|giam sat dien tu|vi pham|toi pham|te nan|doi tuong|bat buoc|ho so|dang ky tu nguyen|quyet dinh".split("|"),
  ..."police|officer|crime|criminal|offence|offender|prison|arrest|compulsory|monitoring|surveillance|authority|court".split("|"),
  // Talking it over.
  ..."tu van|tuvan|tu vn|tu van vien|tham van|tro giup tam ly|duong day nong|cosodieutri|co so|trung tam".split("|"),
  ..."counsel|counsels|counsellor|counselor|counselling|counseling|hotline|helpline|facility|centre|center|support".split("|"),
];

const folded = (text: string): string =>
  ` ${text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/đ/gu, "d")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;

const patterns = tellingWords.map(folded);

/** The telling words in a text, as whole words: marks, capitals and what stands between words do not matter. */
export function tellingWordsIn(text: string): string[] {
  const plain = folded(text);
  return [...new Set(patterns.filter((word) => plain.includes(word)).map((word) => word.trim()))];
}
