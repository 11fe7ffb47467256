import type { Confidence, FacilityErrorCode, FacilityField, FacilityKind, FacilityMove, FacilityPart, FacilityState, Offer } from "../../../shared/places/facility.ts";

const kinds: Record<FacilityKind, { name: string; how: string }> = {
  publicFacility: {
    name: "Cơ sở cai nghiện công lập",
    how: "Đăng ký với Công an cấp xã trước. Công an cấp tỉnh quyết định nơi đến (Điều 34, Luật 120/2025/QH15). Nhà nước chi trả theo Điều 131, Nghị định 163/2026/NĐ-CP.",
  },
  privateFacility: {
    name: "Cơ sở cai nghiện tư nhân có giấy phép",
    how: "Đăng ký với Công an cấp xã trước. Có quyết định rồi, mang quyết định và giấy tờ tùy thân đến ký hợp đồng (Điều 92, Nghị định 163/2026/NĐ-CP). Cơ sở thu phí theo hợp đồng.",
  },
  homeProvider: {
    name: "Nơi cung cấp dịch vụ tại gia đình, cộng đồng",
    how: "Công an cấp tỉnh công bố danh sách những nơi này (Điều 32, Luật 120/2025/QH15). Hỏi trước về dịch vụ và giá.",
  },
  counsellingPoint: { name: "Điểm tư vấn tại cộng đồng", how: "Nơi để hỏi, được tư vấn và được giới thiệu đi tiếp." },
  substitutionClinic: {
    name: "Nơi điều trị bằng thuốc thay thế",
    how: "Khi nhận một người, nơi này báo Công an cấp xã trong 24 giờ (Điều 89, Nghị định 163/2026/NĐ-CP). Từ 12 đến dưới 18 tuổi cần người đại diện đồng ý bằng văn bản (Điều 29, Nghị định 141/2024/NĐ-CP).",
  },
};

const offers: Record<Offer, string> = {
  detox: "cắt cơn, giải độc",
  counselling: "giáo dục, tư vấn",
  vocational: "học nghề",
  methadone: "methadone",
  buprenorphine: "buprenorphine",
  minors: "nhận người từ 12 đến dưới 18 tuổi",
  women: "có khu cho phụ nữ",
};

/** What follows the name of the source: how sure it is, and what to do about it. */
const sure: Record<Confidence, string> = {
  confirmed: "Đã đối chiếu với nơi công bố.",
  press: "Chưa xác nhận. Hỏi Công an phường, xã trước khi đến.",
  unconfirmed: "Chưa xác nhận được. Hỏi Công an phường, xã trước khi đến.",
};

const errors: Record<FacilityErrorCode, string> = {
  "text.tooLong": "Nhập ngắn hơn, trong 200 ký tự (địa chỉ trang trong 500)",
  "text.characters": "Bắt đầu bằng chữ hoặc số, và bỏ các dấu < > { } \\",
  "phone.missing": "Nhập số điện thoại, ví dụ 0912 345 678, hoặc để trống",
  "phone.notVietnamese": "Nhập số điện thoại Việt Nam, ví dụ 0912 345 678 hoặc 024 3825 1234",
  "field.unknown": "Bỏ mục này: danh bạ không có mục tên như vậy",
  "field.invalid": "Nhập lại mục này",
  "kind.missing": "Chọn đây là nơi gì",
  "name.missing": "Nhập tên như nguồn ghi",
  "communeCode.unknown": "Chọn phường, xã trong tỉnh này, hoặc để trống",
  "price.text.missing": "Nhập giá, hoặc bỏ trống nguồn của giá",
  "price.source.missing": "Nhập nguồn của giá, hoặc bỏ trống giá",
  "licence.needed": "Nhập giấy phép. Cơ sở tư nhân không có giấy phép thì không đưa vào danh bạ",
  "licence.number.missing": "Nhập số giấy phép, hoặc bỏ trống cả ba mục về giấy phép",
  "licence.issuedOn.missing": "Nhập ngày cấp giấy phép, ví dụ 15 8 2026",
  "licence.issuedBy.missing": "Nhập nơi cấp giấy phép",
  "source.title.missing": "Nhập tên nguồn: ai công bố, trong văn bản hay bài nào",
  "source.date.missing": "Nhập ngày của nguồn, ví dụ 15 8 2026",
  "source.url.notAddress": "Nhập địa chỉ trang đầy đủ, bắt đầu bằng https://, hoặc để trống",
  "confidence.missing": "Chọn mức chắc chắn",
  "checkedOn.missing": "Nhập ngày đối chiếu với nguồn, ví dụ 15 8 2026",
  "day.notReal": "Nhập ngày có thật, ví dụ 15 8 2026",
  "day.future": "Nhập ngày không sau hôm nay",
};

const fields: Record<FacilityField, { label: string; hint?: string }> = {
  kind: { label: "Đây là nơi gì?" },
  name: { label: "Tên", hint: "Như nguồn ghi" },
  communeCode: { label: "Phường, xã, đặc khu", hint: "Tên hiện nay. Chỉ chọn khi chắc; nếu không, để trống" },
  addressAsKnown: { label: "Địa chỉ như nguồn ghi" },
  phone: { label: "Điện thoại", hint: "Chỉ số do nơi này hoặc cơ quan nhà nước công bố" },
  hours: { label: "Giờ làm việc", hint: "Ví dụ: thứ Hai đến thứ Sáu, 8:00–17:00" },
  offers: { label: "Có gì", hint: "Chỉ chọn điều nguồn nói rõ" },
  "price.text": { label: "Giá", hint: "Số tiền và cho việc gì" },
  "price.source": { label: "Nguồn của giá" },
  "licence.number": { label: "Số giấy phép", hint: "Cơ sở tư nhân phải có" },
  "licence.issuedOn": { label: "Ngày cấp" },
  "licence.issuedBy": { label: "Nơi cấp" },
  "source.title": { label: "Nguồn", hint: "Ai công bố, trong văn bản hay bài nào" },
  "source.date": { label: "Ngày của nguồn", hint: "Ví dụ 15 8 2026" },
  "source.url": { label: "Địa chỉ trang", hint: "Bắt đầu bằng https://" },
  confidence: { label: "Chắc tới mức nào?", hint: "Nơi công bố là cơ quan nhà nước hoặc chính nơi này" },
  checkedOn: { label: "Ngày đối chiếu với nguồn gần nhất", hint: "Ví dụ 15 8 2026" },
};

const confidences: Record<Confidence, string> = {
  confirmed: "Đã đối chiếu với nơi công bố",
  press: "Theo báo chí, chưa xác nhận",
  unconfirmed: "Nguồn khác, chưa xác nhận được",
};
const parts: Record<FacilityPart, string> = { place: "Nơi này", price: "Giá", licence: "Giấy phép", source: "Nguồn" };
const states: Record<FacilityState, string> = { draft: "bản nháp", published: "đang hiện", withdrawn: "đã ẩn" };
const moves: Record<FacilityMove, string> = { publish: "Cho hiện", withdraw: "Ẩn" };

/** Where to go: the directory as people read it, and as an administrator keeps it. */
export const facilitiesVi = {
  title: "Nơi điều trị và tư vấn",
  lead: "Chỉ có những nơi đã được công bố, kèm nguồn và ngày. Danh bạ còn thiếu nhiều nơi.",
  beware: "Có nơi tự gọi là “cơ sở” mà không có giấy phép. Hỏi Công an phường, xã trước khi đến, trước khi trả tiền hay gửi người thân.",
  province: "Tỉnh, thành phố",
  kind: "Loại nơi",
  anyKind: "Tất cả",
  show: "Xem",
  listed: "Đã có trong danh bạ",
  found: (province: string, count: number) => `${province}: ${count} nơi`,
  none: (province: string) => `Chưa có nơi nào của ${province} trong danh bạ này. Điều đó không có nghĩa là ở đó không có.`,
  noneOfKind: (province: string) => `Chưa có nơi nào thuộc loại này của ${province} trong danh bạ. Thử xem tất cả các loại.`,
  more: (count: number) => `Xem tiếp (còn ${count} nơi)`,
  first: "Về đầu danh sách",
  kinds,
  address: "Địa chỉ",
  oldAddress: "Tên theo nguồn, có thể đã đổi từ 01/07/2025.",
  phone: "Điện thoại",
  noPhone: "Chưa biết số",
  hours: "Giờ",
  offer: "Có gì",
  offers,
  price: "Giá",
  priceBy: (source: string) => `Theo ${source}`,
  licence: "Giấy phép",
  licenceText: (number: string, day: string, by: string) => `Số ${number}, cấp ngày ${day}, ${by}`,
  source: "Nguồn",
  by: { confirmed: "Theo", press: "Theo báo", unconfirmed: "Theo" },
  dated: (day: string) => `ngày ${day}`,
  sure,
  checked: (day: string) => `Đối chiếu gần nhất ngày ${day}.`,
  elsewhere: {
    title: "Chưa thấy nơi phù hợp?",
    call: "Hẹn chuyên viên gọi lại",
    callText: "để hỏi. Không cần nói tên, không cần đăng ký.",
    office: "Hỏi điểm tiếp nhận đăng ký của Công an phường, xã nơi bạn ở. Ở đó có danh sách những nơi đã được công bố (Điều 78–83 và 90, Nghị định 163/2026/NĐ-CP).",
    children: "Trẻ em và người lo cho trẻ em gọi miễn phí, cả ngày đêm:",
  },
  desk: {
    title: "Danh bạ nơi đến",
    choose: "Chọn tỉnh, thành phố để xem và sửa danh bạ.",
    add: "Thêm nơi mới",
    none: "Chưa có nơi nào của tỉnh này.",
    seeded: "có sẵn, chưa ai sửa",
    states,
    moves,
    moveSpoken: (move: string, name: string) => `${move}: ${name}`,
    newTitle: (province: string) => `Thêm nơi mới · ${province}`,
    newLead: "Lưu thành bản nháp. Người dân chỉ thấy sau khi bạn bấm “Cho hiện”.",
    shownLead: "Đang hiện cho mọi người: lưu xong, trang công khai đổi trong vòng 5 phút.",
    hiddenLead: "Người dân chưa thấy nơi này.",
    parts,
    fields,
    confidences,
    pick: "Chọn",
    noCommune: "Chưa rõ",
    save: "Lưu",
    back: "Về danh sách",
    history: "Đã làm gì",
    noHistory: "Chưa ai sửa. Đây là dữ liệu có sẵn.",
    events: { create: "thêm", change: "sửa", publish: "cho hiện", withdraw: "ẩn" },
    confirm: {
      publish: { title: "Cho mọi người thấy nơi này?", text: "Người dân sẽ thấy đúng như dưới đây, trong vòng 5 phút.", yes: "Cho hiện" },
      withdraw: { title: "Ẩn nơi này?", text: "Người dân không còn thấy nơi này, trong vòng 5 phút. Bạn có thể cho hiện lại.", yes: "Ẩn" },
      back: "Không, quay lại",
    },
    done: {
      create: "Đã thêm bản nháp. Người dân chưa thấy; bấm “Cho hiện” khi đã chắc.",
      change: "Đã lưu.",
      publish: "Đã cho hiện. Trang công khai đổi trong vòng 5 phút.",
      withdraw: "Đã ẩn. Trang công khai đổi trong vòng 5 phút.",
    },
    exists: "Tỉnh này đã có nơi tên như vậy. Mở nơi ấy để sửa, hoặc nhập tên khác",
    overtaken: "Người khác vừa sửa nơi này. Xem chỗ khác nhau bên dưới, rồi lưu lại nếu bạn vẫn muốn thay",
    moveOvertaken: "Người khác vừa sửa nơi này nên chưa đổi gì. Xem lại bên dưới rồi làm lại",
    keptTitle: "Người khác đã lưu",
    keptText: "Những gì bạn nhập vẫn còn trong các ô. Bấm “Lưu” thì thay những điều này:",
    empty: "để trống",
    errors,
  },
};
