import { regimeOf } from "../../../shared/law/regimes.ts";
import { paperFileName, type Paper } from "../../../shared/registration/papers.ts";
import { formatReference } from "../../../shared/reference.ts";
import { drawApplication } from "./application.ts";
import { drawCommitment } from "./commitment.ts";
import { drawDecision } from "./decision.ts";
import type { Fonts } from "./fonts.ts";
import { drawHistory } from "./history.ts";
import { drawApology, drawReceipt, drawSupplements } from "./one-stop.ts";
import { drawRegisterPage } from "./register-page.ts";
import { createSheet, type Sheet } from "./sheet.ts";
import { formOf, words } from "./words.ts";

/** A paper as a PDF on A4: the same bytes for the same facts. */
export async function makePaper(paper: Paper, fonts: Fonts): Promise<Uint8Array> {
  const mark = paper.code === "registerPage" ? words.register.mark(paper.year) : formatReference(paper.reference);
  const sheet = createSheet(fonts, {
    name: paperFileName(paper),
    madeAt: new Date(paper.madeAt),
    foot: { form: formOf(paper.code, regimeOf(paper.regimeId)), mark },
    landscape: paper.code === "registerPage",
    draft: paper.code === "decision",
  });
  draw(sheet, paper);
  return sheet.finish();
}

function draw(sheet: Sheet, paper: Paper): void {
  switch (paper.code) {
    case "application":
      return drawApplication(sheet, paper);
    case "history":
      return drawHistory(sheet, paper);
    case "receipt":
      return drawReceipt(sheet, paper);
    case "supplements":
      return drawSupplements(sheet, paper);
    case "apology":
      return drawApology(sheet, paper);
    case "decision":
      return drawDecision(sheet, paper);
    case "commitment":
      return drawCommitment(sheet, paper);
    case "registerPage":
      return drawRegisterPage(sheet, paper);
  }
}
