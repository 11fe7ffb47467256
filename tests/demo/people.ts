import { consentWording } from "../../shared/registration/application.ts";
import { testPhone, type ApplicationInput } from "../support/people.ts";

type Contact = ApplicationInput["contact"];
const day = { mayText: "yes", maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe", hours: ["morning", "afternoon"] } satisfies Contact;
const evening = { mayText: "yes", maySayWho: "yes", voicemail: "neutral", whoMayAnswer: "family", hours: ["evening"] } satisfies Contact;
const silent = { mayText: "no", maySayWho: "no", voicemail: "never", whoMayAnswer: "onlyMe", hours: ["morning"] } satisfies Contact;

/** The 12-digit number that fits a birth date and sex, of an invented serial. */
const numberFor = (birthDate: string, sex: string, serial: number): string => {
  const century = Number(birthDate.slice(0, 2)) - 19;
  return `001${century * 2 + (sex === "female" ? 1 : 0)}${birthDate.slice(2, 4)}${String(serial).padStart(6, "0")}`;
};

type Who = ["male" | "female", string, string];
type Row = {
  by: ApplicationInput["relationship"];
  /** Sex, birth date and name of the writer; of the person when they write for themself. */
  writer: Who;
  person?: Who;
  /** Province code and the commune as somebody might type it. */
  at: [string, string];
  /** Where the person stays, when not with the writer. */
  elsewhere?: [string, string];
  unsettled?: true;
  foreign?: true;
  place: ApplicationInput["treatment"]["place"];
  facility?: string;
  paper?: string;
  contact?: Contact;
  language?: "en";
};

// Every name says that it is invented; every phone is from the block for tests.
const rows: readonly Row[] = [
  { by: "mother", writer: ["female", "1972-04-11", "Trần Thị Ví Dụ"], person: ["male", "1998-09-02", "Nguyễn Văn Mẫu"], at: ["01", "Phường Ba Đình"], place: "home" },
  { by: "self", writer: ["male", "1991-12-30", "Lê Văn Thử"], at: ["01", "phuong hoan kiem"], place: "publicFacility", facility: "Cơ sở số 1", paper: "2026-10-20" },
  { by: "father", writer: ["male", "1968-01-05", "Phạm Giả Định"], person: ["male", "2010-06-15", "Phạm Minh Họa"], at: ["01", "xa thuong tin"], place: "reformSchool" },
  { by: "spouse", writer: ["female", "1990-07-19", "Đỗ Thị Tưởng Tượng"], person: ["male", "1988-03-03", "Vũ Văn Ví Dụ"], at: ["01", "phuong Ha Dong"], place: "privateFacility", contact: silent },
  { by: "self", writer: ["female", "2000-02-29", "Hoàng Thị Mẫu Thử"], at: ["01", "Phường Cầu Giấy"], place: "home", contact: evening },
  { by: "child", writer: ["female", "1999-11-24", "Bùi Thị Minh Họa"], person: ["male", "1970-05-05", "Bùi Văn Giả Sử"], at: ["01", "Xã Sóc Sơn"], place: "privateThenHome", facility: "Cơ sở Mẫu" },
  { by: "guardian", writer: ["female", "1965-08-08", "Ngô Thị Làm Ví Dụ"], person: ["female", "2011-01-20", "Ngô Thử Nghiệm"], at: ["01", "xa ba vi"], place: "home" },
  { by: "self", writer: ["male", "1985-10-10", "Đặng Văn Không Thật"], at: ["01", "xa dong anh"], place: "publicFacility", unsettled: true },
  { by: "mother", writer: ["female", "1975-09-09", "Lý Thị Mô Phỏng"], person: ["male", "2003-03-30", "Trịnh Văn Mô Phỏng"], at: ["01", "Phường Tây Hồ"], elsewhere: ["68", "xuan huong - da lat"], place: "home", paper: "2026-03-01" },
  { by: "self", writer: ["male", "1994-04-04", "John Example"], at: ["01", "Phường Tây Hồ"], place: "privateFacility", foreign: true, language: "en" },
  { by: "legalRepresentative", writer: ["male", "1979-12-12", "Mai Văn Đại Diện Mẫu"], person: ["male", "2009-11-30", "Hồ Thử"], at: ["01", "Xuân Mai"], place: "publicFacility" },
  { by: "mother", writer: ["female", "1970-02-14", "Dương Thị Giả"], person: ["female", "1996-06-06", "Dương Thị Thử"], at: ["01", "Xã Gia Lâm"], place: "home", contact: evening },
  { by: "self", writer: ["male", "1997-07-27", "Cao Văn Ảo"], at: ["01", "Xã Phú Xuyên"], place: "home", paper: "2026-11-01" },
  { by: "father", writer: ["male", "1966-06-26", "Tạ Văn Mẫu Đơn"], person: ["male", "1995-05-25", "Tạ Thử"], at: ["01", "Xã Phú Xuyên"], place: "publicFacility" },
  { by: "self", writer: ["female", "1989-08-18", "Quách Thị Ví Von"], at: ["01", "phuong son tay"], place: "privateThenHome" },
  { by: "mother", writer: ["female", "1971-10-01", "Thử Thị Nghiệm"], person: ["male", "2001-12-21", "Nghiệm Văn Thử"], at: ["68", "bac gia nghia"], place: "home" },
  { by: "self", writer: ["male", "1983-03-13", "K'Brêu Mẫu"], at: ["68", "B'Lao"], place: "publicFacility" },
  { by: "spouse", writer: ["male", "1986-09-16", "Đinh Văn Tưởng"], person: ["female", "1987-01-17", "Lâm Thị Tượng"], at: ["68", "Xã Cư Jút"], place: "home", contact: silent },
  { by: "self", writer: ["female", "1992-02-02", "Jane Sample"], at: ["68", "mui ne"], place: "home", language: "en" },
  { by: "father", writer: ["male", "1974-04-24", "Kim Văn Dụ"], person: ["male", "2012-08-30", "Kim Thí Dụ"], at: ["68", "Đặc khu Phú Quý"], place: "home" },
  { by: "mother", writer: ["female", "1969-11-11", "Châu Thị Giả Lập"], person: ["male", "1993-10-31", "Châu Giả Lập"], at: ["75", "phuong bien hoa"], place: "publicFacility", paper: "2026-06-15" },
  { by: "self", writer: ["male", "1999-09-29", "Phan Văn Phỏng"], at: ["75", "Phường Long Thành"], place: "home" },
  { by: "child", writer: ["male", "1998-12-24", "Lưu Văn Thí"], person: ["female", "1972-07-07", "Mạc Thị Thí"], at: ["75", "xã bù đăng"], place: "privateFacility" },
  { by: "guardian", writer: ["female", "1980-05-15", "Tô Thị Mẫu Mực"], person: ["male", "2010-10-20", "Tô Thử"], at: ["75", "phuong dong xoai"], place: "home", contact: evening },
  { by: "self", writer: ["male", "1978-08-28", "Alex Specimen"], at: ["75", "Phuong Trang Bom"], place: "home", language: "en" },
];

const address = ([provinceCode, communeCode]: [string, string]) => ({ provinceCode, communeCode, street: "Số 1, đường Thí Nghiệm" });

const toApplication = (row: Row, index: number): ApplicationInput => {
  const self = row.by === "self";
  const party = ([sex, birthDate, fullName]: Who, serial: number) => ({
    fullName,
    birthDate,
    sex,
    identity: row.foreign ? { kind: "foreignPassport" as const, number: `X${1_000_000 + serial}` } : { kind: "idNumber" as const, number: numberFor(birthDate, sex, serial) },
  });
  const phone = testPhone(200 + index);
  const living = { kind: row.unsettled ? ("unsettled" as const) : ("settled" as const), ...address(row.elsewhere ?? row.at) };
  const who = row.person ?? row.writer;
  const adult = who[1] <= "2008-11-21";
  const contact = row.contact ?? day;
  return {
    language: row.language ?? "vi",
    relationship: row.by,
    ...(self ? {} : { applicant: { ...party(row.writer, 2 * index), address: address(row.at), phone } }),
    person: { ...party(who, 2 * index + 1), residence: self || row.elsewhere ? living : { kind: "withApplicant" }, ...(self ? { phone } : {}) },
    ...(self || !adult ? {} : { agrees: "yes" }),
    treatment: {
      place: row.place,
      ...(row.facility ? { facilityName: row.facility } : {}),
      ...(row.place === "home" ? { plan: { planning: "home", detox: "provider", recovery: "home" } } : {}),
    },
    determination: row.paper ? { kind: "paper", issuedOn: row.paper } : { kind: "none" },
    contact,
    consents: { wording: consentWording, handling: true, handover: true, texts: contact.mayText === "yes" },
  };
};

/** 25 invented applications: communes of Hà Nội and two other provinces, adults and minors, both languages. */
export const applications: readonly ApplicationInput[] = rows.map(toApplication);
