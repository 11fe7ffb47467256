/** Before something is taken in that much was sent of, and while codes pause; neutral, for it stands before every form. */
export const challengeVi = {
  title: "Xin chờ một chút",
  lead: "Từ mạng bạn đang dùng vừa có rất nhiều lượt gửi. Chúng tôi cần biết chắc là có người đang gửi, không phải máy tự động. Những gì bạn đã nhập vẫn còn nguyên.",
  working: "Máy của bạn đang tự làm một phép tính ngắn, thường vài giây. Xong, trang tự đi tiếp.",
  wait: (time: string) => `Bạn không phải làm gì khác: đợi tới ${time}, rồi nhấn Tiếp tục.`,
  early: (time: string) => `Vẫn chưa tới giờ. Đợi tới ${time}, rồi nhấn Tiếp tục.`,
  paused: {
    title: "Tạm ngưng gửi mã",
    lead: (time: string) => `Có nhiều mã được xin hơn bình thường, nên chúng tôi tạm ngưng gửi mã qua tin nhắn cho tất cả mọi người, tới ${time}. Không phải do bạn.`,
    kept: "Đơn đã gửi, biên nhận và tin nhắc hẹn không bị ảnh hưởng.",
    office: "Không đợi được? Gọi hoặc tới nơi tiếp nhận ghi trên biên nhận, mang theo mã tra cứu và giấy tờ bản gốc.",
    again: "Xem đơn đã gửi",
  },
  api: {
    challenged: { title: "Cần chứng minh trước", detail: "Giải challenge theo ALTCHA rồi gửi lại với tiêu đề Challenge-Solution; hoặc đợi hết Retry-After rồi gửi lại với tiêu đề Challenge-Ticket là ticket." },
    paused: { title: "Tạm ngưng gửi mã", detail: "Mã của cả dịch vụ trong giờ này đã hết. Thử lại sau Retry-After giây, hoặc liên hệ nơi tiếp nhận." },
  },
};
