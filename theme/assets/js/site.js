/*
 * What the pages need beyond the theme, and nothing else: names and keys for the theme's controls, boxes that scroll can be
 * reached by keyboard, glossary terms and shapes explain themselves by pointer, key and finger, folded answers are open on paper.
 * A classic script: pages opened from disk run it too.
 */
(function () {
  "use strict";

  var chinese = /^zh/.test(document.documentElement.lang);
  var words = chinese
    ? { menu: "打开导航", search: "打开搜索", scroll: "可以左右滚动", glossary: "术语表" }
    : { menu: "Open navigation", search: "Open search", scroll: "Scrolls sideways", glossary: "Glossary" };

  // The theme opens its drawer and its search with labels, which no key reaches: buttons take their places.
  function button(toggle, name) {
    var label = document.querySelector("label.md-header__button[for=" + toggle + "]");
    var box = document.getElementById(toggle);
    if (!label || !box) return;
    var made = document.createElement("button");
    made.type = "button";
    made.className = label.className;
    made.setAttribute("data-opens", toggle);
    made.setAttribute("aria-label", name);
    made.append.apply(made, label.childNodes);
    made.addEventListener("click", function () { box.click(); });
    label.replaceWith(made);
  }
  button("__drawer", words.menu);
  button("__search", words.search);

  // The search comes when a reader turns to it, by pointer or with / s f: its script, and beside it the index, which the
  // script waits for. Whoever has followed one of its results gets the script alone, which marks the words.
  var root = new URL("../../", document.currentScript.src);
  var field = document.querySelector(".md-search__input"), opened = document.getElementById("__search");
  function bring(name) {
    if (document.head.querySelector('script[data-search="' + name + '"]')) return;
    var script = document.createElement("script");
    script.src = new URL("assets/search/" + name, root).href;
    script.setAttribute("data-search", name);
    script.onerror = function () { script.remove(); };
    document.head.append(script);
  }
  if (new URLSearchParams(location.search).has("h")) bring("search.min.js");
  field.addEventListener("focus", function () {
    if (!opened.checked) opened.click();
    bring("search.min.js");
    bring("index.js");
  });
  opened.addEventListener("change", function () {
    if (opened.checked) field.focus();
  });
  window.addEventListener("keydown", function (event) { // where the theme listens: an explorable keeps its keys from it
    var at = event.target, typed = at.isContentEditable || /^(input|select|textarea)$/.test(at.localName);
    if (typed || event.ctrlKey || event.metaKey || event.altKey || !/^[/sf]$/.test(event.key)) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  // Without a choice of the reader's, the colours follow the system while the page is open, too. Space chooses as Enter does.
  var palette = document.querySelector("form[data-md-component=palette]");
  if (palette) {
    palette.addEventListener("keydown", function (event) {
      if (event.key !== " ") return;
      event.preventDefault();
      palette.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", function () {
      setTimeout(function () { // after the theme, which would stay with the old one
        if (window.__md_get("__palette")) return;
        palette.querySelectorAll("input").forEach(function (input) {
          if (window.matchMedia(input.getAttribute("data-md-color-media")).matches) input.dispatchEvent(new Event("change"));
        });
      });
    });
  }

  // The theme copies what a button holds, or the text that it names, as it looks. Here a button gets its block's own text
  // when it is pressed, the lines that are folded away, too: all buttons are alike until then.
  document.addEventListener("click", function (event) {
    var pressed = event.target.closest && event.target.closest(".md-code__button");
    if (!pressed) return;
    var parts = (pressed.closest(".highlight") || pressed.closest("pre")).querySelectorAll("pre > code");
    var text = [].map.call(parts, function (code) { return code.textContent; }).join("");
    pressed.setAttribute("data-clipboard-text", text.trimEnd());
  }, true);

  // The switch of languages leads to the section before the reader's eyes, whose heading has the same id in the other
  // language, and is remembered: the home page asks for it.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest(".md-select__link, .home-offer a");
    if (!link) return;
    try { localStorage.setItem("language", link.hreflang); } catch (error) { /* not remembered, then */ }
    if (!link.classList.contains("md-select__link")) return;
    var passed = [].filter.call(document.querySelectorAll("article :is(h2, h3, h4)[id]"), function (one) {
      return one.getBoundingClientRect().top < 0.3 * window.innerHeight;
    });
    link.hash = passed.length ? passed.pop().id : "";
  });

  // A phone shows no list of headings: its header names the section that is being read, in place of the page's title.
  var place = document.querySelector("[data-md-component=header-topic] .md-ellipsis");
  var sections = document.querySelectorAll("article :is(h2, h3)[id]"), title = place.textContent, asked = 0;
  var narrow = window.matchMedia("(max-width: 59.984375em)");
  function locate() {
    asked = 0;
    var passed = narrow.matches ? [].filter.call(sections, function (one) {
      return one.getBoundingClientRect().top < 0.3 * window.innerHeight;
    }).pop() : null;
    var said = passed ? passed.textContent.replace("¶", "").trim() : title;
    if (place.textContent !== said) place.textContent = said;
  }
  window.addEventListener("scroll", function () {
    if (sections.length && !asked) asked = requestAnimationFrame(locate);
  }, { passive: true });
  window.addEventListener("load", locate); // opened at a heading

  // Formulas are MathML. A browser that cannot lay it out gets KaTeX's drawings, in the order of the page; the text
  // that stood there becomes their name.
  var drawn = document.querySelector('meta[name="formulas"]');
  function knowsMathML() {
    var probe = document.createElement("div");
    probe.style.position = "absolute";
    probe.innerHTML = '<math><mspace width="40px"></mspace></math>';
    document.body.appendChild(probe);
    var width = probe.querySelector("mspace").getBoundingClientRect().width;
    probe.remove();
    return width > 30;
  }
  if (drawn && !knowsMathML()) {
    window.drawFormulas = function (drawings) {
      document.querySelectorAll(".math-inline, .math-display").forEach(function (place, number) {
        place.setAttribute("role", "img");
        place.setAttribute("aria-label", place.textContent);
        place.innerHTML = drawings[number];
      });
      reach();
    };
    var style = document.createElement("link"), script = document.createElement("script");
    style.rel = "stylesheet";
    style.href = drawn.getAttribute("data-style");
    script.src = drawn.content;
    document.head.append(style, script);
  }

  // A box that scrolls sideways can be reached and has a name; one that does not scroll is no stop for the keyboard.
  var boxes = ".md-typeset__scrollwrap, .math-display, .scroll-x, .diagram-scroll, figure.plot, .md-typeset pre > code";
  // All are measured before one is changed: a page that has changed is laid out again to be measured.
  function reach() {
    var found = [].map.call(document.querySelectorAll(boxes), function (box) {
      return { box: box, scrolls: box.scrollWidth > box.clientWidth + 1 };
    });
    found.forEach(function (one) {
      var box = one.box, code = box.localName === "code";
      if (one.scrolls) {
        box.setAttribute("tabindex", "0");
        if (!code && !box.hasAttribute("role")) box.setAttribute("role", "group");
        if (!code && !box.hasAttribute("aria-label")) box.setAttribute("aria-label", words.scroll);
      } else if (!box.closest(".listing")) {
        box.removeAttribute("tabindex");
      }
    });
  }
  // Words that stay beside their code while it goes by, and are longer than the screen, stay with their end in sight.
  function stay() {
    var found = [].map.call(document.querySelectorAll(".walk-text"), function (words) {
      return { words: words, height: words.offsetHeight };
    });
    found.forEach(function (one) { one.words.style.setProperty("--height", one.height + "px"); });
  }
  window.addEventListener("load", stay);
  window.addEventListener("resize", stay);

  window.addEventListener("load", reach);
  window.addEventListener("resize", reach);
  reach();

  // Shapes in code tell their axes like terms. For the Tab key a block of code is one stop, whatever it holds: arrows lead
  // from shape to shape.
  document.querySelectorAll("pre > code:has(.shape)").forEach(function (code) {
    var shapes = [].slice.call(code.querySelectorAll(".shape"));
    shapes.forEach(function (shape, number) {
      shape.setAttribute("data-definition", shape.title);
      shape.removeAttribute("title");
      shape.setAttribute("role", "button");
      shape.tabIndex = number ? -1 : 0;
    });
    code.addEventListener("keydown", function (event) {
      var at = shapes.indexOf(event.target), last = shapes.length - 1;
      if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter" || event.key === " ") show(event.target);
      var to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: last, Enter: at, " ": at }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      if (shapes[to]) shapes[to].focus();
    });
    code.addEventListener("focusin", function (event) {
      shapes.forEach(function (shape) { shape.tabIndex = shape === event.target ? 0 : -1; });
    });
  });

  // One tooltip for all terms. A finger's first touch shows it, with a link; the second follows the term itself.
  var tip = null, host = null, touched = false, leaving = 0;
  function show(term) {
    if (host === term) return;
    hide();
    if (!tip) {
      tip = document.createElement("div");
      tip.className = "term-tip";
      tip.id = "term-tip";
      tip.setAttribute("role", "tooltip");
      tip.addEventListener("pointerenter", function () { clearTimeout(leaving); });
      tip.addEventListener("pointerleave", leave);
      document.body.appendChild(tip);
    }
    tip.textContent = term.getAttribute("data-definition");
    if (touched && term.href) {
      var link = document.createElement("a");
      link.href = term.href;
      link.textContent = words.glossary + " →";
      tip.append(" ", link);
    }
    tip.hidden = false;
    host = term;
    term.setAttribute("aria-describedby", tip.id);
    var lines = term.getClientRects(), box = lines[0], page = document.documentElement;
    var left = Math.min(box.left, page.clientWidth - tip.offsetWidth - 12);
    var below = lines[lines.length - 1].bottom + 6, above = box.top - tip.offsetHeight - 6;
    var top = below + tip.offsetHeight > window.innerHeight && above > 60 ? above : below;
    tip.style.left = Math.max(12, left) + window.scrollX + "px";
    tip.style.top = top + window.scrollY + "px";
  }
  function hide() {
    clearTimeout(leaving);
    if (!host) return;
    host.removeAttribute("aria-describedby");
    host = null;
    tip.hidden = true;
  }
  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(hide, 200);
  }
  function term(event) {
    return event.target.closest ? event.target.closest("a.term[data-definition], .shape") : null;
  }
  document.addEventListener("pointerdown", function (event) {
    touched = event.pointerType === "touch";
    if (touched && host && !term(event) && !tip.contains(event.target)) hide();
  });
  document.addEventListener("pointerover", function (event) {
    if (event.pointerType === "touch" || !term(event)) return;
    touched = false;
    clearTimeout(leaving);
    show(term(event));
  });
  document.addEventListener("pointerout", function (event) {
    if (event.pointerType !== "touch" && term(event)) leave();
  });
  document.addEventListener("focusin", function (event) {
    if (term(event) && !touched) show(term(event));
  });
  document.addEventListener("focusout", function (event) {
    if (term(event) && !touched) hide();
  });
  document.addEventListener("click", function (event) {
    if (touched && term(event) && host !== term(event)) {
      event.preventDefault();
      show(term(event));
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") hide();
  });

  // Paper cannot be unfolded, and shows pictures that nobody has come near.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("img[loading=lazy]").forEach(function (picture) { picture.loading = "eager"; });
    folded = [].slice.call(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (block) { block.open = true; });
  });
  window.addEventListener("afterprint", function () {
    folded.forEach(function (block) { block.open = false; });
  });
})();
