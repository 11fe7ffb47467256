import type { Language } from "../../shared/language.ts";
import { himself, motherForSon, type ApplicationInput } from "../support/people.ts";

const issuedBy = "Cục Cảnh sát quản lý hành chính về trật tự xã hội";
const street = "Căn hộ 12.05, tòa nhà Thí Nghiệm, số 123/45/6 đường Ví Dụ nối dài, khu phố 7";

/** Everything that can be asked of a relative, answered as fully as people do. Invented. */
export function relative(language: Language): ApplicationInput {
  const { applicant, person, ...rest } = motherForSon({ language });
  return {
    ...rest,
    ...(applicant
      ? {
          applicant: {
            ...applicant,
            fullName: "Công Tằng Tôn Nữ Thị Ví Dụ Minh Nguyệt",
            identity: { ...applicant.identity, issuedOn: "2021-08-15", issuedBy },
            address: { ...applicant.address, street },
          },
        }
      : {}),
    person: {
      ...person,
      fullName: "Nguyễn Phúc Hoàng Ví Dụ Bảo Khánh",
      identity: { ...person.identity, issuedOn: "2022-11-30", issuedBy },
      residence: { kind: "settled", provinceCode: "01", communeCode: "00004", street },
    },
    determination: { kind: "paper", issuedOn: "2026-09-14", issuedBy: "Trung tâm Y tế khu vực Ba Đình, thành phố Hà Nội" },
    contact: { ...rest.contact, hours: ["morning", "afternoon", "evening"] },
  };
}

/** The other way through the form: for oneself, without a settled place, to a facility. Invented. */
export function oneself(language: Language): ApplicationInput {
  const { person, ...rest } = himself({ language });
  return {
    ...rest,
    person: {
      ...person,
      fullName: "Nguyễn Phúc Hoàng Ví Dụ Bảo Khánh",
      identity: { ...person.identity, issuedOn: "2022-11-30", issuedBy },
      residence: { kind: "unsettled", provinceCode: "01", communeCode: "00004", street },
    },
    treatment: { place: "publicFacility", facilityName: "Cơ sở cai nghiện ma túy số 1 thành phố Hà Nội" },
    determination: { kind: "paper", issuedOn: "2026-02-02", issuedBy: "Trung tâm Y tế khu vực Ba Đình, thành phố Hà Nội" },
  };
}
