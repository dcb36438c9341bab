/* Small comforts. Everything works without this file. */
"use strict";

/** Close open menus on Escape and when the reader goes elsewhere. */
function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu !== except && !(except instanceof Node && menu.contains(except))) menu.open = false;
  }
}

document.addEventListener("click", (event) => closeMenus(event.target));
document.addEventListener("focusin", (event) => closeMenus(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

/** Copy a reference number; the word "Copied" is read out and shown for a moment. */
function offerCopy(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("button[data-copy][hidden]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const done = button.querySelector(".copy-done");
  done.textContent = button.dataset.copied;
  setTimeout(() => { done.textContent = ""; }, 2000);
});

/** A form marked data-once is sent once, however often its button is pressed. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-once]")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
});

/** Coming back by the history finds forms ready again. */
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});

/** Bring the open tab into sight where the row of tabs is wider than the screen. */
for (const tab of document.querySelectorAll(".tabs [aria-current]")) {
  const row = tab.closest(".tabs");
  row.scrollLeft = tab.offsetLeft + tab.offsetWidth + 32 - row.clientWidth;
}

document.addEventListener("htmx:load", (event) => offerCopy(event.target));
offerCopy(document);
document.getElementById("error-summary")?.focus();
