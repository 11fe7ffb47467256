import type { FC } from "hono/jsx";
import { assetPath } from "../../shared/paths.ts";
import { localTime } from "../../shared/calendar/local-time.ts";
import { Row } from "../components/parts.tsx";
import { Document, frameWords, type Frame } from "../components/layout.tsx";

/** Days off of 2026 (Labour Code 2019 Art. 112, NQ 28/2026/QH16); the adjacent days are announced each year and left out. */
const daysOff = ["2026-01-01", "2026-02-17", "2026-04-26", "2026-04-30", "2026-05-01", "2026-09-02", "2026-11-24"];

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
            {daysOff.map((day, index) => (
              <Row name={t.moment(localTime(new Date(`${day}T05:00:00Z`))).slice(6)}>{t.exit.days[index]}</Row>
            ))}
          </dl>
        </main>
      </body>
    </Document>
  );
};
