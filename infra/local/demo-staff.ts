import type { Role } from "../../shared/staff/roles.ts";

export type DemoPerson = { sub: string; name: string; role: string; roles: readonly Role[]; unit?: string };

/** Invented people for trying the desks on one machine; `role` is how the sign-in page tells them apart. */
export const demoStaff = [
  { sub: "5b0c1d1e-0000-4000-8000-000000000001", name: "Tư vấn viên An (thử)", role: "Tư vấn viên · counsellor", roles: ["counsellor"] },
  { sub: "5b0c1d1e-0000-4000-8000-000000000002", name: "Tư vấn viên Bình (thử)", role: "Tư vấn viên · counsellor", roles: ["counsellor"] },
  { sub: "5b0c1d1e-0000-4000-8000-000000000003", name: "Trưởng ca Chi (thử)", role: "Trưởng ca · hotline manager", roles: ["hotlineManager"] },
  { sub: "5b0c1d1e-0000-4000-8000-000000000004", name: "Cán bộ Dung (thử)", role: "Cán bộ tiếp nhận · commune officer", roles: ["communeOfficer"], unit: "00004" },
  { sub: "5b0c1d1e-0000-4000-8000-000000000005", name: "Giám sát Giang (thử)", role: "Giám sát cấp tỉnh · province supervisor", roles: ["provinceSupervisor"], unit: "01" },
  { sub: "5b0c1d1e-0000-4000-8000-000000000006", name: "Quản trị Hà (thử)", role: "Quản trị · administrator", roles: ["administrator"] },
  { sub: "5b0c1d1e-0000-4000-8000-000000000007", name: "Người mới Khanh (thử)", role: "Chưa có vai trò · no role yet", roles: [] },
  { sub: "5b0c1d1e-0000-4000-8000-000000000008", name: "Cán bộ Lam (thử)", role: "Cán bộ tiếp nhận, nơi khác · commune officer, elsewhere", roles: ["communeOfficer"], unit: "00008" },
] as const satisfies readonly DemoPerson[];
