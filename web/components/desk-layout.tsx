import type { Child, FC } from "hono/jsx";
import { assetPath } from "../../shared/paths.ts";
import { csrfName, everywhereName } from "../../shared/staff/desk-form.ts";
import { deskPath } from "../../shared/staff/paths.ts";
import { Document, Mark, type Frame } from "./layout.tsx";
import { deskFrameWords } from "../words/desk.ts";

type Props = {
  frame: Frame;
  /** After the brand in the browser's title; neutral, never the subject. Without it, the desk's name. */
  title?: string;
  /** Which desk this is; without it, a page that is the same for all of them. */
  brand?: string;
  /** Who is signed in; with `csrf`, the header lets them sign out. */
  staff?: { name: string };
  csrf?: string;
  /** The address of this page: marks it in the navigation. */
  current?: string;
  nav?: readonly { href: string; label: string; current?: boolean }[];
  children: Child;
  /** Room for two columns. */
  wide?: boolean;
};

/** Every page of the desks. There is no quick exit here: the header signs out. */
export const DeskLayout: FC<Props> = ({ frame, title, brand = deskFrameWords(frame).desk.brand, staff, csrf, current, nav = [], children, wide }) => {
  const t = deskFrameWords(frame);
  const h = t.desk.signIn.header;
  const asset = (file: Parameters<typeof assetPath>[1]) => assetPath(frame.assetsVersion, file);
  return (
    <Document language={frame.language} untranslated>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="google" content="notranslate" />
        <title>{`${t.brand} · ${title ?? brand}`}</title>
        <link rel="icon" href={asset("icon.svg")} type="image/svg+xml" />
        <link rel="stylesheet" href={asset("site.css")} />
        <link rel="stylesheet" href={asset("desk.css")} />
        <script src={asset("desk.js")} defer></script>
      </head>
      <body class="desk">
        <a class="skip" href="#main">
          {t.skip}
        </a>
        <header class="desk-top">
          <a class="brand" href={deskPath(frame.language)}>
            <Mark />
            {brand}
          </a>
          {nav.length ? (
            <nav aria-label={h.navigation}>
              <ul class="plain">
                {nav.map((item) => (
                  <li>
                    <a href={item.href} aria-current={item.current || item.href === current ? "page" : undefined}>
                      {item.label}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          ) : null}
          {staff && csrf ? <SignOut frame={frame} name={staff.name} csrf={csrf} here={current ?? deskPath(frame.language)} /> : null}
        </header>
        <main id="main" tabindex={-1} class={wide ? "wide" : undefined}>
          {children}
        </main>
      </body>
    </Document>
  );
};

const SignOut: FC<{ frame: Frame; name: string; csrf: string; here: string }> = ({ frame, name, csrf, here }) => {
  const { desk, otherLanguage } = deskFrameWords(frame);
  const h = desk.signIn.header;
  const there = frame.language === "vi" ? `/en${here}` : here.replace(/^\/en/, "");
  return (
    <form class="sign-out" method="post" action={deskPath(frame.language, "signOut")}>
      <Csrf csrf={csrf} />
      <span class="who">{name}</span>
      <button class="link">{h.signOut}</button>
      <details>
        <summary>{h.more}</summary>
        <div class="menu">
          <a href={there} lang={otherLanguage.code} hreflang={otherLanguage.code}>
            {otherLanguage.name}
          </a>
          <button class="link" name={everywhereName} value="yes">
            {h.everywhere}
          </button>
          <p class="hint">{h.everywhereHint}</p>
        </div>
      </details>
    </form>
  );
};

/** Every form that is posted to a desk holds this field. */
export const Csrf: FC<{ csrf: string }> = ({ csrf }) => <input type="hidden" name={csrfName} value={csrf} />;
