/*
 * The glossary's field: of all terms it leaves those whose names, in either language or in pinyin, have what was typed.
 * Without this script the list stands whole, and there is no field. A classic script: pages opened from disk run it too.
 */
(function () {
  "use strict";

  var line = document.querySelector(".glossary-filter");
  var field = line.querySelector("input"), said = line.querySelector("[role=status]");
  var terms = [].map.call(document.querySelectorAll("[data-names]"), function (anchor) {
    return { names: anchor.getAttribute("data-names"), rows: [anchor.parentElement, anchor.parentElement.nextElementSibling] };
  });
  var initials = [].map.call(document.querySelectorAll(".initial"), function (heading) {
    return { heading: heading, list: heading.nextElementSibling, link: document.querySelector('[href="#' + heading.id + '"]') };
  });

  function filter() {
    var sought = field.value.trim().toLowerCase();
    var found = terms.filter(function (term) {
      var fits = term.names.indexOf(sought) >= 0;
      term.rows.forEach(function (row) { row.hidden = !fits; });
      return fits;
    });
    initials.forEach(function (initial) {
      var empty = !initial.list.querySelector("dt:not([hidden])");
      initial.heading.hidden = initial.list.hidden = initial.link.hidden = empty;
    });
    said.textContent = sought
      ? said.getAttribute("data-counted").replace("{found}", found.length).replace("{all}", terms.length)
      : "";
  }

  // A link to a term, within the page too, finds it whatever was typed.
  function whole() {
    if (!field.value || !location.hash) return;
    field.value = "";
    filter();
    document.getElementById(decodeURIComponent(location.hash.slice(1))).scrollIntoView();
  }

  line.hidden = false;
  field.addEventListener("input", filter);
  field.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !field.value) return;
    event.preventDefault();
    field.value = "";
    filter();
  });
  window.addEventListener("hashchange", whole);
  window.addEventListener("pageshow", filter); // a browser that goes back keeps what was typed
})();
