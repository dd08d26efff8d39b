/*
 * A field to type a sentence in, and sentences to press.
 */
export function type(place, store) {
  const form = place.querySelector("form");
  const examples = place.querySelector(".x-cover-examples");
  const more = place.querySelector(".x-cover-more a");
  const [root] = more.getAttribute("href").split("#");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    store.translate(form.sentence.value);
  });
  examples.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (button) store.translate(button.dataset.text);
  });

  return {
    refresh() {
      form.sentence.value = store.text;
      form.sentence.setAttribute("aria-invalid", String(store.problem !== null));
      for (const one of examples.children) one.setAttribute("aria-pressed", String(one.dataset.text === store.text));
      more.setAttribute("href", `${root}#text=${encodeURIComponent(store.text)}`);
    },
  };
}
