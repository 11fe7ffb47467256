import { articleParts, type Instrument } from "../../../shared/law/article.ts";
import type { lawVi } from "../vi/law.ts";

const instruments: Record<Instrument, string> = {
  L120: "Law 120/2025/QH15",
  L73: "Law 73/2021/QH14",
  L91: "Law 91/2025/QH15",
  ND356: "Decree 356/2025/NĐ-CP",
  ND163: "Decree 163/2026/NĐ-CP",
  ND116: "Decree 116/2021/NĐ-CP",
  ND161: "Decree 161/2026/NĐ-CP",
  ND118: "Decree 118/2025/NĐ-CP",
  TT03: "Circular 03/2025/TT-VPCP",
  BLDS: "Civil Code 2015",
  BLLD: "Labour Code 2019",
};

export const lawEn: typeof lawVi = {
  article: (code) => {
    const parts = articleParts(code);
    if (!parts) return code;
    const { instrument, article, clause, point } = parts;
    const place = article ? `Art. ${article}${clause ? `(${clause})` : ""}${point ? `(${point})` : ""}` : "";
    return [...(place ? [place] : []), instruments[instrument]].join(", ");
  },
  confidence: {
    reported: "as portals and newspapers report it, not checked against the text",
    unconfirmed: "we could not confirm this in the text",
  },
  regimes: { R1: "Law 73/2021/QH14 and Decree 116/2021/NĐ-CP", R2: "Law 120/2025/QH15 and Decree 163/2026/NĐ-CP" },
};
