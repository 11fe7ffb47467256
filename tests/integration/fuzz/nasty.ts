import * as fc from "fast-check";

/** In every value that is typed: whatever a page shows of it stands in a text or in a value of an attribute, and nowhere else. */
export const mark = "fz9";
export const marker = `${mark}"'><${mark}-e ${mark}='1'>&amp;`;

/** Values that have broken forms before, here or elsewhere. */
const known = [
  ["", " ", "\t\r\n", "\u0000", "a\u0000b", "\u0007", "\u007f", "\u0085"],
  ["Nguyễn Thị Ánh Mẫu", "Nguyễn Thị Ánh Mẫu".normalize("NFD"), "ĐƯỜNG VỀ", "Z\u0301\u0323\u0300".repeat(200)],
  ["\ud800", "\udfff\ud83d", "👩‍👩‍👧‍👦🇻🇳", "\u202eabc\u202c", "\u2066x\u2069", "a\u200bb\u200d\u200e\ufeff", "\u2028\u2029", "\ufffe\uffff", "ﬁİıẞ"],
  ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "data:text/html,x", "//evil.example", "</textarea><svg onload=alert(1)>", "</title>", "</script>", "</style>", "--><b>", "]]>", "&lt;b&gt;", "&#60;b&#62;", "`", "\\"],
  ["{{7*7}}", "${7*7}", "<%= 7 %>", "expression(alert(1))", "url(javascript:1)", "*{color:red}"],
  ["' OR '1'='1", "1; DROP TABLE x; --", `{"$gt":""}`, "[$ne]", "attribute_not_exists(pk)", "#pk = :pk", "APPLICATION#", "OFFICE#00004"],
  ["%s%n%d%x", "%00", "%", "%zz", "%0d%0aSet-Cookie:a=b", "\r\nX-Other: 1", "../../etc/passwd", "..\\", "file:///etc/passwd", "=1+1", "@SUM(1)", "+1|' /C x'!A0", "-1"],
  ["2027-02-29", "2028-02-29", "2026-02-30", "0000-01-01", "9999-12-31", "10000-01-01", "29/02/2027", "1900-01-01", "2026-13-01", "2026-11-22T25:61:61Z", "2026-11-24T09:00"],
  ["0", "00", "29", "31", "99", "0000", "9999", "1e309", "NaN", "Infinity", "9007199254740993", "0x10", "1.5", "١٢٣", "１２"],
  ["true", "null", "undefined", "[object Object]", "__proto__", "constructor", "toString", "yes", "no", "on", "en", "vi", "*"],
  ["0900000001", "+84900000001", "84 900 000 001", "113", "+14155550123", "0900000001;ext=5", "K7M4Q9TX", "GAAA AAAA", "000000", "00004", "01"],
].flat();

const ofAnyUnicode = fc.string({ unit: "binary", maxLength: 40 });
/** Long enough for any limit of a field, and for a limit of their number in a list. */
const enormous = fc.constantFrom(100, 201, 1_001, 2_001, 4_101, 20_001).chain((length) => fc.constantFrom("a", "ộ", "😀", "1", "\n", "<", '"').map((one) => one.repeat(length)));

/** Anything a person, a program or somebody who means harm may type; most carry the marker. */
export const nasty: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...known).map((value) => `${value}${marker}`) },
  { weight: 3, arbitrary: fc.constantFrom(...known) },
  { weight: 2, arbitrary: fc.tuple(ofAnyUnicode, ofAnyUnicode).map(([before, after]) => `${before}${marker}${after}`) },
  { weight: 1, arbitrary: fc.constant(marker) },
  { weight: 1, arbitrary: enormous.map((value) => `${marker}${value}`) },
);

/** What may stand in a header: bytes, no line ends. */
export const inHeader: fc.Arbitrary<string> = fc.oneof(
  nasty.map((value) => value.slice(0, 2_000).replace(/[^\t\x20-\x7e\x80-\xff]/g, "?")),
  fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((byte) => String.fromCharCode(byte)), maxLength: 60 }),
);
