import type { FC } from "hono/jsx";
import { facilitiesPath, pagePath, type PageName } from "../../shared/paths.ts";
import { Dial, Layout, frameWords, samePage, type Frame } from "../components/layout.tsx";

const doors = ["callback", "register", "lookup", "appointment", "helpNow"] as const satisfies readonly PageName[];

export const HomePage: FC<{ frame: Frame }> = ({ frame }) => {
  const t = frameWords(frame);
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "home")}>
      <aside class="danger">
        <strong>{t.danger.title}</strong> <Dial number="115" /> {t.danger.ambulance} · <Dial number="113" /> {t.danger.police} · <Dial number="111" /> {t.danger.children}.{" "}
        {t.danger.note}
      </aside>
      <h1>{t.home.title}</h1>
      <p class="lead">{t.home.lead}</p>
      <nav class="doors">
        {doors.map((page, index) => (
          <a class={index ? "door" : "door first"} href={pagePath(frame.language, page)}>
            <h2>{t.home[page].title}</h2>
            <p>{t.home[page].text}</p>
          </a>
        ))}
      </nav>
      <p>
        <a href={facilitiesPath(frame.language)}>{t.home.facilities}</a>
      </p>
    </Layout>
  );
};
