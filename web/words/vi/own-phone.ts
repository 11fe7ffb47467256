/** What is asked and said of the phone a form is filled in on. */
export const ownPhoneVi = {
  label: "Điện thoại này chỉ mình tôi dùng",
  formHint: "Có người khác dùng nữa, hoặc không chắc: để trống, máy sẽ không lưu gì. Đánh dấu thì có thể giữ bản nháp, nếu trình duyệt cho phép.",
  lookupHint: "Có người khác dùng nữa, hoặc không chắc: để trống. Khi hết thời gian xem, trang sẽ tự đóng.",
  leaves: "Đến giờ đó trang tự đóng.",
  draft: {
    title: "Bản nháp trên máy này",
    about: "Bản nháp được khóa bằng mã do bạn đặt và tự mất sau 72 giờ kể từ lần sửa cuối. Chỉ gửi khi bạn bấm gửi. Gửi xong hoặc bấm Thoát nhanh thì bản nháp bị xóa.",
    code: "Mã của bản nháp",
    codeHint: "Ít nhất 6 chữ hoặc số, đừng dùng mã mở máy. Quên mã thì không ai mở lại được. Sai 5 lần thì bản nháp bị xóa.",
    keep: "Giữ bản nháp",
    open: "Mở bản nháp đã giữ",
    forget: "Xóa bản nháp",
    wait: "Đang khóa hoặc mở bản nháp, xin đợi vài giây…",
    kept: "Bản nháp đang được giữ: từ trang sau, mỗi câu bạn trả lời được lưu ngay. Muốn mở lại: vào trang đầu, đánh dấu ô “chỉ mình tôi dùng” rồi nhập mã.",
    wrong: "Mã chưa đúng. Còn {n} lần thử.",
    gone: "Không còn bản nháp nào trên máy này.",
    short: "Nhập mã có ít nhất 6 chữ hoặc số",
    failed: "Máy này không giữ được bản nháp. Bạn vẫn điền và gửi được như thường.",
  },
  finish: {
    title: "Nếu người khác cũng dùng máy này",
    items: [
      "Bấm nút dưới đây rồi đóng thẻ này, để không ai bấm Quay lại.",
      "Trình duyệt vẫn nhớ máy này đã mở trang Đường Về; trang web không xóa được điều đó. Muốn xóa: vào mục Lịch sử (Nhật ký) của trình duyệt, xóa các dòng Đường Về của hôm nay.",
      "Lần sau có thể mở bằng cửa sổ ẩn danh: đóng lại là trình duyệt tự quên.",
    ],
    button: "Xong trên máy này",
  },
};
