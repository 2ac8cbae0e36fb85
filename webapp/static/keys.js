// Single keys: / search, j k hits, n p matches, ? their list. They can be switched off on the help page.

let off = false;
try {
  off = localStorage.getItem("keys") === "off";
} catch {
  // Nothing is kept here: they are on.
}

const all = (selector) => [...document.querySelectorAll(selector)];

const goToHit = (step) => {
  const links = all(".hit h2 a, body:not(.doc) .list h3 a");
  const here = document.activeElement.closest(".hit, .list > li");
  const inView = links.findIndex((link) => link.getBoundingClientRect().top >= 0);
  const at = here ? links.findIndex((link) => here.contains(link)) + step : step > 0 ? inView : inView - 1;
  links[at]?.focus({ preventScroll: true });
  links[at]?.closest("li").scrollIntoView();
};

const goToMatch = (step) => {
  const marks = all("mark[id]");
  const at = marks.findIndex((mark) => mark.matches(":target"));
  const next = marks[at < 0 ? 0 : at + step];
  // In the place of the last one: the way back leads to the answer.
  if (next) location.replace(`#${next.id}`);
};

const KEYS = {
  "/": () => all("#q")[0]?.select(),
  j: () => goToHit(1),
  k: () => goToHit(-1),
  n: () => goToMatch(1),
  p: () => goToMatch(-1),
  "?": () => all("a[rel=help]")[0]?.click(),
};

addEventListener("keydown", (event) => {
  if (off || event.defaultPrevented || event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
  if (!Object.hasOwn(KEYS, event.key) || event.target.closest("input, select, textarea, [contenteditable]")) return;
  event.preventDefault();
  KEYS[event.key]();
});

for (const box of all("#keys-on")) {
  box.checked = !off;
  box.closest("[hidden]").hidden = false;
  box.addEventListener("change", () => {
    off = !box.checked;
    try {
      localStorage.setItem("keys", off ? "off" : "on");
    } catch {
      // Then it holds until the page is left.
    }
  });
}
