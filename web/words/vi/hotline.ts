import type { CallbackErrorCode } from "../../../shared/hotline/callback.ts";
import type { CallbackChoice, callbackChoices, CallbackLabel, CallbackStepId } from "../../../shared/hotline/steps.ts";
import type { CallbackState } from "../../../shared/hotline/state.ts";

type Options = { [L in CallbackChoice]: Record<(typeof callbackChoices)[L][number], string> };

const steps: Record<CallbackStepId, { title: string; lead?: string }> = {
  danger: { title: "Trước hết, hai câu hỏi", lead: "Để biết bạn cần giúp ngay, hay chờ được một cuộc gọi. Trả lời thế nào bạn cũng đi tiếp được." },
  way: { title: "Bạn muốn nói chuyện thế nào?", lead: "Không mất tiền. Không cần nói tên." },
  time: { title: "Chọn giờ chúng tôi gọi", lead: "Mỗi cuộc hẹn dài 30 phút, giờ Việt Nam." },
  phone: { title: "Gọi cho ai, số nào?" },
  contact: { title: "Gọi sao cho an toàn", lead: "Không câu nào chọn sẵn. Chúng tôi chỉ liên lạc theo cách bạn chọn, và hỏi lại mỗi lần nói chuyện hoặc sau 30 ngày." },
};

const fields: Record<CallbackLabel, { label: string; hint?: string }> = {
  dangerNow: { label: "Ngay lúc này có ai đang gặp nguy hiểm không?" },
  dangerBody: { label: "Có ai đang vật vã, quá liều hoặc bị đánh không?", hint: "Ví dụ: gọi không đáp, khó thở, co giật, đe dọa" },
  way: { label: "Cách nói chuyện" },
  slotId: { label: "Giờ gọi" },
  asking: { label: "Bạn hỏi cho ai?", hint: "Hỏi cho người khác cũng được: chúng tôi nói chuyện với bạn, không gọi cho người ấy." },
  phone: { label: "Số điện thoại để gọi lại", hint: "Ví dụ 0912 345 678" },
  phoneOwner: { label: "Máy này là của ai?", hint: "Chúng tôi chỉ gọi tới số mà chủ máy đã nhờ gọi." },
  askFor: { label: "Khi có người nghe máy, chúng tôi hỏi gặp ai?", hint: "Một tên gọi hay một từ bất kỳ bạn nhớ được. Không cần tên thật." },
  mayText: { label: "Nhắn tin tới số này được không?", hint: "Tin ngắn, chỉ ghi giờ hẹn. Không ghi tên, không nói việc gì." },
  maySayWho: { label: "Khi gọi, chúng tôi nói mình gọi từ Đường Về được không?" },
  voicemail: { label: "Nếu gặp hộp thư thoại thì sao?" },
  whoMayAnswer: { label: "Ai nghe máy thì an toàn?" },
  hours: { label: "Nếu lỡ cuộc gọi, giờ nào gọi lại là an toàn?", hint: "Chọn tất cả giờ phù hợp" },
  handling: { label: "Tôi đồng ý để dịch vụ này lưu số máy và các câu trả lời trên, chỉ để gọi lại cho tôi." },
};

const options: Options = {
  dangerNow: { yes: "Có", no: "Không" },
  dangerBody: { yes: "Có", no: "Không" },
  way: { soon: "Gọi cho tôi sớm nhất có thể", slot: "Tôi chọn giờ", iCall: "Tôi tự gọi" },
  asking: { self: "Cho tôi", other: "Cho người tôi lo lắng" },
  phoneOwner: { mine: "Của tôi", borrowed: "Tôi mượn; chủ máy ở đây và đồng ý nhận cuộc gọi", notAsked: "Của người khác, tôi chưa hỏi họ" },
  mayText: { yes: "Có, tôi đồng ý nhận tin nhắn về giờ hẹn", no: "Không nhắn" },
  maySayWho: { yes: "Được", no: "Không, chỉ nói gọi lại theo hẹn" },
  voicemail: { never: "Không để lại lời", neutral: "Chỉ để lại lời chung chung", yes: "Để lại lời được" },
  whoMayAnswer: { onlyMe: "Chỉ tôi. Người khác nghe thì xin lỗi gọi nhầm", family: "Người nhà cũng được, nhưng chỉ nói chuyện với tôi", anyone: "Ai nghe cũng được" },
  hours: { morning: "Sáng, 8 đến 12 giờ", afternoon: "Chiều, 12 đến 17 giờ", evening: "Tối, 17 đến 21 giờ" },
};

const errors: Record<CallbackErrorCode, string> = {
  "text.tooLong": "Nhập ngắn hơn, trong 40 ký tự",
  "text.characters": "Bắt đầu bằng chữ hoặc số, và bỏ các dấu < > { } \\",
  "phone.missing": "Nhập số điện thoại, ví dụ 0912 345 678",
  "phone.notVietnamese": "Nhập số điện thoại Việt Nam, ví dụ 0912 345 678. Chúng tôi chưa gọi được ra nước ngoài",
  "field.unknown": "Bỏ mục này: dịch vụ không có mục tên như vậy",
  "field.invalid": "Nhập lại mục này",
  "dangerNow.missing": "Chọn có hoặc không có người đang gặp nguy hiểm",
  "dangerBody.missing": "Chọn có hoặc không có người đang vật vã, quá liều hoặc bị đánh",
  "way.missing": "Chọn cách bạn muốn nói chuyện",
  "slotId.missing": "Chọn một giờ",
  "slotId.unknown": "Giờ này không có trong lịch. Chọn một giờ bên dưới",
  "slotId.past": "Giờ này không còn kịp hẹn. Chọn một giờ bên dưới",
  "slotId.full": "Giờ này vừa hết chỗ. Chọn một giờ gần đó bên dưới",
  "slotId.notForSoon": "Bỏ giờ hẹn khi chọn gọi sớm nhất có thể",
  "asking.missing": "Chọn bạn hỏi cho ai",
  "phoneOwner.missing": "Chọn máy này là của ai",
  "phoneOwner.notAsked": "Chúng tôi không gọi tới số mà chủ máy chưa nhờ. Nhập số của bạn, mượn máy và hỏi chủ máy, hoặc quay lại chọn “Tôi tự gọi”",
  "contact.mayText.missing": "Chọn nhắn tin được hay không",
  "contact.mayText.landline": "Máy bàn không nhận được tin nhắn. Chọn không nhắn",
  "contact.mayText.borrowed": "Máy mượn thì chúng tôi không nhắn tin. Chọn không nhắn",
  "contact.maySayWho.missing": "Chọn chúng tôi có được nói gọi từ đâu không",
  "contact.voicemail.missing": "Chọn cách xử lý khi gặp hộp thư thoại",
  "contact.voicemail.borrowed": "Máy mượn thì chúng tôi không để lại lời. Chọn không để lại lời",
  "contact.whoMayAnswer.missing": "Chọn ai nghe máy thì an toàn",
  "contact.hours.missing": "Chọn ít nhất một khoảng giờ an toàn",
  "consents.handling.missing": "Đánh dấu đồng ý để chúng tôi gọi lại được, hoặc đóng trang này nếu bạn chưa muốn",
  "consents.texts.missing": "Chọn có nhận tin nhắn hay không",
  "consents.texts.notAsked": "Bỏ đồng ý nhận tin nhắn khi đã chọn không nhắn",
  "consents.wording.old": "Lời đồng ý đã thay đổi. Đọc và chọn lại",
  "language.missing": "Chọn tiếng Việt (vi) hoặc tiếng Anh (en)",
};

const states: Record<CallbackState, string> = {
  waiting: "Đang chờ tới giờ",
  resting: "Đã thử liên lạc, chưa gặp",
  done: "Đã xong",
  cancelled: "Đã hủy",
  closed: "Đã kết thúc",
};

/** A word to ask for, if one was left. */
type AskFor = string | undefined;
const greeted = (askFor: AskFor): string => (askFor ? `Alô, cho em gặp ${askFor} ạ.` : "Alô, em chào anh/chị ạ.");

/** The words of the callback pages. */
export const hotlineVi = {
  steps,
  fields,
  options,
  errors,
  states,
  already: "Lịch hẹn: xem, đổi hoặc hủy giờ đã hẹn",
  help: {
    title: "Gọi ngay, đừng chờ chúng tôi",
    lead: "Những số này trả lời ngay, cả ngày đêm, không mất tiền.",
    night: "Ban đêm cũng có thể gọi",
    goOn: "Vẫn muốn được gọi lại",
    goOnText: "Bạn vẫn hẹn được. Yêu cầu của bạn sẽ đứng đầu danh sách.",
  },
  iCall: {
    title: "Bạn tự gọi",
    lead: "Không cần nói tên. Chúng tôi không ghi lại gì từ trang này.",
    none: "Số của Đường Về chưa được công bố nên chúng tôi chưa ghi ở đây. Trong lúc này, các số sau đang hoạt động:",
    child: "Tổng đài quốc gia bảo vệ trẻ em, miễn phí, cả ngày đêm",
    talk: "Đường dây Ngày Mai, hỗ trợ tâm lý, miễn phí. Giờ theo thông tin tháng 8/2022: thứ Tư đến Chủ nhật, 13:00–20:30; có thể đã đổi.",
    back: "Chọn cách khác",
  },
  slots: {
    other: "Giờ gần nhất còn chỗ",
    none: "Những ngày tới chưa có giờ trống. Bạn vẫn nhờ gọi sớm nhất có thể được, hoặc tự gọi.",
    held: (until: string) => `Giờ này được giữ cho bạn tới ${until}.`,
    heldOver: "Đã quá 5 phút giữ chỗ. Giờ này vẫn còn nếu chưa ai chọn; bạn cứ tiếp tục.",
    count: (n: number) => `${n} giờ trống`,
    between: (from: string, to: string) => `${from}–${to}`,
  },
  check: {
    title: "Xem lại trước khi gửi",
    change: "Sửa",
    none: "Để trống",
    agreed: "Đồng ý",
    notAgreed: "Không đồng ý",
    submit: "Gửi yêu cầu gọi lại",
    dangerShort: "Hai câu hỏi đầu",
  },
  receipt: {
    title: "Chúng tôi sẽ gọi cho bạn.",
    repeated: "Bạn đã gửi yêu cầu này rồi. Chỉ có một cuộc hẹn, như dưới đây.",
    changedSince: "Bạn đã gửi yêu cầu này trước đó. Những chỗ sửa sau khi gửi không được nhận; muốn đổi giờ, dùng nút bên dưới.",
    reference: "Mã hẹn",
    code: "Mã đổi giờ",
    keep: "Chép lại hai mã này. Chỉ chụp màn hình khi không ai khác xem máy của bạn. Tin nhắn không ghi các mã này.",
    when: "Chúng tôi gọi",
    soonBy: (slot: string) => `Sớm nhất có thể; dự kiến chậm nhất trong khoảng ${slot}`,
    soonNoSeat: "Ngay khi có người trực, trong giờ an toàn bạn chọn. Hiện lịch trực chưa còn chỗ, nên chúng tôi chưa hứa được giờ.",
    showsAs: "Số hiện trên máy bạn",
    notAnnounced: "Số gọi đi chưa được công bố. Bạn nhận ra chúng tôi bằng câu đầu tiên:",
    change: "Đổi hoặc hủy",
    changeText: "Được cho tới khi cuộc gọi bắt đầu: bằng nút này, hoặc bằng hai mã trên ở trang “Xem, đổi hoặc hủy giờ”.",
    changeButton: "Xem, đổi hoặc hủy giờ",
    textComing: "Một tin nhắn ngắn về lịch hẹn sẽ tới số bạn đã cho trong ít phút (nếu không phải giờ an toàn bạn đã chọn thì đợi đến giờ ấy), trừ khi chủ máy từng dặn không nhắn.",
    noText: "Theo lựa chọn của bạn, chúng tôi không nhắn tin. Hãy giữ hai mã.",
    tooOften: "Hôm nay bạn đã hẹn ba lần cho số này. Những lần đã nhận vẫn giữ nguyên, bạn không cần gửi thêm. Muốn đổi giờ, dùng mã hẹn đã nhận; hoặc thử lại vào ngày mai.",
    tooOftenTitle: "Chưa nhận thêm được yêu cầu",
  },
  api: {
    noSeat: { title: "Giờ này không còn", detail: "Chọn một giờ trong alternatives, rồi gửi lại với Idempotency-Key mới." },
    tooOften: { title: "Hôm nay đã hẹn nhiều lần", detail: "Từ một nguồn, mỗi ngày nhiều nhất ba lần hẹn cho một số." },
  },
  say: {
    greetWithName: (askFor: AskFor): string => `${greeted(askFor)} Em gọi từ Đường Về như đã hẹn. Mình nói chuyện lúc này có tiện không ạ?`,
    greetNeutral: (askFor: AskFor): string => `${greeted(askFor)} Em gọi lại như đã hẹn. Mình nói chuyện lúc này có tiện không ạ?`,
    leaveWithName: (askFor: AskFor): string => `Em chào ${askFor ?? "anh/chị"}. Em gọi từ Đường Về như đã hẹn mà chưa gặp. Em sẽ gọi lại sau ạ.`,
    leaveNeutral: (askFor: AskFor): string => `Em chào ${askFor ?? "anh/chị"}. Em gọi lại như đã hẹn mà chưa gặp. Em sẽ gọi lại sau ạ.`,
    excuse: (_askFor: AskFor): string => "Xin lỗi, em gọi nhầm máy ạ.",
    askForThem: (askFor: AskFor): string => `Dạ cho em gặp ${askFor ?? "người đã hẹn em gọi lại"} ạ. Nếu không tiện, em gọi lại sau.`,
    askOrCallAgain: (askFor: AskFor): string => `Dạ cho em gặp ${askFor ?? "người đã hẹn em gọi lại"} ạ. Nếu đang bận, em nên gọi lại lúc nào ạ?`,
  },
};
