import type { FC } from "hono/jsx";
import { assetPath, forgetPath } from "../../shared/paths.ts";
import { namedDays } from "../../shared/calendar/days-off.ts";
import { instantOf, localTime } from "../../shared/calendar/local-time.ts";
import { Row } from "../components/parts.tsx";
import { Document, frameWords, type Frame } from "../components/layout.tsx";

/** The year the page is about, as its title says. Days that are only likely are left out, and days in lieu of another. */
const daysOff = namedDays.filter(({ date, kind, confirmed }) => date.startsWith("2026-") && kind === "holiday" && confirmed);

/** What somebody looking over a shoulder sees after the quick exit: an everyday page with no word of us and no link back. */
export const ExitPage: FC<{ frame: Frame }> = ({ frame }) => {
  const t = frameWords(frame);
  return (
    <Document language={frame.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{t.exit.title}</title>
        <link rel="stylesheet" href={assetPath(frame.assetsVersion, "site.css")} />
      </head>
      <body>
        <main>
          <h1>{t.exit.heading}</h1>
          <dl>
            {daysOff.map(({ date, name }) => (
              <Row name={t.moment(localTime(instantOf(date, 12, 0))).slice(6)}>{name[frame.language]}</Row>
            ))}
          </dl>
          <img src={forgetPath} alt="" width="1" height="1" />
        </main>
      </body>
    </Document>
  );
};
