import type { Child, FC } from "hono/jsx";
import type { Answers } from "../../shared/form/answers.ts";
import type { Issue } from "../../shared/form/issues.ts";
import type { Language } from "../../shared/language.ts";
import { pagePath, showStepPath, stepPath } from "../../shared/paths.ts";
import { Layout, type Frame } from "./layout.tsx";
import type { ShownError } from "./parts.tsx";

type PageProps = { title?: string; otherLanguage: { href: string } | { formAction: string }; children: Child };

/** What the first page asks beside the form's own questions, what is wrong with it, and what later pages say of it. */
type Beside = { errors: readonly ShownError[]; questions: Child; note: Child };

/** Where the application's form is filled in: one form, and the addresses and the page around it of each of its doors. */
export type Door = {
  Page: FC<PageProps>;
  /** Where the first page is, where a step is answered, and where one is shown without answering the one before. */
  first: (language: Language) => string;
  step: (language: Language, slug: string) => string;
  show: (language: Language, slug: string) => string;
  /** Where Back leads from the first page. */
  away: string;
  /** What every post of this door holds beside the answers. */
  carried?: Child;
  /** Filled in on somebody's own or borrowed phone: it asks which, and may keep a draft there. */
  onPhone?: true;
  beside?: (answers: Answers, issues: readonly Issue[]) => Beside;
};

/** The form as everybody meets it. */
export const publicDoor = (frame: Frame): Door => ({
  Page: (props) => <Layout frame={frame} {...props} />,
  first: (language) => pagePath(language, "register"),
  step: stepPath,
  show: showStepPath,
  away: pagePath(frame.language, "home"),
  onPhone: true,
});
