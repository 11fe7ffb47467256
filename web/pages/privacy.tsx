import type { FC } from "hono/jsx";
import { Facts } from "../components/parts.tsx";
import { Layout, frameWords, samePage, type Frame } from "../components/layout.tsx";

export const PrivacyPage: FC<{ frame: Frame }> = ({ frame }) => {
  const t = frameWords(frame);
  return (
    <Layout frame={frame} otherLanguage={samePage(frame, "privacy")}>
      <h1>{t.privacy.title}</h1>
      {t.privacy.sections.map((section) => (
        <Facts {...section} />
      ))}
    </Layout>
  );
};
