import type { historyErrorCodes, HistoryName, historyParts, HistoryRelative } from "../../../shared/registration/history.ts";

type Label = { label: string; hint?: string };

const parts: Record<(typeof historyParts)[number], string> = { self: "Bản thân", family: "Thành phần gia đình", past: "Tiền án, tiền sự, quá trình sử dụng, cai nghiện ma túy" };

/** The labels of Mẫu 33, Annex V, NĐ 163/2026/NĐ-CP. */
const fields: Record<HistoryName, Label> = {
  fullName: { label: "Họ và tên", hint: "viết in hoa" },
  otherName: { label: "Tên gọi khác", hint: "nếu có" },
  birthDate: { label: "Ngày, tháng, năm sinh" },
  identity: { label: "Số CC/CCCD/CMND/HC" },
  residence: { label: "Nơi cư trú hoặc chỗ ở hiện nay" },
  education: { label: "Trình độ đào tạo", hint: "ví dụ 12/12, cử nhân Luật" },
  occupation: { label: "Nghề nghiệp", hint: "không có thì ghi không; đang đi học thì ghi học sinh, sinh viên" },
  workplace: { label: "Nơi làm việc/học tập" },
  father: { label: "Họ, tên bố", hint: "hoặc người đại diện" },
  mother: { label: "Họ, tên mẹ" },
  spouse: { label: "Họ, tên vợ/chồng" },
  children: { label: "Họ, tên con" },
  convictions: { label: "Tiền án", hint: "nếu có thì ghi rõ số lần, tội danh; không có thì ghi không" },
  sanctions: { label: "Tiền sự", hint: "nếu có thì ghi rõ số lần, hành vi; không có thì ghi không" },
  substances: { label: "Loại ma túy đã sử dụng", hint: "ghi tên loại ma túy sử dụng" },
  ways: { label: "Hình thức sử dụng ma túy", hint: "nuốt, chích, hít…" },
  firstTime: { label: "Thời điểm sử dụng ma túy lần đầu", hint: "ghi ngày, tháng, năm" },
  voluntaryBefore: { label: "Cai nghiện tự nguyện tại gia đình, cai nghiện tại cộng đồng", hint: "ghi rõ số lần, địa điểm, cơ sở cai nghiện tự nguyện; không có thì ghi chưa" },
  afterCareDecision: { label: "Quyết định quản lý sau cai nghiện tại nơi cư trú", hint: "ghi rõ số quyết định, ngày, tháng, năm, cơ quan quyết định" },
  compulsoryBefore: { label: "Đã bị áp dụng biện pháp đưa vào cơ sở cai nghiện bắt buộc", hint: "ghi rõ số quyết định, ngày, tháng, năm, cơ quan quyết định, tên cơ sở cai nghiện bắt buộc" },
  substitution: { label: "Tham gia điều trị nghiện ma túy bằng thuốc thay thế", hint: "có hoặc không; nếu có, thời điểm tự chấm dứt điều trị hoặc bị đưa ra khỏi chương trình điều trị, ghi rõ ngày, tháng, năm" },
};

const relative: Record<keyof HistoryRelative, string> = { fullName: "Họ, tên", age: "Tuổi", occupation: "Nghề nghiệp", residence: "Nơi cư trú hoặc chỗ ở hiện nay" };

const errors: Record<(typeof historyErrorCodes)[number], string> = {
  "field.invalid": "Nhập lại mục này, hoặc để trống",
  "line.tooLong": "Nhập ngắn hơn, trong 200 ký tự",
  "text.tooLong": "Nhập ngắn hơn, trong 500 ký tự",
  "text.characters": "Bắt đầu bằng chữ hoặc số, và bỏ các dấu < > { } \\",
  "age.notReal": "Nhập tuổi bằng số, ví dụ 45, hoặc để trống",
  "children.tooMany": "Nhập nhiều nhất 10 người con; những người khác viết tay trên bản in",
};

export const historyVi = {
  title: "Lý lịch, nếu bạn muốn điền trước",
  lead: "Điền phần nào cũng được. Phần để trống in thành dòng chấm, để viết tay khi gặp cán bộ tiếp nhận.",
  parts,
  fields,
  relative,
  errors,
  open: "Điền lý lịch (không bắt buộc)",
  before: {
    title: "Trước khi điền",
    items: [
      "Để trống cũng không sao, và dừng lúc nào cũng được. Cán bộ tiếp nhận giúp bạn điền khi gặp.",
      "Phần này hỏi những chuyện rất riêng: tiền án, tiền sự, loại đã dùng. Chỉ ghi điều bạn muốn ghi.",
      "Ai xem được: nơi tiếp nhận đang giữ đơn, cán bộ theo dõi ở tỉnh, và người mở được trang này bằng mã tra cứu và mã trong tin nhắn.",
      "Đã lưu rồi vẫn sửa hoặc xóa hết được, cho tới khi có quyết định.",
    ],
  },
  known: "Họ tên, ngày sinh, giấy tờ và nơi ở đã có trong đơn, không cần ghi lại.",
  child: "Con thứ",
  saveOn: "Lưu và làm tiếp",
  saveBack: "Lưu và quay lại",
  saveMore: "Lưu và thêm dòng cho người con",
  leave: "Quay lại, không lưu",
  clear: "Xóa hết lý lịch đã lưu",
  clearTitle: "Xóa hết lý lịch đã lưu?",
  clearText: "Cả ba phần bị xóa khỏi đơn và không lấy lại được. Giấy nơi tiếp nhận đã in thì không đổi. Đơn của bạn vẫn còn.",
  clearConfirm: "Xóa lý lịch",
  keep: "Không, giữ lại",
  saved: "Đã lưu. Bạn có thể làm tiếp hoặc dừng ở đây.",
  savedAll: "Đã lưu lý lịch.",
  cleared: "Đã xóa hết lý lịch.",
  closed: "Đơn đã sang bước khác nên không điền lý lịch ở đây được nữa. Hãy nói với cán bộ tiếp nhận.",
  typed: "Bạn vừa nhập, chưa lưu",
  changed: "Phần này vừa được lưu từ nơi khác. Những gì bạn nhập còn nguyên ở dưới, chưa được lưu. Bấm lưu lần nữa thì những gì ở dưới sẽ thay.",
  there: "Đang được lưu",
  empty: "để trống",
};
