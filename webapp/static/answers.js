// Follows links from an answer to an answer in place. Whatever fails, the browser follows them itself.

const said = document.createElement("p");
said.className = "vh";
said.setAttribute("role", "status");
document.body.append(said);

const whole = ({ pathname, search }) => pathname + search;
const find = (selector) => document.querySelector(selector);
const title = (facet) => facet?.querySelector("summary").textContent;
const words = (link) => (link.getAttribute("aria-label") ?? (link.querySelector(".l") ?? link).lastChild.textContent).trim();
const facetOf = (heading) => [...document.querySelectorAll("details.facet")].find((one) => title(one) === heading);
const foldName = (fold) => title(fold.closest(".facet")) + title(fold);

// How far down each answer was read, for the way back.
const places = new Map();
let shown = whole(location);
let down = scrollY;
let last = { x: -9, y: -9, at: -999 };
let asking;

const put = (made) => {
  const folds = new Map([...document.querySelectorAll("aside details")].map((fold) => [foldName(fold), fold.open]));
  find(".page").replaceWith(document.adoptNode(made.querySelector(".page")));
  for (const fold of document.querySelectorAll("aside details")) fold.open = folds.get(foldName(fold)) ?? fold.open;
  document.title = made.title;
  for (const other of document.querySelectorAll("link[rel=alternate]")) other.remove();
  document.head.append(...made.querySelectorAll("link[rel=alternate]"));
};

// The same value of the same facet, else the facet, else the answer has the focus.
const focus = (heading, name) => {
  const facet = facetOf(heading);
  const same = facet && [...facet.querySelectorAll("a")].find((link) => words(link).endsWith(name) || name.endsWith(words(link)));
  const goal = same ?? facet?.querySelector("summary") ?? find("h1");
  if (goal.matches("h1")) goal.tabIndex = -1;
  else said.textContent = find("h1").textContent;
  goal.focus({ preventScroll: true });
};

const follow = async (url, from) => {
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  said.textContent = "";
  find(".page").setAttribute("aria-busy", "true");
  let made, address;
  try {
    const answer = await fetch(url, { signal, headers: { Accept: "text/html" } });
    made = new DOMParser().parseFromString(await answer.text(), "text/html");
    address = new URL(answer.url);
    if (!answer.ok || made.body.className !== "search") throw new TypeError(answer.status);
  } catch {
    if (signal.aborted) return;
    if (from) location.assign(url);
    else location.reload();
    return;
  }
  // On the way back the browser may have gone to another place already.
  places.set(shown, shown === whole(location) ? scrollY : down);
  const heading = title(from?.closest("details.facet"));
  const before = facetOf(heading)?.getBoundingClientRect().top;
  put(made);
  shown = whole(address);
  if (from) history.pushState(null, "", address);
  focus(heading, from && words(from));
  const after = facetOf(heading)?.getBoundingClientRect().top;
  const further = from?.closest(".pages") ? find("main").getBoundingClientRect().top : after - before || 0;
  scrollTo(0, from ? scrollY + further : places.get(shown) ?? scrollY);
};

addEventListener("scroll", () => { if (shown === whole(location)) down = scrollY; }, { passive: true });

addEventListener("click", (event) => {
  const link = event.target.closest("main a, aside a");
  if (!link || !document.body.matches(".search") || link.matches("[target], [download]")) return;
  if (event.defaultPrevented || event.button || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const url = new URL(link.getAttribute("href"), location);
  if (url.origin !== location.origin || url.pathname !== location.pathname || !url.search || url.hash) return;
  event.preventDefault();
  // The second of two quick clicks in a place would take back what the first one chose.
  const again = event.detail && Math.hypot(event.clientX - last.x, event.clientY - last.y) < 5 && event.timeStamp - last.at < 500;
  last = { x: event.clientX, y: event.clientY, at: event.timeStamp };
  if (!again) follow(url, link);
});

// Going to a place in the page is told here too: it changes nothing.
addEventListener("popstate", () => { if (whole(location) !== shown) follow(location.href); });
