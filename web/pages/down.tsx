import type { FC } from "hono/jsx";
import { languages } from "../../shared/language.ts";
import { assetPath, pagePath } from "../../shared/paths.ts";
import { Document, Numbers } from "../components/layout.tsx";
import { words } from "../words/words.ts";

/** Shown when nothing answers, whatever was asked for: both languages, and what helps without us. */
export const DownPage: FC<{ assetsVersion: string }> = ({ assetsVersion }) => (
  <Document language="vi">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <title>{words.vi.down.title}</title>
      <link rel="stylesheet" href={assetPath(assetsVersion, "site.css")} />
    </head>
    <body>
      <header class="top">
        <a class="exit" href={pagePath("vi", "exit")} rel="noreferrer">
          {words.vi.quickExit} · <span lang="en">{words.en.quickExit}</span>
        </a>
      </header>
      <main>
        {languages.map((language) => {
          const { down, problems } = words[language];
          const Heading = language === "vi" ? "h1" : "h2";
          return (
            <section lang={language}>
              <Heading>{down.title}</Heading>
              <p class="lead">{down.text}</p>
              <p>{down.sent}</p>
              <p>{down.help}</p>
              <Numbers numbers={down.numbers} />
              <p>
                <a href={pagePath(language, "home")}>{problems.home}</a>
              </p>
            </section>
          );
        })}
      </main>
    </body>
  </Document>
);
