import type { RightErrorCode } from "../../../shared/privacy/right-form.ts";
import type { RefusalGround, RightAct, RightKind, RightState } from "../../../shared/privacy/rights.ts";

type Named = { name: string; hint: string };

const kinds: Record<RightKind, Named> = {
  view: { name: "Xem và nhận bản sao dữ liệu", hint: "Nơi tiếp nhận hỏi lại để chắc là chính bạn. Sau đó dữ liệu mở ở trang này trong 10 ngày." },
  correct: { name: "Sửa điều ghi sai", hint: "Viết điều sai và điều đúng ở ô bên dưới." },
  stopTexts: { name: "Ngừng nhận tin nhắn", hint: "Có hiệu lực ngay. Riêng mã bạn tự xin thì vẫn gửi." },
  withdrawConsent: { name: "Rút lại sự đồng ý về đơn", hint: "Chưa có quyết định thì đơn được rút ngay. Có rồi thì nơi tiếp nhận trả lời bạn." },
  restrict: { name: "Hạn chế xử lý", hint: "Dữ liệu còn giữ nhưng không ai làm gì thêm với đơn, cho tới khi bạn bỏ hạn chế." },
  object: { name: "Phản đối một việc đang làm với dữ liệu", hint: "Viết việc bạn phản đối ở ô bên dưới." },
  erase: { name: "Xóa dữ liệu", hint: "Xóa rồi không lấy lại được. Luật có trường hợp không cho xóa." },
  protect: { name: "Được bảo vệ", hint: "Khi bạn nghĩ có người xem hoặc dùng dữ liệu trái phép." },
};

const states: Record<RightState, string> = {
  asked: "Đã gửi, chờ trả lời",
  accepted: "Được nhận, đang làm",
  extended: "Đã gia hạn, đang làm",
  refused: "Không được nhận",
  done: "Đã xong",
  takenBack: "Bạn đã rút lại",
  lifted: "Đã bỏ hạn chế",
};

const grounds: Record<RefusalGround, string> = {
  procedure: "Cơ quan nhà nước đang làm việc mà luật giao",
  life: "Để bảo vệ tính mạng, sức khỏe trong trường hợp khẩn cấp",
  otherLaw: "Luật khác quy định",
  notTheirs: "Chưa biết chắc người yêu cầu có quyền với dữ liệu này",
};

const errors: Record<RightErrorCode, string> = {
  "field.invalid": "Nhập lại mục này",
  "kind.missing": "Chọn điều bạn yêu cầu",
  "ground.missing": "Chọn lý do",
  "text.missing": "Viết điều ghi sai và điều đúng",
  "note.missing": "Viết lý do, hoặc việc đã làm",
  "text.tooLong": "Viết ngắn hơn, trong 1.000 ký tự",
  "text.characters": "Bỏ các dấu < > { } \\",
};

/** What people may ask about their data, on the status page. */
export const rightsVi = {
  open: "Quyền của bạn về dữ liệu",
  title: "Quyền của bạn về dữ liệu",
  lead: "Nơi tiếp nhận trả lời trong 2 ngày làm việc, rồi làm trong thời hạn luật định.",
  kinds,
  states,
  grounds,
  errors,
  askTitle: "Bạn muốn yêu cầu điều gì?",
  text: { label: "Điều bạn muốn nói thêm", hint: "Cần viết khi bạn yêu cầu sửa. Nơi tiếp nhận đọc được. Lời bạn viết được xóa cùng hồ sơ." },
  send: "Gửi yêu cầu",
  own: "Yêu cầu đã gửi",
  none: "Bạn chưa gửi yêu cầu nào.",
  askedAt: "Gửi lúc",
  answerBy: "Trả lời chậm nhất",
  carryOutBy: "Làm xong chậm nhất",
  overAt: "Xong lúc",
  ground: "Lý do",
  refusedNote: "Không đồng ý thì bạn có quyền khiếu nại hoặc khởi kiện (Điều 4, Luật 91/2025/QH15).",
  takeBack: "Rút lại yêu cầu",
  lift: "Bỏ hạn chế",
  see: "Xem dữ liệu của tôi",
  back: "Quay lại tình trạng đơn",
  backToRights: "Quay lại",
  keep: "Không, quay lại",
  confirm: {
    withdrawConsent: { title: "Rút lại sự đồng ý và rút đơn?", text: "Chưa có quyết định nên đơn của bạn được rút ngay, và không phục hồi được. Bạn có thể gửi đơn mới bất cứ lúc nào.", button: "Rút lại và rút đơn" },
    erase: { title: "Yêu cầu xóa dữ liệu?", text: "Khi nơi tiếp nhận làm xong, đơn, lịch hẹn và trang này không còn nữa, và không lấy lại được.", button: "Gửi yêu cầu xóa" },
  },
  said: {
    asked: "Đã gửi yêu cầu.",
    done: "Đã làm xong.",
    takenBack: "Đã rút lại yêu cầu.",
    lifted: "Đã bỏ hạn chế.",
    tooOften: "Bạn đã gửi yêu cầu này nhiều lần. Hãy nói với nơi tiếp nhận.",
    closed: "Việc này không làm được nữa. Bên dưới là tình trạng bây giờ.",
    notOpen: "Dữ liệu chưa mở để xem, hoặc đã hết 10 ngày. Hãy gửi yêu cầu xem.",
  },
  data: {
    title: "Dữ liệu của bạn",
    lead: "Đây là tất cả những gì nơi tiếp nhận giữ về đơn này. Đừng để người khác nhìn thấy.",
    download: "Tải về máy (tệp JSON)",
    downloadHint: "Tệp nằm lại trên máy và không được khóa. Chỉ tải nếu máy là của riêng bạn.",
    sent: "Trong đơn",
    background: "Lý lịch",
    decided: "Quyết định và kết quả",
    appointments: "Lịch hẹn",
    results: { confirmed: "Xác định có tình trạng nghiện", notConfirmed: "Xác định không có tình trạng nghiện" },
    happened: "Đã diễn ra",
  },
};

type ActWords = { title: string; button: string; lead?: string };
const acts: Record<RightAct, ActWords> = {
  accept: { title: "Nhận yêu cầu", button: "Nhận yêu cầu", lead: "Xác nhận đúng người có quyền đang hỏi: gặp, hoặc gọi theo cách an toàn họ đã chọn." },
  refuse: { title: "Không nhận yêu cầu", button: "Ghi là không nhận", lead: "Chỉ khi luật cho phép. Người yêu cầu thấy lý do bạn chọn." },
  extend: { title: "Gia hạn", button: "Gia hạn", lead: "Một lần, và phải có lý do." },
  carryOut: { title: "Làm xong", button: "Ghi là đã xong" },
  lift: { title: "Bỏ hạn chế", button: "Bỏ hạn chế" },
};

/** The same at the desk. */
export const rightsDeskVi = {
  nav: "Quyền dữ liệu",
  list: { title: "Yêu cầu về dữ liệu", lead: "Trả lời trong 2 ngày làm việc; rồi làm trong thời hạn của từng loại (Điều 5, Nghị định 356/2025/NĐ-CP).", none: "Không có yêu cầu nào đang chờ.", wait: "Có yêu cầu về dữ liệu đang chờ trả lời hoặc làm xong", more: "Chỉ hiện những yêu cầu đến hạn sớm nhất.", open: "Mở hồ sơ", answer: "Trả lời", carryOut: "Làm xong" },
  part: { title: "Yêu cầu về dữ liệu", said: "Người yêu cầu viết", noted: "Đã ghi", ground: "Lý do", article: "Căn cứ" },
  restricted: "Người này đã yêu cầu hạn chế xử lý. Không ghi được việc nào cho tới khi bỏ hạn chế.",
  restrictedNow: "Chưa ghi gì: hồ sơ này đang bị hạn chế xử lý.",
  acts,
  carryOut: {
    view: "Ghi xong thì người yêu cầu xem và tải được dữ liệu ở trang tra cứu trong 10 ngày.",
    correct: "Ghi rõ đã sửa gì, ở đâu.",
    stopTexts: "Tin nhắn đã ngừng.",
    withdrawConsent: "Ghi đã làm gì với hồ sơ. Rút đồng ý không làm mất hiệu lực những gì đã làm trước đó (Điều 10 khoản 4, Luật 91/2025/QH15).",
    restrict: "Ghi xong thì không ai ghi được việc gì vào hồ sơ này cho tới khi bỏ hạn chế.",
    object: "Ghi đã dừng hoặc đổi việc gì.",
    erase: "Xóa tất cả về người này: hồ sơ, lịch hẹn, yêu cầu này. Không lấy lại được. Chỉ còn dấu vết là đã xóa đúng luật.",
    protect: "Ghi đã làm gì để bảo vệ.",
  } satisfies Record<RightKind, string>,
  makeSure: "Trước khi xóa, hãy xác minh người yêu cầu: có số điện thoại và mã tra cứu chưa đủ để biết đó là chính người ấy.",
  erase: "Xóa vĩnh viễn",
  note: { label: "Ghi chú", hint: "Viết ngắn, chỉ điều cần thiết" },
  ground: "Lý do không nhận",
  thirdParty: "Nơi khác cũng đang giữ dữ liệu này (cơ sở y tế, cơ sở điều trị): thời hạn dài hơn",
};
