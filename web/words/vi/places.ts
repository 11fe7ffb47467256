/** Provinces and communes, and the names they had before the mergers of 2025. */
export const placesVi = {
  provinceWith: (name: string, former: readonly string[]) => `${name} (gồm ${former.join(", ")} cũ)`,
  communeWith: (name: string, former: string) => `${name} (có nơi trước là ${former})`,
  typed: (typed: string) => `Bạn đã nhập: ${typed}`,
  likely: "Có thể là",
  others: "Nơi khác trong tỉnh",
  notFound: "Tôi không tìm thấy phường, xã của mình",
  /** Said to whoever listens while they type; {n} is the number of names. */
  some: "{n} tên để chọn, dùng phím mũi tên",
  none: "Chưa thấy tên nào như vậy. Bạn cứ gõ hết rồi bấm Tiếp tục",
};
