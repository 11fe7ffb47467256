import type { Words } from "../vi.ts";

export const ownPhoneEn: Words["ownPhone"] = {
  label: "Nobody but me uses this phone",
  formHint: "If others use it too, or you are not sure: leave this empty, and nothing is kept on the phone. If you tick it, you can keep a draft, if your browser allows.",
  lookupHint: "If others use it too, or you are not sure: leave this empty. When your time to look is over, the page closes by itself.",
  leaves: "Then the page closes by itself.",
  draft: {
    title: "Draft on this phone",
    about: "The draft is locked with a code you choose, and disappears 72 hours after your last change. Nothing is sent until you press send. Sending it, or Quick exit, deletes the draft.",
    code: "Code of the draft",
    codeHint: "At least 6 letters or digits, and not the code of your phone. If you forget it, nobody can open the draft. After 5 wrong tries the draft is deleted.",
    keep: "Keep a draft",
    open: "Open the draft you kept",
    forget: "Delete the draft",
    wait: "Locking or opening the draft, a few seconds…",
    kept: "A draft is being kept: from the next page on, each answer is saved at once. To open it again, go to the first page, tick “Nobody but me uses this phone” and enter the code.",
    wrong: "That is not the code. Tries left: {n}.",
    gone: "There is no draft on this phone any more.",
    short: "Enter a code of at least 6 letters or digits",
    failed: "This phone cannot keep a draft. You can still fill in and send the form as usual.",
  },
  finish: {
    title: "If others use this phone too",
    items: [
      "Press the button below, then close this tab, so that nobody can press Back.",
      "The browser still remembers that Đường Về was opened on this phone; a website cannot delete that. To delete it, open the browser's history and remove today's lines of Đường Về.",
      "Next time you can use a private (incognito) window: the browser forgets when you close it.",
    ],
    button: "Finished on this phone",
  },
};
