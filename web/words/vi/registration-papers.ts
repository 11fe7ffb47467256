import type { PaperCode } from "../../../shared/registration/papers.ts";

const names: Record<PaperCode | "export", string> = {
  application: "Đơn đăng ký",
  history: "Lý lịch",
  receipt: "Giấy tiếp nhận và phiếu hẹn",
  supplements: "Phiếu yêu cầu bổ sung",
  apology: "Văn bản xin lỗi và gia hạn",
  decision: "Dự thảo quyết định",
  commitment: "Giấy cam kết",
  registerPage: "Sổ đăng ký",
  export: "Xuất dữ liệu (JSON)",
};

/** What the desk says of papers to print. */
export const registrationPapersVi = {
  title: "Giấy tờ in",
  names,
  none: "Chưa rõ phường, xã nên chưa có giấy tờ nào. Hãy chuyển hồ sơ về đúng nơi trước.",
  recorded: "Mỗi lần mở giấy tờ hoặc xuất dữ liệu đều được ghi lại. Xuất dữ liệu cần một người khác đồng ý.",
  register: (year: number) => `Sổ đăng ký năm ${year}`,
};
