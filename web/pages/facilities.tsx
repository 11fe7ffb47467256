import type { FC } from "hono/jsx";
import { formatPhone } from "../../shared/contact/phone.ts";
import type { Language } from "../../shared/language.ts";
import { facilitiesPath, pagePath } from "../../shared/paths.ts";
import { facilityKinds, hasOldAddress, type Facility, type FacilityKind } from "../../shared/places/facility.ts";
import { findCommune, provinces, type Province } from "../../shared/places/places.ts";
import { SelectBox } from "../components/form-parts.tsx";
import { Dial, Layout, frameWords, type Frame } from "../components/layout.tsx";
import { Notices, Row } from "../components/parts.tsx";

/** What an address of the directory names. */
export const facilityNames = { province: "province", kind: "kind", from: "from" } as const;
/** What was found comes after the questions: a phone goes there at once. */
const foundId = "found";
/** So many fit into the first view on a slow network. */
export const perPage = 20;

/** What was asked for and found; `from`: so many come before those on this page. */
type Found = { province: Province; kind: FacilityKind | undefined; facilities: readonly Facility[]; from: number };

const pathOf = (language: Language, { province, kind, from }: { province: Province; kind?: FacilityKind | undefined; from?: number }): string =>
  `${facilitiesPath(language)}?${new URLSearchParams({ [facilityNames.province]: province.code, ...(kind ? { [facilityNames.kind]: kind } : {}), ...(from ? { [facilityNames.from]: String(from) } : {}) })}#${foundId}`;

/** Where to go: the published entries of a province; before one is chosen, the provinces that have some. */
export const FacilitiesPage: FC<{ frame: Frame; listed: readonly Province[]; found: Found | null }> = ({ frame, listed, found }) => {
  const t = frameWords(frame);
  const w = t.facilities;
  const { language } = frame;
  const other = language === "vi" ? "en" : "vi";
  return (
    <Layout frame={frame} otherLanguage={{ href: found ? pathOf(other, found) : facilitiesPath(other) }}>
      <h1>{w.title}</h1>
      <p class="lead">{w.lead}</p>
      <Notices t={t} texts={[w.beware]} />
      <form method="get" action={`${facilitiesPath(language)}#${foundId}`} autocomplete="off">
        <SelectBox
          t={t}
          name={facilityNames.province}
          label={w.province}
          errors={[]}
          choose={t.chooseProvince}
          options={provinces.map(({ code, name }) => [code, name])}
          value={found?.province.code ?? ""}
        />
        <SelectBox t={t} name={facilityNames.kind} label={w.kind} errors={[]} choose={w.anyKind} options={facilityKinds.map((kind) => [kind, w.kinds[kind].name])} value={found?.kind ?? ""} />
        <button class="primary">{w.show}</button>
      </form>
      {found ? <Results frame={frame} found={found} /> : <Listed frame={frame} listed={listed} />}
      <Elsewhere frame={frame} />
    </Layout>
  );
};

const Listed: FC<{ frame: Frame; listed: readonly Province[] }> = ({ frame, listed }) => (
  <section>
    <h2>{frameWords(frame).facilities.listed}</h2>
    <ul>
      {listed.map((province) => (
        <li>
          <a href={pathOf(frame.language, { province })} lang="vi">
            {province.name}
          </a>
        </li>
      ))}
    </ul>
  </section>
);

const Results: FC<{ frame: Frame; found: Found }> = ({ frame, found }) => {
  const w = frameWords(frame).facilities;
  const { province, kind, facilities, from } = found;
  const left = facilities.length - from - perPage;
  const none = kind ? w.noneOfKind(province.name) : w.none(province.name);
  return (
    <section id={foundId}>
      <p class="lead">{facilities.length ? w.found(province.name, facilities.length) : none}</p>
      <FacilityList frame={frame} facilities={facilities.slice(from, from + perPage)} />
      {left > 0 ? (
        <p>
          <a href={pathOf(frame.language, { province, kind, from: from + perPage })}>{w.more(left)}</a>
        </p>
      ) : null}
      {from > 0 ? (
        <p>
          <a href={pathOf(frame.language, { province, kind })}>{w.first}</a>
        </p>
      ) : null}
    </section>
  );
};

/** Entries under what they are and how one comes there. */
export const FacilityList: FC<{ frame: Frame; facilities: readonly Facility[] }> = ({ frame, facilities }) => {
  const w = frameWords(frame).facilities;
  const kinds = facilityKinds.filter((kind) => facilities.some((one) => one.kind === kind));
  return (
    <>
      {kinds.map((kind) => (
        <section>
          <h2>{w.kinds[kind].name}</h2>
          <p>{w.kinds[kind].how}</p>
          {facilities.map((one) => (one.kind === kind ? <Entry frame={frame} facility={one} /> : null))}
        </section>
      ))}
    </>
  );
};

const Entry: FC<{ frame: Frame; facility: Facility }> = ({ frame, facility }) => {
  const t = frameWords(frame);
  const w = t.facilities;
  const { name, communeCode, addressAsKnown, phone, hours, offers, price, licence } = facility;
  const commune = communeCode ? findCommune(communeCode)?.name : undefined;
  const address = [addressAsKnown, commune].filter((part) => part !== undefined).join(", ");
  return (
    <article>
      <h3 lang="vi">{name}</h3>
      <dl>
        {address ? (
          <Row name={w.address}>
            <span lang="vi">{address}</span>
            {hasOldAddress(facility) ? <span class="working">{w.oldAddress}</span> : null}
          </Row>
        ) : null}
        <Row name={w.phone}>{phone ? <Dial number={formatPhone(phone)} /> : w.noPhone}</Row>
        {hours ? (
          <Row name={w.hours}>
            <span lang="vi">{hours}</span>
          </Row>
        ) : null}
        {offers.length ? <Row name={w.offer}>{offers.map((offer) => w.offers[offer]).join("; ")}</Row> : null}
        {price ? (
          <Row name={w.price}>
            <span lang="vi">{price.text}</span>
            <span class="working">{w.priceBy(price.source)}</span>
          </Row>
        ) : null}
        {licence ? <Row name={w.licence}>{w.licenceText(licence.number, t.day(licence.issuedOn), licence.issuedBy)}</Row> : null}
        <Row name={w.source}>
          <Told frame={frame} facility={facility} />
        </Row>
      </dl>
    </article>
  );
};

/** Who says so, since when, and how sure it is. */
const Told: FC<{ frame: Frame; facility: Facility }> = ({ frame, facility: { source, confidence, checkedOn } }) => {
  const t = frameWords(frame);
  const w = t.facilities;
  return (
    <>
      {w.by[confidence]}{" "}
      {source.url ? (
        <a href={source.url} rel="noreferrer" lang="vi">
          {source.title}
        </a>
      ) : (
        <span lang="vi">{source.title}</span>
      )}
      , {w.dated(t.day(source.date))}. <strong>{w.sure[confidence]}</strong>
      <span class="working">{w.checked(t.day(checkedOn))}</span>
    </>
  );
};

/** What else there is to do, above all where nothing was found. */
const Elsewhere: FC<{ frame: Frame }> = ({ frame }) => {
  const w = frameWords(frame).facilities.elsewhere;
  return (
    <section>
      <h2>{w.title}</h2>
      <ul>
        <li>
          <a href={pagePath(frame.language, "callback")}>{w.call}</a> {w.callText}
        </li>
        <li>{w.office}</li>
        <li>
          {w.children} <Dial number="111" />
        </li>
      </ul>
    </section>
  );
};
