// Completes what is typed into the search box. Without it, the box offers what the page came with.
"use strict";

const box = document.querySelector("input[list=completions]");
const list = document.getElementById("completions");

if (box && list && box.form) {
  const first = [...list.children];
  let timer, asking;

  const show = (completions) => {
    list.replaceChildren(...completions.map(({ text, says }) => {
      const option = document.createElement("option");
      option.value = text;
      option.label = says;
      return option;
    }));
  };

  const complete = async () => {
    asking = new AbortController();
    const { signal } = asking;
    try {
      // The form carries the filters along: what is counted is what a search would find.
      const asked = new URLSearchParams(new FormData(box.form));
      const answer = await fetch(`/suggest.json?${asked}`, { signal });
      if (answer.ok) show((await answer.json()).completions);
    } catch {
      // Another letter was typed, or the server is gone: the box goes on without.
    }
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    asking?.abort();
    if (box.value.trim()) timer = setTimeout(complete, 120);
    else list.replaceChildren(...first);
  });
}
