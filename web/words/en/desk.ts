import type { DeskWords } from "../desk.ts";

export const deskEn: DeskWords["desk"] = {
  brand: "Counselling desk",
  signIn: {
    header: {
      navigation: "Pages of the desk",
      signOut: "Sign out",
      more: "More",
      everywhere: "Sign out on every device",
      everywhereHint: "For when you forgot to sign out on another computer.",
    },
    kept: {
      title: "Please sign in again",
      lead: "Your session has ended. Nothing was sent, and what you entered is still on this page.",
      steps: ["Press “Sign in in a new tab”.", "Sign in with the same account as before.", "Come back to this page and press “Send again”."],
      signIn: "Sign in in a new tab",
      again: "Send again",
      typed: "You entered",
      leave: "Drop it and go to the first page",
    },
    done: {
      title: "You are signed in",
      text: "If you were in the middle of sending a page, close this tab, go back to the one before and press “Send again”.",
    },
    signedOut: {
      title: "You are signed out",
      text: "If other people use this computer, close the browser too.",
      onwards: "Signing you out of the sign-in page as well. If nothing happens, follow this link",
      again: "Sign in again",
    },
    who: "You are signed in as",
    toDesk: "Go to the first page of the desk",
    problems: {
      title: {
        denied: "You are not signed in",
        expired: "This sign-in can no longer be used",
        issuerDown: "The sign-in page does not answer",
        failed: "We could not confirm your sign-in",
        noRole: "This account cannot open this page",
        noDesk: "There is no desk for this role yet",
        refused: "We could not accept this request",
        notFound: "We cannot find this page",
        wentWrong: "Something went wrong on our side",
        tooLarge: "What you sent is too large",
        method: "This page cannot be used that way",
      },
      text: {
        denied: "The sign-in was cancelled or refused. You can try again.",
        expired: "It may have taken more than 10 minutes, or this page was opened again after it was used. Please sign in from the start.",
        issuerDown: "Please try again in a few minutes. If it stays that way, tell your administrator.",
        failed: "Please sign in again. If it stays that way, tell your administrator.",
        noRole: "If you need this page, ask your administrator for the role, then sign in again. Or sign out and use another account.",
        noDesk: "You are signed in, but your role has no page to work on here. If that is a mistake, tell your administrator.",
        refused: "The request did not come from a page of the desk, or the page was opened with another account. Nothing was changed. Please open the page again and repeat what you did.",
        notFound: "The address may be mistyped, or the page has moved.",
        wentWrong: "We are not sure your request arrived. Please open the page again, see whether it was recorded, and try again if not.",
        tooLarge: "Please enter less and send again.",
        method: "Please start from the first page of the desk.",
      },
    },
  },
};
