import { articleParts, type Instrument } from "../../../shared/law/article.ts";
import type { Confidence } from "../../../shared/law/regimes.ts";

const instruments: Record<Instrument, string> = {
  L120: "Luật 120/2025/QH15",
  L73: "Luật 73/2021/QH14",
  L91: "Luật 91/2025/QH15",
  ND356: "Nghị định 356/2025/NĐ-CP",
  ND163: "Nghị định 163/2026/NĐ-CP",
  ND116: "Nghị định 116/2021/NĐ-CP",
  ND161: "Nghị định 161/2026/NĐ-CP",
  ND118: "Nghị định 118/2025/NĐ-CP",
  TT03: "Thông tư 03/2025/TT-VPCP",
  BLDS: "Bộ luật Dân sự 2015",
  BLLD: "Bộ luật Lao động 2019",
};

const confidence: Record<Exclude<Confidence, "read">, string> = {
  reported: "theo cổng thông tin và báo, chưa đối chiếu với văn bản",
  unconfirmed: "chưa xác nhận được trong văn bản",
};

/** Where a rule stands and how sure we are of it. */
export const lawVi = {
  /** "Điều 31 khoản 1 điểm b, Luật 120/2025/QH15"; what is no code of ours stays as it is. */
  article: (code: string): string => {
    const parts = articleParts(code);
    if (!parts) return code;
    const { instrument, article, clause, point } = parts;
    const place = [article ? `Điều ${article}` : "", clause ? `khoản ${clause}` : "", point ? `điểm ${point}` : ""].filter(Boolean).join(" ");
    return [...(place ? [place] : []), instruments[instrument]].join(", ");
  },
  confidence,
  regimes: { R1: "Luật 73/2021/QH14 và Nghị định 116/2021/NĐ-CP", R2: "Luật 120/2025/QH15 và Nghị định 163/2026/NĐ-CP" },
};
