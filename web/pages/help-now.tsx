import type { FC } from "hono/jsx";
import { Layout, Numbers, frameWords, samePage, type Frame } from "../components/layout.tsx";

export const HelpNowPage: FC<{ frame: Frame }> = ({ frame }) => {
  const t = frameWords(frame);
  const w = t.helpNow;
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "helpNow")}>
      <h1>{w.title}</h1>
      <Numbers numbers={w.numbers} />
      <h2>{w.untilTitle}</h2>
      <ul>
        {w.until.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
      <h2>{w.talkTitle}</h2>
      <p>{w.talk}</p>
      <p>{w.note}</p>
    </Layout>
  );
};
