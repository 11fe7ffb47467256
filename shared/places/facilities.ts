import type { Facility } from "./facility.ts";

const announced: Omit<Facility, "id" | "name" | "addressAsKnown"> = {
  provinceCode: "01",
  kind: "publicFacility",
  offers: [],
  source: {
    title: "Hànộimới: Duy trì tốt công việc cho học viên tại 4 cơ sở cai nghiện do Công an Hà Nội quản lý",
    date: "2025-03-01",
    url: "https://hanoimoi.vn/duy-tri-tot-cong-viec-cho-hoc-vien-tai-4-co-so-cai-nghien-do-cong-an-ha-noi-quan-ly-694646.html",
  },
  confidence: "press",
  checkedOn: "2026-11-21",
  state: "published",
  version: 0,
};

const hanoi = (n: number, addressAsKnown: string): Facility => ({
  ...announced,
  id: `co-so-cai-nghien-ma-tuy-so-${n}-ha-noi`,
  name: `Cơ sở cai nghiện ma túy số ${n} Hà Nội`,
  addressAsKnown,
});

/**
 * What the directory begins with: the four public facilities of Hà Nội under its police since 01/03/2025, as the press named them
 * (districts are gone since 01/07/2025; phones and today's communes are not known). An entry of the table with the same id stands instead.
 */
export const seededFacilities: readonly Facility[] = [
  hanoi(1, "Xã Yên Bài, huyện Ba Vì"),
  hanoi(2, "Xã Tân Minh, huyện Sóc Sơn"),
  hanoi(3, "Xã Xuân Sơn, thị xã Sơn Tây"),
  hanoi(4, "Phường Xuân Phương, quận Nam Từ Liêm"),
];
