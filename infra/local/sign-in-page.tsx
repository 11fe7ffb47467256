import type { Child, FC } from "hono/jsx";
import { raw } from "hono/html";
import { assetPath } from "../../shared/paths.ts";
import { Document } from "../../web/components/layout.tsx";
import type { DemoPerson } from "./demo-staff.ts";

type Place = { siteOrigin: string; assetsVersion: string };

const Page: FC<{ at: Place; title: string; children: Child }> = ({ at, title, children }) => (
  <Document language="vi">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{title}</title>
      <link rel="icon" href={`${at.siteOrigin}${assetPath(at.assetsVersion, "icon.svg")}`} type="image/svg+xml" />
      <link rel="stylesheet" href={`${at.siteOrigin}${assetPath(at.assetsVersion, "site.css")}`} />
    </head>
    <body>
      <main>
        <p class="soft">
          Chỉ có trên máy này: người thử, không mật khẩu · <span lang="en">Local only: invented people, no passwords</span>
        </p>
        <h1>{title}</h1>
        {children}
      </main>
    </body>
  </Document>
);

const ChoosePage: FC<{ at: Place; people: readonly DemoPerson[] }> = ({ at, people }) => (
  <Page at={at} title="Đăng nhập (thử)">
    <p class="lead">
      Bạn muốn vào bằng tài khoản nào? <span lang="en">Who do you want to be?</span>
    </p>
    <form method="post">
      {people.map(({ sub, name, role }) => (
        <button class="secondary" name="person" value={sub}>
          {name}
          <br />
          <small>{role}</small>
        </button>
      ))}
      <p>
        <button class="link" name="person" value="">
          Thôi, không đăng nhập · <span lang="en">Cancel</span>
        </button>
      </p>
    </form>
  </Page>
);

/** The second step, without a phone: there is nothing to type, and leaving it out shows how the desks refuse that. */
const SecondFactorPage: FC<{ at: Place; person: DemoPerson; action: string }> = ({ at, person, action }) => (
  <Page at={at} title="Bước hai (thử)">
    <p class="lead">
      {person.name}: trang thật hỏi mã từ điện thoại. <span lang="en">The real page asks for a code from the phone.</span>
    </p>
    <form method="post" action={action}>
      <input type="hidden" name="person" value={person.sub} />
      <button class="primary" name="factor" value="otp" autofocus>
        Xác nhận bước hai · <span lang="en">Confirm the second step</span>
      </button>
      <p>
        <button class="link" name="factor" value="">
          Bỏ qua bước hai, để xem bị từ chối · <span lang="en">Leave it out, to be refused</span>
        </button>
      </p>
    </form>
  </Page>
);

const LeavePage: FC<{ at: Place; form: string }> = ({ at, form }) => (
  <Page at={at} title="Đăng xuất (thử)">
    <p class="lead">
      Đăng xuất cả khỏi trang đăng nhập này. <span lang="en">Sign out of this sign-in page too.</span>
    </p>
    {raw(form)}
    <button class="primary" form="op.logoutForm" name="logout" value="yes" autofocus>
      Đăng xuất · <span lang="en">Sign out</span>
    </button>
  </Page>
);

export async function choosePage(at: Place, people: readonly DemoPerson[]): Promise<string> {
  const page = <ChoosePage at={at} people={people} />;
  return (await page).toString();
}

export async function secondFactorPage(at: Place, given: { person: DemoPerson; action: string }): Promise<string> {
  const page = <SecondFactorPage at={at} {...given} />;
  return (await page).toString();
}

/** `form` is the provider's own, with its proof against forged sign-outs. */
export async function leavePage(at: Place, form: string): Promise<string> {
  const page = <LeavePage at={at} form={form} />;
  return (await page).toString();
}
