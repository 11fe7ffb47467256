import type { Child, FC } from "hono/jsx";
import { assetPath } from "../../shared/paths.ts";
import { Document } from "../../web/components/layout.tsx";

/** A page that exists on one machine only, for the people who build and show the service. */
export const LocalPage: FC<{ title: string; assetsVersion: string; children: Child }> = ({ title, assetsVersion, children }) => (
  <Document language="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{title}</title>
      <link rel="icon" href={assetPath(assetsVersion, "icon.svg")} type="image/svg+xml" />
      <link rel="stylesheet" href={assetPath(assetsVersion, "site.css")} />
    </head>
    <body>
      <main>
        <p class="soft">
          Local only · <a href="/">Site</a> · <a href="/phone">Phones</a> · <a href="/clock">Clock</a>
        </p>
        <h1>{title}</h1>
        {children}
      </main>
    </body>
  </Document>
);
