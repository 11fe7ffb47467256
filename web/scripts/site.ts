// Seasoning: every page works without this file.

// Quick exit leaves no page of ours to go back to; Escape pressed twice does the same.
const exit = document.querySelector<HTMLAnchorElement>("[data-exit]");
const leave = (event: Event) => {
  if (!exit) return;
  event.preventDefault();
  location.replace(exit.href);
};
exit?.addEventListener("click", leave);
let escapedAt = 0;
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - escapedAt < 800) leave(event);
  escapedAt = event.timeStamp;
});

// A form that changes something is sent once, however often the button is pressed; brought back from memory it may be sent again.
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  addEventListener("pageshow", () => (sent = false));
}

for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
