import { raw } from "hono/html";
import type { Child, FC } from "hono/jsx";
import { assetPath, pagePath, type PageName } from "../../shared/paths.ts";
import type { Language } from "../../shared/language.ts";
import type { Words } from "../words/vi.ts";
import { words } from "../words/words.ts";

/** What every page needs to know of the place it is shown in. */
export type Frame = { language: Language; assetsVersion: string };

type Props = {
  frame: Frame;
  /** After the brand in the browser's title; neutral, never the subject. */
  title?: string;
  /** Same page in the other language: an address, or, in the middle of a form, where the form is sent instead. */
  otherLanguage: { href: string } | { formAction: string };
  /** No footer: a page that another person may open says nothing of what this service is about. */
  quiet?: boolean;
  children: Child;
};

export const frameWords = (frame: Frame): Words => words[frame.language];

export const samePage = (frame: Frame, page: PageName): { href: string } => ({ href: pagePath(frame.language === "vi" ? "en" : "vi", page) });

/** The id of the one form of a page that other parts of it (language, default button) post. */
export const formId = "answers";

/**
 * An HTML document of the current standard; without the first line browsers fall back to rules of the last century. What is typed is sent to no
 * browser maker to be spelt, and of `untranslated` pages nothing is sent to be translated.
 */
export const Document: FC<{ language: Language; untranslated?: boolean; children: Child }> = ({ language, untranslated, children }) => (
  <>
    {raw("<!doctype html>")}
    <html lang={language} spellcheck={false} translate={untranslated ? "no" : undefined}>
      {children}
    </html>
  </>
);

export const Layout: FC<Props> = ({ frame, title, otherLanguage, quiet = false, children }) => {
  const t = frameWords(frame);
  const { language } = frame;
  return (
    <Document language={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <title>{title ? `${t.brand} · ${title}` : t.brand}</title>
        <link rel="icon" href={assetPath(frame.assetsVersion, "icon.svg")} type="image/svg+xml" />
        <link rel="stylesheet" href={assetPath(frame.assetsVersion, "site.css")} />
        <script src={assetPath(frame.assetsVersion, "site.js")} defer></script>
      </head>
      <body>
        <a class="skip" href="#main">
          {t.skip}
        </a>
        <header class="top">
          <a class="brand" href={pagePath(language, "home")}>
            <Mark />
            {t.brand}
          </a>
          <OtherLanguage t={t} to={otherLanguage} />
          <a class="exit" href={pagePath(language, "exit")} rel="noreferrer" data-exit>
            {t.quickExit}
          </a>
        </header>
        <main id="main" tabindex={-1}>
          {children}
        </main>
        {quiet ? null : <Footer frame={frame} />}
      </body>
    </Document>
  );
};

const Footer: FC<{ frame: Frame }> = ({ frame }) => {
  const t = frameWords(frame);
  const { language } = frame;
  return (
    <footer>
      <p>
        <a href={pagePath(language, "helpNow")}>{t.home.helpNow.title}</a>: <Dial number="115" /> · <Dial number="113" /> · <Dial number="111" />
      </p>
      <p>
        {t.footer.notTipLine} <a href={pagePath(language, "privacy")}>{t.footer.whoSees}</a>
      </p>
    </footer>
  );
};

const OtherLanguage: FC<{ t: Words; to: Props["otherLanguage"] }> = ({ t, to }) =>
  "href" in to ? (
    <a class="language" href={to.href} lang={t.otherLanguage.code} hreflang={t.otherLanguage.code}>
      {t.otherLanguage.name}
    </a>
  ) : (
    <>
      {/* Enter in a text box presses a form's first button: this one, not the language switch after it. */}
      <button class="hidden" form={formId} tabindex={-1} aria-hidden="true">
        {t.continue}
      </button>
      <button class="language link" form={formId} formaction={to.formAction} formnovalidate lang={t.otherLanguage.code}>
        {t.otherLanguage.name}
      </button>
    </>
  );

export const Mark: FC = () => (
  <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
    <circle cx="16" cy="16" r="16" fill="#0b5d5e" />
    <path d="M21 7c-7 2 1 7-5 9s1 7-6 9" fill="none" stroke="#ffbf47" stroke-width="3.4" stroke-linecap="round" />
  </svg>
);

export const Dial: FC<{ number: string }> = ({ number }) => <a href={`tel:${number.replace(/\s/g, "")}`}>{number}</a>;

/** Numbers to ring, each with what it is for. */
export const Numbers: FC<{ numbers: readonly { number: string; text: string }[] }> = ({ numbers }) => (
  <ul class="numbers">
    {numbers.map(({ number, text }) => (
      <li>
        <Dial number={number} />
        <span>{text}</span>
      </li>
    ))}
  </ul>
);
