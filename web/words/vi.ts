import type { ErrorCode } from "../../shared/registration/fields.ts";
import type { Notice } from "../../shared/registration/law-rules.ts";
import type { eventTypes } from "../../shared/registration/receipt.ts";
import type { ApplicationState } from "../../shared/registration/state.ts";
import type { choiceLists, ChoiceLabel, FieldLabel, StepId } from "../../shared/registration/steps.ts";
import { deskVi } from "./vi/desk.ts";
import { hotlineRosterVi } from "./vi/hotline-roster.ts";
import { appointmentVi } from "./vi/appointment.ts";
import { hotlineVi } from "./vi/hotline.ts";
import { hotlineDeskVi } from "./vi/hotline-desk.ts";

type Label = { label: string; hint?: string };
type Options = { [L in ChoiceLabel]: Record<(typeof choiceLists)[L][number], string> };

const weekdays = ["Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"];
const two = (n: number) => String(n).padStart(2, "0");

const fields: Record<FieldLabel, Label> = {
  relationship: { label: "Bạn là ai với người cần hỗ trợ?" },
  fullName: { label: "Họ và tên", hint: "Như trên giấy tờ tùy thân" },
  birthDate: { label: "Ngày sinh", hint: "Ví dụ 2 9 1998" },
  sex: { label: "Giới tính", hint: "Như trên giấy tờ tùy thân" },
  identityKind: { label: "Bạn nhập số của giấy tờ nào?" },
  idNumber: { label: "Số trên giấy tờ", hint: "Căn cước, CCCD, số định danh trên giấy khai sinh: 12 chữ số. Hộ chiếu: chữ và số." },
  confirmNumber: { label: "Tôi đã xem lại, số này đúng như trên giấy tờ" },
  issuedOn: { label: "Ngày cấp", hint: "Nếu không nhớ, để trống. Cán bộ xem bản gốc." },
  issuedBy: { label: "Nơi cấp" },
  province: { label: "Tỉnh, thành phố" },
  commune: { label: "Phường, xã, đặc khu", hint: "Tên hiện nay. Gõ không dấu cũng được, ví dụ: ba dinh" },
  street: { label: "Số nhà, đường (hoặc thôn, tổ)" },
  phone: { label: "Số điện thoại của bạn", hint: "Ví dụ 0912 345 678" },
  personPhone: { label: "Số điện thoại của người cần hỗ trợ" },
  residenceKind: { label: "Người cần hỗ trợ đang ở đâu?" },
  agrees: { label: "Người thân của bạn đã biết và đồng ý đăng ký chưa?" },
  place: { label: "Muốn điều trị ở đâu?" },
  facilityName: { label: "Tên cơ sở muốn đến", hint: "Nếu chưa biết, để trống. Nơi tiếp nhận sẽ hướng dẫn." },
  planning: { label: "Lập kế hoạch cai nghiện" },
  detox: { label: "Cắt cơn, giải độc, điều trị rối loạn tâm thần" },
  recovery: { label: "Giáo dục, tư vấn, phục hồi", hint: "Tên trong mẫu đơn: phục hồi hành vi, nhân cách" },
  determinationKind: { label: "Đã có giấy xác định tình trạng nghiện chưa?" },
  determinationOn: { label: "Ngày ghi trên giấy", hint: "Ví dụ 15 8 2026" },
  determinationBy: { label: "Nơi cấp giấy" },
  mayText: { label: "Nhắn tin tới số này có an toàn không?", hint: "Tin nhắn ngắn, không nói tới việc điều trị, không có tên bạn." },
  maySayWho: { label: "Khi gọi, chúng tôi có được nói mình gọi từ đâu không?" },
  voicemail: { label: "Nếu gặp hộp thư thoại thì sao?" },
  whoMayAnswer: { label: "Ai nghe máy thì an toàn?" },
  hours: { label: "Giờ nào gọi hoặc nhắn là an toàn?", hint: "Chọn tất cả giờ phù hợp" },
  handling: {
    label: "Tôi đồng ý để dịch vụ này xử lý dữ liệu trong đơn, kể cả dữ liệu nhạy cảm về sức khỏe và đời tư. Cần đồng ý mới gửi được đơn.",
  },
  handover: { label: "Tôi đồng ý chuyển đơn tới Công an cấp xã có thẩm quyền. Cần đồng ý mới gửi được đơn." },
  texts: {
    label: "Tôi đồng ý nhận tin nhắn trung tính: một tin ngay khi gửi, và khi có việc cần biết. Không chọn vẫn gửi được đơn.",
  },
};

const options: Options = {
  relationship: {
    self: "Tôi đăng ký cho chính mình",
    father: "Cha",
    mother: "Mẹ",
    spouse: "Vợ hoặc chồng",
    child: "Con",
    guardian: "Người giám hộ",
    legalRepresentative: "Người đại diện hợp pháp",
  },
  sex: { male: "Nam", female: "Nữ" },
  identityKind: {
    idNumber: "Căn cước, CCCD hoặc số định danh (12 số)",
    passport: "Hộ chiếu Việt Nam",
    foreignPassport: "Hộ chiếu nước ngoài",
  },
  residenceKind: {
    withApplicant: "Cùng chỗ với tôi: có đăng ký cư trú ở đây, hoặc ở từ 30 ngày và Công an cấp xã xác nhận",
    settled: "Có chỗ ở ổn định: đang ở nơi đăng ký cư trú, hoặc ở đây từ 30 ngày và Công an cấp xã xác nhận",
    unsettled: "Không có chỗ ở ổn định",
  },
  agrees: { yes: "Đã biết và đồng ý", no: "Chưa" },
  place: {
    home: "Tại gia đình, cộng đồng",
    publicFacility: "Cơ sở cai nghiện công lập",
    reformSchool: "Trường giáo dưỡng (từ 12 đến dưới 18 tuổi)",
    privateFacility: "Cơ sở cai nghiện tư nhân, toàn bộ thời gian",
    privateThenHome: "Cơ sở tư nhân ba giai đoạn đầu, sau đó tại gia đình, cộng đồng",
  },
  planning: { home: "Tại gia đình, cộng đồng", provider: "Tại cơ sở cung cấp dịch vụ" },
  detox: { home: "Tại gia đình, cộng đồng", provider: "Tại cơ sở cung cấp dịch vụ" },
  recovery: { home: "Tại gia đình, cộng đồng", provider: "Tại cơ sở cung cấp dịch vụ" },
  determinationKind: {
    paper: "Đã có giấy",
    substitution: "Đang điều trị bằng thuốc thay thế và có xác nhận",
    none: "Chưa có",
  },
  mayText: { yes: "Có, nhắn được", no: "Không nhắn" },
  maySayWho: { yes: "Được nói là gọi từ Đường Về", no: "Không, chỉ nói gọi lại theo yêu cầu" },
  voicemail: { never: "Không để lại lời", neutral: "Chỉ để lại lời chung chung, không nói việc gì", yes: "Để lại lời được" },
  whoMayAnswer: {
    onlyMe: "Chỉ tôi. Người khác nghe thì xin lỗi gọi nhầm",
    family: "Người nhà cũng được, nhưng chỉ nói chuyện với tôi",
    anyone: "Ai nghe cũng được",
  },
  hours: { morning: "Sáng, 8 đến 12 giờ", afternoon: "Chiều, 12 đến 17 giờ", evening: "Tối, 17 đến 21 giờ" },
};

const errors: Record<ErrorCode, string> = {
  "relationship.missing": "Chọn bạn là ai với người cần hỗ trợ",
  "relationship.minorNeedsRepresentative": "Người cần hỗ trợ chưa đủ 18 tuổi: cha, mẹ, người giám hộ hoặc người đại diện hợp pháp đứng đơn. Chọn lại nếu đó là bạn",
  "relationship.selfMustBeAdult": "Bạn chưa đủ 18 tuổi: hãy nhờ cha, mẹ, người giám hộ hoặc người đại diện hợp pháp đứng đơn. Cần nói chuyện ngay, gọi 111, miễn phí",
  "applicant.missing": "Thêm thông tin của người viết đơn",
  "applicant.notForSelf": "Khi tự đăng ký, chỉ điền phần người cần hỗ trợ",
  "applicant.mustBeAdult": "Người viết đơn phải đủ 18 tuổi. Nếu bạn nhỏ tuổi hơn và cần giúp, gọi 111, miễn phí",
  "fullName.missing": "Nhập họ và tên như trên giấy tờ",
  "fullName.tooLong": "Nhập họ và tên trong 100 ký tự",
  "fullName.letters": "Nhập họ và tên bằng chữ cái; được dùng dấu cách, gạch nối, dấu chấm",
  "birthDate.missing": "Nhập ngày sinh, ví dụ 2 9 1998",
  "birthDate.notReal": "Nhập ngày sinh có thật, ví dụ 2 9 1998",
  "birthDate.future": "Ngày sinh phải trước hôm nay, ví dụ 2 9 1998",
  "birthDate.tooLongAgo": "Nhập năm sinh từ 1900, ví dụ 1998",
  "birthDate.under12":
    "Trẻ cần được giúp theo cách khác: gọi 111, miễn phí, cả ngày đêm. Luật chỉ cho đăng ký từ đủ 12 tuổi. Nếu gõ nhầm, sửa lại ngày sinh",
  "sex.missing": "Chọn nam hoặc nữ như trên giấy tờ",
  "identity.kind.missing": "Chọn loại giấy tờ",
  "identity.number.missing": "Nhập số trên giấy tờ",
  "identity.number.twelveDigits": "Nhập đủ 12 chữ số, ví dụ 001098012345",
  "identity.number.mismatch": "Số này không khớp ngày sinh hoặc giới tính đã nhập. Xem lại số; nếu đúng như trên giấy tờ, đánh dấu xác nhận bên dưới",
  "identity.number.passport": "Nhập số hộ chiếu gồm chữ và số, ví dụ C1234567",
  "identity.issuedOn.notReal": "Nhập ngày cấp có thật, ví dụ 5 6 2022, hoặc để trống",
  "identity.issuedOn.future": "Ngày cấp phải không sau hôm nay",
  "identity.issuedOn.beforeBirth": "Ngày cấp phải sau ngày sinh",
  "residence.kind.missing": "Chọn nơi đang ở",
  "residence.provinceCode.missing": "Chọn tỉnh, thành phố",
  "residence.communeCode.missing": "Nhập tên phường, xã, đặc khu",
  "residence.communeCode.unknown": "Không thấy tên này trong tỉnh đã chọn. Chọn trong danh sách bên dưới",
  "residence.communeCode.choose": "Chưa rõ là nơi nào, có thể tên đã đổi sau sáp nhập. Chọn một nơi trong danh sách bên dưới",
  "residence.withApplicant.self": "Chọn có hoặc không có chỗ ở ổn định",
  "text.tooLong": "Nhập ngắn hơn, trong 200 ký tự",
  "text.characters": "Bắt đầu bằng chữ hoặc số, và bỏ các dấu < > { } \\",
  "phone.missing": "Nhập số điện thoại, ví dụ 0912 345 678",
  "phone.notVietnamese": "Nhập số điện thoại Việt Nam, ví dụ 0912 345 678",
  "agrees.missing": "Chọn người thân của bạn đã đồng ý hay chưa",
  "agrees.no": "Người từ đủ 18 tuổi phải tự muốn đăng ký. Hãy nói chuyện với người ấy trước; câu trả lời của bạn chưa được gửi đi đâu",
  "agrees.notAsked": "Bỏ mục này: chỉ hỏi khi đăng ký cho người từ đủ 18 tuổi",
  "place.missing": "Chọn nơi muốn điều trị",
  "place.unsettledPublicOnly": "Theo luật, người không có chỗ ở ổn định điều trị tại cơ sở công lập. Chọn cơ sở cai nghiện công lập",
  "place.foreignFacility": "Theo luật, người nước ngoài điều trị tại cơ sở. Chọn một loại cơ sở",
  "place.minorsOnly": "Trường giáo dưỡng chỉ nhận người từ 12 đến dưới 18 tuổi. Chọn nơi khác",
  "facility.notForHome": "Bỏ tên cơ sở khi chọn điều trị tại gia đình, cộng đồng",
  "plan.missing": "Chọn nơi thực hiện cho từng phần",
  "plan.onlyForHome": "Kế hoạch này chỉ dùng khi điều trị tại gia đình, cộng đồng",
  "determination.kind.missing": "Chọn đã có giấy hay chưa",
  "determination.issuedOn.missing": "Nhập ngày ghi trên giấy, ví dụ 15 8 2026",
  "determination.issuedOn.notReal": "Nhập ngày có thật, ví dụ 15 8 2026",
  "determination.issuedOn.future": "Ngày ghi trên giấy phải không sau hôm nay",
  "contact.mayText.missing": "Chọn nhắn tin có an toàn không",
  "contact.mayText.landline": "Máy bàn không nhận được tin nhắn. Chọn không nhắn, hoặc đổi sang số di động",
  "contact.maySayWho.missing": "Chọn chúng tôi có được nói gọi từ đâu không",
  "contact.voicemail.missing": "Chọn cách xử lý khi gặp hộp thư thoại",
  "contact.whoMayAnswer.missing": "Chọn ai nghe máy thì an toàn",
  "contact.hours.missing": "Chọn ít nhất một khoảng giờ an toàn",
  "consents.handling.missing": "Đánh dấu đồng ý để gửi đơn, hoặc đóng trang này nếu bạn chưa muốn",
  "consents.handover.missing": "Đánh dấu đồng ý chuyển đơn để gửi, hoặc đóng trang này nếu bạn chưa muốn",
  "consents.texts.missing": "Chọn có nhận tin nhắn hay không",
  "consents.texts.notAsked": "Bỏ đồng ý nhận tin nhắn khi đã chọn không nhắn",
  "consents.wording.old": "Lời đồng ý đã thay đổi. Đọc và chọn lại",
  "language.missing": "Chọn tiếng Việt (vi) hoặc tiếng Anh (en)",
  "field.unknown": "Bỏ mục này: dịch vụ không có mục tên như vậy",
  "field.invalid": "Nhập lại mục này",
};

/** The articles a clock can rest on, as people may look them up. */
const articles: Record<string, string> = {
  "ND163-91": "Điều 91, Nghị định 163/2026/NĐ-CP",
};

const steps: Record<StepId, { title: string; lead?: string }> = {
  relationship: { title: "Bạn và người cần hỗ trợ", lead: "Khoảng 10 phút. Chưa có gì được lưu hay gửi đi cho tới khi bạn bấm gửi ở trang cuối." },
  applicant: { title: "Người viết đơn", lead: "Là bạn, người đang điền đơn này." },
  applicantPapers: { title: "Giấy tờ của bạn" },
  applicantAddress: { title: "Nơi ở và điện thoại của bạn" },
  person: { title: "Người cần hỗ trợ" },
  personPapers: { title: "Giấy tờ của người cần hỗ trợ" },
  personHome: { title: "Nơi ở của người cần hỗ trợ", lead: "Nơi ở quyết định cơ quan nào tiếp nhận đơn." },
  personAddress: { title: "Địa chỉ của người cần hỗ trợ", lead: "Nếu không có chỗ ở ổn định, điền nơi người ấy đang có mặt." },
  personPhone: { title: "Số điện thoại" },
  agrees: { title: "Ý muốn của người thân", lead: "Người từ đủ 18 tuổi đăng ký theo ý muốn của chính mình (Điều 31 khoản 6, Luật 120/2025/QH15)." },
  place: { title: "Nơi muốn điều trị", lead: "Bạn có thể trao đổi lại với nơi tiếp nhận. Chỉ hiện những nơi luật cho chọn." },
  facility: { title: "Cơ sở muốn đến" },
  plan: { title: "Kế hoạch tại gia đình, cộng đồng", lead: "Mỗi phần làm ở đâu. Dự kiến thôi, có thể đổi với nơi tiếp nhận. Học nghề và hòa nhập làm tại gia đình, cộng đồng." },
  determination: { title: "Giấy xác định tình trạng nghiện", lead: "Giấy của cơ sở y tế. Chưa có cũng đăng ký được; Nhà nước trả chi phí xác định (Điều 31 khoản 9, Luật 120/2025/QH15)." },
  determinationPaper: { title: "Giấy đã có" },
  contact: { title: "Liên lạc an toàn với bạn", lead: "Không câu nào chọn sẵn. Chúng tôi chỉ liên lạc theo cách bạn chọn. Sau 30 ngày, chúng tôi không tự nhắn tin nữa nếu bạn chưa trả lời lại." },
  before: { title: "Trước khi gửi, xin đọc kỹ" },
};

const notices: Record<Notice, string> = {
  landline: "Số này là máy bàn nên không nhận được tin nhắn. Bạn vẫn đăng ký được; muốn xem hoặc rút đơn thì đến nơi tiếp nhận.",
  determinationTooOld:
    "Giấy đã quá 6 tháng. Công an cấp xã sẽ đề nghị xác định lại; Nhà nước trả chi phí (Điều 31, Luật 120/2025/QH15).",
  costsPaidByForeigner: "Người nước ngoài điều trị tại cơ sở và tự trả chi phí (Điều 40 khoản 2, Luật 120/2025/QH15).",
};

const states: Record<ApplicationState, string> = { submitted: "Đã gửi, chờ nơi tiếp nhận", withdrawn: "Đã rút" };
const events: Record<(typeof eventTypes)[number], string> = {
  submitted: "Đã gửi",
  viewed: "Bạn xem trang này",
  withdrawn: "Bạn đã rút đơn",
  appointmentBooked: "Đã đặt lịch hẹn",
  appointmentMoved: "Đã đổi giờ hẹn",
  appointmentCancelled: "Đã hủy lịch hẹn",
  appointmentConfirmed: "Bạn đã xác nhận lịch hẹn",
  textsStopped: "Bạn đã ngừng nhận tin nhắn",
};

export const vi = {
  code: "vi",
  otherLanguage: { code: "en", name: "English" },
  brand: "Đường Về",
  skip: "Tới nội dung chính",
  quickExit: "Thoát nhanh",
  danger: { title: "Nguy hiểm ngay lúc này?", ambulance: "cấp cứu", police: "công an", children: "trẻ em", note: "Gọi miễn phí, cả ngày đêm." },
  step: (n: number, m: number) => `Bước ${n}/${m}`,
  continue: "Tiếp tục",
  back: "Quay lại",
  offline: "Không gửi được lúc này, có thể do mạng. Những gì bạn nhập vẫn còn đây. Xin thử lại.",
  optional: "không bắt buộc",
  dayBoxes: { day: "Ngày", month: "Tháng", year: "Năm" },
  chooseProvince: "Chọn tỉnh, thành phố",
  chooseCommune: "Chọn phường, xã, đặc khu",
  errorSummary: (count: number) => (count === 1 ? "Còn một chỗ cần sửa" : `Còn ${count} chỗ cần sửa`),
  errorPrefix: "Lỗi",
  noticeTitle: "Xin lưu ý",
  fields,
  options,
  errors,
  steps,
  notices,
  states,
  events,
  articles,
  footer: {
    notTipLine: "Đây không phải đường dây tố giác tội phạm.",
    whoSees: "Ai thấy thông tin của tôi?",
  },
  home: {
    title: "Bạn không phải đi một mình.",
    lead: "Dành cho người cần hỗ trợ và gia đình. Không mất tiền. Hỏi chuyện không cần nói tên.",
    callback: { title: "Hẹn chuyên viên gọi lại", text: "Chọn giờ an toàn cho bạn, hoặc để chúng tôi gọi sớm nhất. Không cần đăng ký, không cần nói tên." },
    register: { title: "Đăng ký cai nghiện tự nguyện", text: "Cho bạn hoặc người thân. Khoảng 10 phút. Bạn sẽ biết trước điều gì xảy ra sau khi gửi." },
    lookup: { title: "Xem đơn đã gửi", text: "Bằng mã tra cứu và mã gửi tới điện thoại của bạn." },
    appointment: { title: "Lịch hẹn", text: "Xem, giữ, đổi hoặc hủy giờ đã hẹn." },
    helpNow: { title: "Cần giúp ngay", text: "Những số gọi được lúc này, và nơi để hỏi mà không phải đăng ký." },
  },
  register: {
    need: "Nên có sẵn: giấy tờ tùy thân của bạn và của người cần hỗ trợ; giấy xác định tình trạng nghiện, nếu có.",
    privacyNote: "Trang này không dùng cookie và không lưu gì trên máy. Để trang mở quá 4 giờ thì phải điền lại từ đầu.",
  },
  whoSelf: {
    person: "Thông tin của bạn",
    personPapers: "Giấy tờ của bạn",
    personHome: "Nơi ở của bạn",
    personAddress: "Địa chỉ của bạn",
    residenceKind: "Bạn đang ở đâu?",
    personAddressLead: "Nếu không có chỗ ở ổn định, điền nơi bạn đang có mặt.",
  },
  before: {
    whoSees: {
      title: "Ai sẽ thấy đơn này",
      items: [
        "Từ 01/07/2026, Công an cấp xã nơi cư trú (hoặc nơi người ấy đang có mặt) tiếp nhận và quyết định (Điều 89–91, Nghị định 163/2026/NĐ-CP). Công an cấp tỉnh cũng nhận quyết định.",
        "Chúng tôi không cho ai khác xem. Công an cấp xã có thể chuyển giấy tờ cần thiết cho cơ sở y tế, cơ sở điều trị theo luật.",
      ],
    },
    follows: {
      title: "Điều gì xảy ra sau đó",
      items: [
        "Quyết định có trong 24 giờ từ khi nhận, tính cả đêm và ngày nghỉ (Điều 91, Nghị định 163/2026/NĐ-CP).",
        "Thời gian là 24 tháng nếu lần đầu, 36 tháng từ lần thứ hai (Điều 29, Luật 120/2025/QH15).",
        "Người từ đủ 18 tuổi điều trị tại gia đình, cộng đồng chịu giám sát điện tử (Điều 12, Luật 120/2025/QH15).",
        "Cần bắt đầu trong 2 ngày làm việc từ khi có quyết định (Điều 4 khoản 8, Nghị định 163/2026/NĐ-CP). Không bắt đầu, hoặc tự ý dừng giữa chừng, có thể dẫn tới cai nghiện bắt buộc (Điều 35, Luật 120/2025/QH15).",
        "Hoàn thành rồi còn 1 năm quản lý sau cai, có thể kèm giám sát điện tử (Điều 12, Luật 120/2025/QH15). Có hỗ trợ học nghề, vay vốn, việc làm (Điều 42).",
      ],
    },
    paid: {
      title: "Chi phí",
      items: [
        "Đăng ký không mất tiền. Nhà nước trả chi phí xác định tình trạng nghiện (Điều 31, Luật 120/2025/QH15).",
        "Tại gia đình, cộng đồng hoặc cơ sở tư nhân, hoàn thành từ ba giai đoạn được hỗ trợ một lần, ít nhất 2.530.000 đ (Điều 131, Nghị định 163/2026/NĐ-CP).",
        "Tại cơ sở công lập, Nhà nước chi trả theo Điều 131, Nghị định 163/2026/NĐ-CP. Cơ sở tư nhân thu phí theo hợp đồng.",
      ],
    },
    know: {
      title: "Cũng nên biết",
      items: [
        "Bạn có thể hỏi và được tư vấn mà không phải đăng ký.",
        "Đây không phải đường dây tố giác tội phạm.",
        "Luật công nhận nộp trực tuyến qua Cổng Dịch vụ công quốc gia và VNeID. Chúng tôi chưa xác nhận được hướng dẫn của Bộ Công an cho nền tảng khác. Nếu nơi tiếp nhận yêu cầu, hãy mang trang biên nhận đến nộp tại chỗ.",
        "Gửi rồi bạn vẫn rút được: trên trang tra cứu nếu cho phép nhắn tin, hoặc tại nơi tiếp nhận.",
      ],
    },
    consent: "Sự đồng ý của bạn",
    consentHint: "Không ô nào chọn sẵn. Dữ liệu trong đơn là dữ liệu nhạy cảm theo Luật 91/2025/QH15. Bạn có thể rút lại sự đồng ý.",
  },
  check: {
    title: "Xem lại trước khi gửi",
    change: "Sửa",
    declare: "Khi bấm gửi, bạn xác nhận những điều trên là đúng. Bản gốc giấy tờ bạn giữ, chỉ mang đến cho cán bộ xem.",
    submit: "Gửi đăng ký",
    none: "Để trống",
    office: "Đơn sẽ chuyển tới",
    handlingShort: "Xử lý dữ liệu trong đơn",
    handoverShort: "Chuyển đơn tới Công an cấp xã",
    textsShort: "Nhận tin nhắn trung tính",
    consentYes: "Đồng ý",
    consentNo: "Không đồng ý",
  },
  receipt: {
    title: "Chúng tôi đã nhận đăng ký của bạn.",
    repeated: "Bạn đã gửi đơn này rồi. Chỉ có một đơn, mã như dưới đây.",
    changedSince: "Bạn đã gửi đơn này trước đó. Những chỗ sửa sau khi gửi không được nhận. Muốn sửa, báo cho nơi tiếp nhận.",
    reference: "Mã tra cứu",
    keep: "Chép lại 8 ký tự này. Chỉ chụp màn hình hoặc in khi không ai khác xem máy hay giấy của bạn. Tin nhắn không ghi đủ mã.",
    office: "Nơi tiếp nhận",
    due: "Hạn quyết định",
    working: (start: string, hours: number, article: string) => `Nhận ${start}, cộng ${hours} giờ, tính cả đêm và ngày nghỉ (${article}). Nếu nơi tiếp nhận yêu cầu nộp tại chỗ, thời hạn tính từ lúc đó.`,
    bring: "Mang theo",
    bringPapers: "Bản gốc giấy tờ tùy thân để đối chiếu",
    bringDetermination: "Giấy xác định tình trạng nghiện hoặc xác nhận điều trị thay thế",
    bringReceipt: "Trang biên nhận này, nếu in được",
    personalHistory: "Lý lịch theo Mẫu 33 điền tại nơi tiếp nhận",
    next: "Việc tiếp theo",
    nextSent: "Đã gửi",
    nextCheck: "Cán bộ tiếp nhận kiểm tra giấy tờ",
    nextDecision: "Có quyết định, hẹn ngày bắt đầu",
    nextDecisionBy: (due: string) => `Trước ${due}`,
    nextStart: "Bắt đầu điều trị",
    nextStartBy: "Trong 2 ngày làm việc từ khi có quyết định (Điều 4 khoản 8, Nghị định 163/2026/NĐ-CP)",
    print: "In trang này",
    lookup: "Tra cứu đơn",
    textComing: "Một tin nhắn trung tính sẽ tới số bạn đã cho trong ít phút; nếu lúc này không phải giờ an toàn bạn đã chọn, tin đợi đến giờ ấy.",
    noText: "Theo lựa chọn của bạn, chúng tôi không nhắn tin. Hãy giữ mã tra cứu.",
    withdrawnTitle: "Đơn này đã được rút.",
    withdrawnSince: "Bạn đã gửi đơn này rồi, và sau đó đã rút. Nó không còn hiệu lực. Muốn đăng ký lại, bắt đầu đơn mới từ trang chủ.",
  },
  lookup: {
    title: "Xem đơn đã gửi",
    lead: "Chúng tôi gửi một mã dùng một lần tới số điện thoại trong đơn.",
    reference: { label: "Mã tra cứu", hint: "8 ký tự trên trang biên nhận, ví dụ K7M4 Q9TX" },
    phone: { label: "Số điện thoại trong đơn", hint: "Số của người viết đơn" },
    ask: "Gửi mã cho tôi",
    errors: {
      "reference.invalid": "Nhập mã tra cứu gồm 8 ký tự, ví dụ K7M4 Q9TX",
      "phone.invalid": "Nhập số điện thoại Việt Nam, ví dụ 0912 345 678",
      "code.invalid": "Nhập mã gồm 6 chữ số trong tin nhắn",
      "code.wrong": "Mã không đúng hoặc đã hết hạn. Xem lại tin nhắn, hoặc xin mã mới",
      "tooSoon.pause": "Bạn vừa xin mã. Đợi 30 giây rồi xin lại",
      "tooSoon.day": "Hôm nay đã xin 5 mã. Xin lại vào ngày mai, hoặc hỏi nơi tiếp nhận",
    },
    codeTitle: "Nhập mã trong tin nhắn",
    codeLead: "Nếu mã tra cứu và số điện thoại khớp, và bạn đã cho phép nhắn tin, tin nhắn đang tới. Mã dùng được trong 10 phút.",
    code: { label: "Mã 6 chữ số" },
    open: "Xem đơn",
    again: "Gửi lại mã",
    noTextTitle: "Không nhận được tin nhắn?",
    noText: "Có thể bạn đã chọn không nhắn tin, hoặc số là máy bàn. Mang mã tra cứu và giấy tờ bản gốc tới nơi tiếp nhận để hỏi hoặc rút đơn.",
  },
  status: {
    title: "Đơn của bạn",
    state: "Hiện nay",
    due: "Hạn quyết định",
    overdue: "Đã qua hạn quyết định. Nếu chưa nhận được quyết định, hãy hỏi nơi tiếp nhận và cho họ xem trang này.",
    todo: "Việc bạn có thể làm",
    todoText: "Mang bản gốc giấy tờ tới nơi tiếp nhận để đối chiếu.",
    withdrawnText: "Đơn đã rút. Không có việc gì phải làm thêm. Bạn có thể đăng ký lại bất cứ lúc nào.",
    timeline: "Những việc đã xảy ra",
    reload: "Cập nhật",
    withdraw: "Rút đơn",
    withdrawTitle: "Rút đơn này?",
    withdrawText: "Đơn sẽ dừng và nơi tiếp nhận thấy là bạn đã rút. Không thể hoàn tác, nhưng bạn có thể đăng ký lại.",
    withdrawConfirm: "Rút đơn của tôi",
    keep: "Không, giữ đơn",
    done: "Xong, đóng trang này",
    expires: (at: string) => `Trang này mở được tới ${at}.`,
  },
  helpNow: {
    title: "Cần giúp ngay",
    numbers: [
      { number: "115", text: "Cấp cứu y tế: quá liều, gọi không đáp, co giật, khó thở" },
      { number: "113", text: "Công an: đang bị đánh, bị đe dọa" },
      { number: "111", text: "Tổng đài quốc gia bảo vệ trẻ em, miễn phí, cả ngày đêm" },
    ],
    talkTitle: "Muốn nói chuyện",
    talk: "Đường dây Ngày Mai 096 306 1414, hỗ trợ tâm lý, miễn phí. Giờ theo thông tin tháng 8/2022: thứ Tư đến Chủ nhật, 13:00–20:30. Giờ này có thể đã đổi.",
    untilTitle: "Trong lúc chờ",
    until: ["Gọi 115 trước và làm theo hướng dẫn của họ.", "Ở lại bên người ấy.", "Nếu gọi không đáp nhưng còn thở, đặt nằm nghiêng.", "Không cho uống thêm thứ gì để “giải”."],
    note: "Đây không phải đường dây tố giác tội phạm. Gọi cấp cứu không cần đăng ký gì.",
  },
  privacy: {
    title: "Ai thấy thông tin của tôi?",
    sections: [
      {
        title: "Khi bạn đang điền đơn",
        items: [
          "Câu trả lời đi theo trang dưới dạng mã hóa và hết hạn sau 4 giờ. Không cookie, không lưu trên máy, không lưu ở chỗ chúng tôi cho tới khi bạn bấm gửi.",
        ],
      },
      {
        title: "Khi bạn đã gửi",
        items: [
          "Công an cấp xã nơi cư trú (hoặc nơi người cần hỗ trợ đang có mặt) tiếp nhận đơn theo Điều 89–91, Nghị định 163/2026/NĐ-CP.",
          "Người biết mã tra cứu và nhận được tin nhắn ở số trong đơn xem được tình trạng đơn và nơi tiếp nhận, và rút được đơn. Người đó không xem được tên hay giấy tờ.",
        ],
      },
      {
        title: "Khi bạn nhờ gọi lại",
        items: [
          "Chúng tôi giữ số máy, các câu trả lời về liên lạc an toàn và từ bạn dặn, chỉ để gọi. Không hỏi tên. Cán bộ tiếp nhận đơn không xem được.",
          "Số máy bị xóa một tuần sau khi xong việc; ghi chép cuộc gọi bị xóa sau 90 ngày. Chuyên viên chỉ thấy số khi bấm gọi, và mỗi lần thấy đều được ghi lại.",
        ],
      },
      {
        title: "Tin nhắn chúng tôi gửi",
        items: [
          "Không có tên, không nói tới điều trị, không ghi đủ mã. Chỉ gửi vào giờ an toàn bạn đã chọn, từ 8 giờ đến 21 giờ, và nhiều nhất 3 tin trong 24 giờ; riêng mã bạn xin thì gửi ngay, vào bất cứ giờ nào.",
          "Muốn ngừng: mở đường dẫn trong tin nhắn, hoặc nhập mã trong tin ở mục Lịch hẹn, rồi chọn “Ngừng nhận tin nhắn”. Để nhớ điều đó, chúng tôi giữ một dấu mã hóa của số máy, không giữ số.",
          "Nhà mạng chuyển tin nên thấy số máy và lời nhắn. Chúng tôi xóa cả hai khi tin đã đi hoặc đã hết hạn; số máy còn trong nhật ký gửi thêm một ngày. Dấu vết đã gửi lúc nào được giữ nhiều nhất 7 ngày sau khi tin hết hạn.",
        ],
      },
      {
        title: "Quyền của bạn (Luật 91/2025/QH15)",
        items: [
          "Được biết, được xem và sửa, được rút lại sự đồng ý, được yêu cầu xóa. Nêu yêu cầu tại nơi tiếp nhận.",
          "Rút đơn trên trang tra cứu, hoặc tại nơi tiếp nhận nếu bạn không nhận tin nhắn.",
          "Thời gian lưu hồ sơ do pháp luật chưa nêu rõ; chúng tôi sẽ ghi tại đây khi được xác nhận.",
        ],
      },
    ],
  },
  exit: {
    title: "Ngày nghỉ lễ 2026",
    heading: "Ngày nghỉ lễ trong năm 2026",
  },
  api: {
    idempotencyKey: { title: "Thiếu Idempotency-Key", detail: "Gửi tiêu đề Idempotency-Key dài 16 đến 64 ký tự, mỗi đơn một giá trị." },
    keyReused: { title: "Idempotency-Key đã dùng", detail: "Khóa này đã dùng cho một đơn khác nội dung. Dùng khóa mới nếu đây là đơn mới." },
    mediaType: { title: "Sai kiểu nội dung", detail: "Gửi nội dung kiểu application/json." },
    malformed: { title: "Không đọc được JSON", detail: "Kiểm tra cú pháp JSON rồi gửi lại." },
    invalid: { title: "Còn chỗ cần sửa", detail: "Sửa các mục trong errors rồi gửi lại với cùng Idempotency-Key." },
    invalidPair: { title: "Sai mã tra cứu hoặc số điện thoại", detail: "Mã tra cứu gồm 8 chữ và số; số điện thoại là số Việt Nam." },
    tooSoon: { title: "Xin mã quá sớm", detail: "Đợi 30 giây giữa hai lần; mỗi ngày 5 lần." },
    notProven: { title: "Cần mã xác nhận", detail: "Mã hoặc thẻ không đúng, đã dùng hoặc hết hạn. Xin mã mới." },
  },
  problems: {
    title: { notFound: "Không thấy trang này", expired: "Trang đã hết hạn", wentWrong: "Chúng tôi gặp trục trặc", refused: "Chúng tôi không mở được yêu cầu này", tooLarge: "Nội dung gửi quá lớn", method: "Trang này không nhận cách gửi đó" },
    text: {
      notFound: "Địa chỉ có thể gõ nhầm hoặc trang đã chuyển.",
      expired: "Câu trả lời đã quá 4 giờ hoặc không còn đọc được, nên chúng tôi đã bỏ đi để giữ kín. Chưa có gì được gửi. Xin bắt đầu lại.",
      wentWrong: "Chúng tôi không chắc yêu cầu đã tới. Xin thử lại sau ít phút. Nếu bạn vừa bấm gửi, gửi lại vẫn chỉ tính một lần.",
      refused: "Yêu cầu đến từ một trang khác nên chúng tôi không nhận, để bảo vệ bạn. Xin mở lại từ trang chủ.",
      tooLarge: "Xin nhập ngắn hơn rồi gửi lại.",
      method: "Xin mở lại từ trang chủ.",
    },
    startAgain: "Bắt đầu lại",
    home: "Về trang chủ",
  },
  desk: deskVi,
  hotlineRoster: hotlineRosterVi,
  appointment: appointmentVi,
  hotline: hotlineVi,
  hotlineDesk: hotlineDeskVi,
  /** "14:30 thứ Hai 23/11/2026" */
  moment: (t: { date: string; weekday: number; hour: number; minute: number }) =>
    `${two(t.hour)}:${two(t.minute)} ${weekdays[t.weekday]} ${t.date.slice(8, 10)}/${t.date.slice(5, 7)}/${t.date.slice(0, 4)}`,
  /** "23/11/2026" */
  day: (date: string) => `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`,
};

type Widen<T> = T extends string ? string : T extends (...args: infer A) => string ? (...args: A) => string : T extends readonly (infer U)[] ? readonly Widen<U>[] : { [K in keyof T]: Widen<T[K]> };

/** The words of one language. A key that is missing in another language is a type error there. */
export type Words = Widen<typeof vi>;
