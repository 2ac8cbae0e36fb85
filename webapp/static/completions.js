// Completes what is typed into the search box. Without it, the box offers what the page came with.

let timer, asking;

const show = (list, completions) => {
  list.replaceChildren(...completions.map(({ text, says }) => {
    const option = document.createElement("option");
    option.value = text;
    option.label = says;
    return option;
  }));
};

const complete = async (box) => {
  asking = new AbortController();
  const { signal } = asking;
  try {
    // The form carries the filters along: what is counted is what a search would find.
    const asked = new URLSearchParams(new FormData(box.form));
    const answer = await fetch(`/suggest.json?${asked}`, { signal });
    if (answer.ok) show(box.list, (await answer.json()).completions);
  } catch {
    // Another letter was typed, or the server is gone: the box goes on without.
  }
};

// The box may be replaced with its page, so the page is listened to.
addEventListener("input", ({ target: box }) => {
  if (!box.matches("input[list=completions]")) return;
  box.first ??= [...box.list.children];
  clearTimeout(timer);
  asking?.abort();
  if (box.value.trim()) timer = setTimeout(complete, 120, box);
  else box.list.replaceChildren(...box.first);
});
