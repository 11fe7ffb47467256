import type { Duty, FormId, Regime } from "../../../shared/law/regimes.ts";
import type { TreatmentPlace } from "../../../shared/law/treatment-places.ts";
import type { Filed, PaperCode } from "../../../shared/registration/papers.ts";
import { lawVi } from "../../../web/words/vi/law.ts";

type RegimeId = Regime["id"];

const blankDay = "ngày ....... tháng ....... năm ...........";

/** What the official forms say. They are Vietnamese only; the wording is theirs, read in the decrees (NĐ 163/2026, Annex V; NĐ 116/2021, Annex II). */
export const words = {
  brand: "Đường Về",
  copy: "Bản sao do Đường Về lập, đối chiếu với mẫu chính thức trước khi ký.",
  page: (n: number, m: number) => `Trang ${n}/${m}`,
  draft: "DỰ THẢO",
  unconfirmed: "Phần này chưa xác nhận được theo mẫu chính thức; điền theo bản của cơ quan.",
  /** Of the forms of TT 03/2025/TT-VPCP we know names and numbers only. */
  unconfirmedLayout: "Tên và số của mẫu đã xác nhận; nội dung chi tiết chưa xác nhận được theo mẫu chính thức, điền theo bản của cơ quan.",
  police: "Công an",
  committee: "Ủy ban nhân dân",
  nation: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
  motto: "Độc lập - Tự do - Hạnh phúc",
  blankDay,
  to: "Kính gửi: ",
  sign: "(Ký, ghi rõ họ tên)",
  reference: "Mã tra cứu: ",
  sexes: { male: "Nam", female: "Nữ" },
  identity: { R1: "Số CCCD/CMND/Hộ chiếu: ", R2: "Số CC/CCCD/CMND/HC: " } satisfies Record<RegimeId, string>,
  issuedOn: "; ngày cấp: ",
  issuedBy: "; nơi cấp: ",
  fullName: "Họ và tên (viết in hoa): ",
  birthDate: "Ngày, tháng, năm sinh: ",
  sex: "; Giới tính: ",
  residence: "Nơi cư trú: ",
  unsettled: (address: string) => `Không có nơi cư trú ổn định; hiện ở ${address}`,
  phone: "Số điện thoại: ",
  contactPhone: "Điện thoại liên hệ: ",
  places: {
    home: "Tại gia đình, cộng đồng",
    publicFacility: "Tại cơ sở cai nghiện ma túy công lập",
    reformSchool: "Tại trường giáo dưỡng",
    privateFacility: "Tại cơ sở cai nghiện ma túy tư nhân",
    privateThenHome: "Tại cơ sở tư nhân ít nhất ba giai đoạn đầu, sau đó tại gia đình, cộng đồng",
  } satisfies Record<TreatmentPlace, string>,
  application: {
    title: { R1: "ĐĂNG KÝ CAI NGHIỆN MA TÚY TỰ NGUYỆN", R2: "ĐƠN XIN ĐI CAI NGHIỆN MA TÚY TỰ NGUYỆN" },
    writer: { R1: "1. Thông tin người đăng ký:", R2: "1. Thông tin người viết đơn:" },
    relation: "Quan hệ với người tự nguyện cai nghiện: ",
    person: "2. Thông tin người cai nghiện ma túy tự nguyện:",
    wishes: "3. Đăng ký cai nghiện ma túy tự nguyện với các nội dung sau:",
    place: "3.1. Địa điểm cai nghiện dự kiến (lựa chọn và đánh dấu X vào hình thức đăng ký cai nghiện ma túy tự nguyện phù hợp):",
    facility: "Tên cơ sở: ",
    planTitle: "3.2. Kế hoạch cai nghiện ma túy tự nguyện tại gia đình, cộng đồng:",
    planNotAtHome: "Không đăng ký cai nghiện tại gia đình, cộng đồng.",
    planColumns: { what: "Nội dung", home: "Tại gia đình, cộng đồng", provider: "Tại cơ sở cung cấp dịch vụ" },
    plan: { planning: "Xây dựng kế hoạch cai nghiện", detox: "Điều trị cắt cơn, giải độc, điều trị các rối loạn tâm thần", recovery: "Phục hồi hành vi, nhân cách", vocational: "Học nghề, dự kiến kế hoạch hòa nhập" },
    opinion: "Ý kiến của cha, mẹ, người giám hộ hoặc người đại diện hợp pháp (đối với người từ đủ 12 tuổi đến dưới 18 tuổi):",
    representative: { title: "CHA, MẸ, NGƯỜI GIÁM HỘ", below: "HOẶC NGƯỜI ĐẠI DIỆN HỢP PHÁP" },
    signed: "NGƯỜI VIẾT ĐƠN",
    old: {
      atHome: "a) Tự nguyện cai nghiện tại gia đình, cộng đồng",
      atHomeHint: "(Dự kiến kế hoạch cai nghiện theo điểm 3.3)",
      atFacility: "b) Tự nguyện cai nghiện tại cơ sở cai nghiện",
      facility: "Ghi rõ tên cơ sở cai nghiện: ",
      months: "3.2. Thời gian cai nghiện ma túy tự nguyện dự kiến: ",
      monthsUnit: " tháng (tối thiểu 06 tháng).",
      planTitle: "3.3. Dự kiến kế hoạch cai nghiện tự nguyện:",
      planColumns: { number: "TT", what: "Nội dung", where: "Địa điểm thực hiện" },
      planHome: "Tại gia đình, cộng đồng (ghi rõ địa chỉ nhà: tổ, thôn, xóm, bản): ",
      planProvider: "Tại cơ sở cung cấp dịch vụ cai nghiện (ghi rõ tên, địa chỉ): ",
      promisesTitle: "4. Cam kết của người cai nghiện ma túy:",
      promises: [
        "- Thực hiện đúng quy trình, thời gian cai nghiện theo đăng ký.",
        "- Tuân thủ quy định quản lý của UBND cấp xã, hướng dẫn của đơn vị cung cấp dịch vụ cai nghiện trong quá trình thực hiện kế hoạch cai nghiện ma túy của cá nhân (nếu sử dụng dịch vụ cai nghiện).",
        "- Không sử dụng ma túy dưới bất kỳ hình thức nào.",
      ],
      familyTitle: "5. Cam kết của đại diện gia đình hoặc người đại diện theo pháp luật:",
      family: [
        "- Quản lý, hỗ trợ, động viên người cai nghiện ma túy thực hiện kế hoạch cai nghiện theo đăng ký; không để người cai nghiện sử dụng ma túy dưới bất kỳ hình thức nào.",
        "- Tạo điều kiện vật chất, tinh thần để người cai nghiện ma túy phục hồi sức khỏe, tâm lý; thực hiện các biện pháp hỗ trợ, can thiệp, bảo vệ phù hợp theo quy định của pháp luật về bảo vệ trẻ em tham gia học tập (đối với người dưới 18 tuổi), học nghề, tạo việc làm, sinh kế giúp người cai nghiện hòa nhập cộng đồng, xã hội./.",
      ],
      signed: [{ title: "NGƯỜI ĐĂNG KÝ", below: "" }, { title: "ĐẠI DIỆN GIA ĐÌNH", below: "" }, { title: "XÁC NHẬN CỦA", below: "CÁN BỘ TIẾP NHẬN" }],
    },
  },
  history: {
    title: "LÝ LỊCH",
    subtitle: "Của người đăng ký đi cai nghiện ma túy",
    parts: { self: "I. PHẦN BẢN THÂN NGƯỜI NGHIỆN", family: "II. THÀNH PHẦN GIA ĐÌNH", past: "III. TIỀN ÁN, TIỀN SỰ, QUÁ TRÌNH SỬ DỤNG, CAI NGHIỆN MA TÚY" },
    truth: "Tôi xin cam đoan lời khai trên là đúng sự thật. Nếu có gì sai tôi xin hoàn toàn chịu trách nhiệm theo quy định của pháp luật.",
    signed: "NGƯỜI KHAI",
  },
  receipt: {
    title: "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
    from: "Tiếp nhận hồ sơ của ông/bà: ",
    address: "Địa chỉ: ",
    wish: "Nội dung yêu cầu giải quyết: đăng ký cai nghiện ma túy tự nguyện cho ông/bà ",
    items: "1. Thành phần hồ sơ:",
    columns: { number: "TT", what: "Giấy tờ", got: "Đã nhận" },
    copies: "2. Số lượng hồ sơ: 01 bộ.",
    term: "3. Thời hạn giải quyết theo quy định: ",
    receivedAt: "4. Thời gian nhận hồ sơ: ",
    dueAt: "5. Thời gian trả kết quả: ",
    collect: "6. Nơi trả kết quả: ",
    officeCode: "Mã hồ sơ của cơ quan: ",
    giver: "NGƯỜI NỘP HỒ SƠ",
    taker: "NGƯỜI TIẾP NHẬN HỒ SƠ",
    slip: { title: "PHIẾU HẸN", at: "Giờ hẹn: ", where: "Nơi hẹn: ", bring: "Mang theo: giấy tờ tùy thân bản chính và phiếu này." },
    blankMoment: `....... giờ ....... phút, ${blankDay}`,
  },
  supplements: {
    title: "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ",
    receivedAt: "Thời gian nhận hồ sơ: ",
    ask: "Yêu cầu ông/bà bổ sung, hoàn thiện hồ sơ gồm những nội dung sau:",
    columns: { number: "TT", what: "Giấy tờ, nội dung cần bổ sung", by: "Trước hết ngày" },
    reason: "Lý do: ",
    help: "Trong quá trình hoàn thiện hồ sơ nếu có vướng mắc, ông/bà liên hệ: ",
    signed: "NGƯỜI HƯỚNG DẪN",
  },
  apology: {
    title: "VĂN BẢN XIN LỖI",
    subtitle: "và đề nghị gia hạn thời gian giải quyết",
    received: (office: string, at: string) => `${office} đã tiếp nhận hồ sơ của ông/bà lúc ${at}.`,
    promised: "Thời gian hẹn trả kết quả: ",
    late: (office: string) => `Đến nay, ${office} chưa trả được kết quả giải quyết hồ sơ của ông/bà đúng thời gian đã hẹn.`,
    reason: "Lý do: ",
    sorry: (office: string) => `${office} xin lỗi ông/bà vì sự chậm trễ này và đề nghị gia hạn.`,
    newDue: "Thời gian trả kết quả mới: ",
    signed: "THỦ TRƯỞNG CƠ QUAN",
    seal: "(Ký, ghi rõ họ tên, đóng dấu)",
  },
  decision: {
    title: "QUYẾT ĐỊNH",
    subtitle: { R1: "Cai nghiện ma túy tự nguyện tại gia đình, cộng đồng", R2: "Cai nghiện ma túy tự nguyện" },
    number: { R1: "/QĐ-UBND", R2: "/QĐ-CA" },
    head: { R1: "CHỦ TỊCH UBND ", R2: "TRƯỞNG CÔNG AN " },
    grounds: {
      R1: [
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015; Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019;",
        "Căn cứ Nghị định số 116/2021/NĐ-CP ngày 21 tháng 12 năm 2021 của Chính phủ quy định chi tiết một số điều của Luật Phòng, chống ma túy, Luật Xử lý vi phạm hành chính về cai nghiện ma túy và quản lý sau cai nghiện ma túy;",
        "Theo đề nghị của Trưởng Công an xã, phường,",
      ],
      R2: [
        "Căn cứ Nghị định số 163/2026/NĐ-CP ngày 15 tháng 5 năm 2026 của Chính phủ quy định chi tiết và hướng dẫn thi hành một số điều của Luật Phòng, chống ma túy;",
        "Căn cứ đơn xin đi cai nghiện ma túy tự nguyện;",
      ],
    },
    proposed: "Theo đề nghị của ",
    decides: "QUYẾT ĐỊNH:",
    article: (n: number) => `Điều ${n}. `,
    treated: { R1: "Cai nghiện ma túy tự nguyện tại gia đình, cộng đồng đối với:", R2: "Cai nghiện ma túy tự nguyện đối với:" },
    person: "1. Ông (bà): ",
    term: "2. Thời gian cai nghiện: từ ngày ",
    until: " đến ngày ",
    place: "Địa điểm cai nghiện ma túy: ",
    handedTo: "Giao cho: ",
    family: " và gia đình ông (bà): ",
    support: " phối hợp hỗ trợ, quản lý ông (bà): ",
    asRegistered: " thực hiện cai nghiện ma túy tự nguyện theo đăng ký.",
    effect: "Quyết định này có hiệu lực kể từ ",
    duty: {
      R1: "Ông/bà có tên tại Điều 1, cơ quan, tổ chức, cá nhân được giao tại Điều 2 chịu trách nhiệm thi hành Quyết định này./.",
      R2: "Ông/bà có tên tại Điều 1, cơ quan, tổ chức, cá nhân chịu trách nhiệm thi hành Quyết định này.",
    },
    recipients: { R1: ["Nơi nhận:", "- Như Điều 3;", "- Lưu: VT Ủy ban nhân dân."], R2: [] },
    signed: { R1: "TM. ỦY BAN NHÂN DÂN", R2: "TRƯỞNG CÔNG AN" },
    signedBelow: { R1: "CHỦ TỊCH", R2: "" },
    seal: "(Ký, ghi rõ họ tên, đóng dấu)",
  },
  commitment: {
    title: "GIẤY CAM KẾT",
    subtitle: "Về việc chấp hành nghiêm chỉnh các biện pháp quản lý, giám sát cai nghiện ma túy tự nguyện tại gia đình, cộng đồng",
    name: "Tên tôi là: ",
    origin: "Quê quán: ",
    permanent: "Địa chỉ thường trú: ",
    residence: "Nơi cư trú hoặc chỗ ở hiện nay: ",
    text: "Tôi cam kết chấp hành nghiêm chỉnh các biện pháp quản lý, giám sát cai nghiện ma túy tự nguyện tại gia đình, cộng đồng, nếu vi phạm những điều cam kết trên, tôi xin hoàn toàn chịu trách nhiệm trước pháp luật.",
    signed: "NGƯỜI CAM KẾT",
    confirmed: "XÁC NHẬN CỦA CHA, MẸ, NGƯỜI GIÁM HỘ HOẶC NGƯỜI ĐẠI DIỆN HỢP PHÁP",
    forMinors: "(Đối với người từ đủ 12 tuổi đến dưới 18 tuổi; ký, ghi rõ họ tên)",
  },
  register: {
    title: "SỔ ĐĂNG KÝ CAI NGHIỆN MA TÚY TỰ NGUYỆN",
    book: "QUYỂN SỐ: ",
    opened: "; mở ",
    year: (from: string, to: string) => `(Tính từ ${from} đến ${to})`,
    mark: (year: number) => `Năm ${year}`,
    columns: { number: "TT", fullName: "Họ và tên", birthDate: "Ngày, tháng, năm sinh", sex: "Giới tính", identity: { R1: "Số CCCD/CMND/ Hộ chiếu", R2: "Số CC/CCCD/ CMND/HC" }, residence: "Nơi cư trú", term: "Thời gian cai nghiện", place: "Địa điểm cai nghiện", note: "Ghi chú" },
    term: (from: string, to: string) => `${from} – ${to}`,
    registered: { R1: "1. Tổng số người đăng ký cai nghiện tự nguyện: ", R2: "1. Tổng số người đăng ký cai nghiện tự nguyện, trong đó: " },
    byPlace: { home: "1.1. Tại gia đình, cộng đồng: ", publicFacility: "1.2. Tại cơ sở cai nghiện ma túy công lập: ", reformSchool: "1.3. Tại Trường giáo dưỡng: ", privateFacility: "1.4. Tại cơ sở cai nghiện ma túy tư nhân: " },
    inTreatment: "2. Tổng số người đang trong thời gian cai nghiện tự nguyện: ",
    completed: "3. Tổng số người hoàn thành cai nghiện tự nguyện: ",
    maker: "NGƯỜI LẬP",
    makerSign: "(Ký và ghi rõ họ tên, chức vụ)",
    head: { R1: "TM. ỦY BAN NHÂN DÂN", R2: "" },
    headBelow: { R1: "CHỦ TỊCH", R2: "" },
    headSign: "(Ký và ghi rõ họ tên, đóng dấu)",
  },
};

/** What a file is made of, as far as families bring it (NĐ 163/2026, Art. 89(3); NĐ 116/2021, Art. 28(4)). */
export const dossierItems: Record<RegimeId, readonly string[]> = {
  R1: ["Đăng ký cai nghiện ma túy tự nguyện (Mẫu số 22)", "Bản sao phiếu kết quả xác định tình trạng nghiện ma túy", "Bản chụp một trong các giấy tờ tùy thân"],
  R2: [
    "Lý lịch của người đăng ký đi cai nghiện ma túy (Mẫu số 33)",
    "Đơn xin đi cai nghiện ma túy tự nguyện (Mẫu số 20)",
    "Bản sao xác nhận tình trạng nghiện ma túy của cơ sở y tế có thẩm quyền, hoặc giấy xác nhận đang điều trị bằng thuốc thay thế (Mẫu số 35)",
    "Bản sao một trong các giấy tờ tùy thân",
  ],
};

/** Who writes, as the forms would have it: "bố, mẹ, vợ, chồng hoặc con ruột". */
export function relationOf({ relationship, applicant }: Filed): string {
  if (relationship === "spouse") return applicant?.sex === "male" ? "Chồng" : "Vợ";
  const names = { self: "Bản thân", father: "Bố", mother: "Mẹ", child: "Con ruột", guardian: "Người giám hộ", legalRepresentative: "Người đại diện hợp pháp" } as const;
  return names[relationship];
}

const oneStop = "Phụ lục I, Thông tư 03/2025/TT-VPCP";
type Own = { form: FormId } | { number: string };
const forms: Record<PaperCode, Own> = {
  application: { form: "application" },
  history: { form: "history" },
  receipt: { number: "01" },
  supplements: { number: "02" },
  apology: { number: "04" },
  decision: { form: "decision" },
  commitment: { form: "commitment" },
  registerPage: { form: "register" },
};

/** Which form and annex a paper follows. */
export function formOf(code: PaperCode, { forms: numbers, annex }: Regime): string {
  const own = forms[code];
  return "number" in own ? `Theo Mẫu số ${own.number}, ${oneStop}` : `Theo Mẫu số ${numbers[own.form] ?? ""}, ${annex}`;
}

const two = (n: number): string => String(n).padStart(2, "0");
function lengthOf(duty: Duty): string {
  if ("hours" in duty) return `${two(duty.hours)} giờ`;
  if ("workingDays" in duty) return `${two(duty.workingDays)} ngày làm việc`;
  return "days" in duty ? `${two(duty.days)} ngày` : `${two(duty.months)} tháng`;
}

/** "24 giờ kể từ khi tiếp nhận (Điều 91, Nghị định 163/2026/NĐ-CP)". */
export function termWords(duty: Duty): string {
  return `${lengthOf(duty)} kể từ khi tiếp nhận (${lawVi.article(duty.article)})`;
}
