// A search over the pages of the site and the types of the API. Its index is made when the site is built.
(function () {
  "use strict";

  function element(name, attributes, text) {
    var made = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (text) { made.textContent = text; }
    return made;
  }

  // The javadoc has indexes of its types and packages, which call this function when they have been loaded.
  window.updateSearchResults = function () { show(); };
  function loadTypes() {
    box.removeEventListener("focus", loadTypes);
    ["type", "package"].forEach(function (kind) {
      document.head.appendChild(element("script", { src: "apidocs/" + kind + "-search-index.js" }));
    });
  }

  var form = element("form", { id: "site-search", role: "search" });
  var box = element("input", {
    type: "search", placeholder: "Search (press /)", "aria-label": "Search the pages and the API", autocomplete: "off"
  });
  var list = element("ol", { "aria-live": "polite", hidden: "" });
  form.appendChild(box);
  form.appendChild(list);

  function pagesWith(words) {
    return window.searchIndex.map(function (entry) {
      var heading = (entry[1] + " " + entry[2]).toLowerCase();
      var text = entry[3].toLowerCase();
      var rank = 0;
      var hasAll = words.every(function (word) {
        var inHeading = heading.indexOf(word) >= 0;
        rank += inHeading ? 10 : 1;
        return inHeading || text.indexOf(word) >= 0;
      });
      return {
        rank: hasAll ? rank : 0,
        address: entry[0],
        title: entry[1] === entry[2] ? entry[1] : entry[1] + " › " + entry[2],
        text: excerpt(entry[3], words)
      };
    });
  }

  function typesWith(words) {
    var folders = {};
    (window.packageSearchIndex || []).forEach(function (each) {
      folders[each.l] = (each.m ? each.m + "/" : "") + each.l.replace(/\./g, "/") + "/";
    });
    return (window.typeSearchIndex || []).filter(function (type) { return folders[type.p]; }).map(function (type) {
      var name = type.l.toLowerCase();
      var hasAll = words.every(function (word) { return name.indexOf(word) >= 0; });
      return {
        rank: !hasAll ? 0 : name === words.join("") ? 30 : 5,
        address: "apidocs/" + folders[type.p] + type.l + ".html",
        title: type.l,
        text: type.p
      };
    });
  }

  function excerpt(text, words) {
    var at = Math.max(0, text.toLowerCase().indexOf(words[0]) - 40);
    return (at > 0 ? "…" : "") + text.substr(at, 120) + (at + 120 < text.length ? "…" : "");
  }

  function show() {
    var words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    list.textContent = "";
    list.hidden = words.length === 0;
    if (list.hidden) { return; }
    var hits = pagesWith(words).concat(typesWith(words)).filter(function (hit) { return hit.rank > 0; });
    hits.sort(function (one, other) { return other.rank - one.rank; });
    hits.slice(0, 12).forEach(function (hit) {
      var link = element("a", { href: hit.address });
      link.appendChild(element("strong", {}, hit.title));
      link.appendChild(element("span", {}, hit.text));
      list.appendChild(element("li", {})).appendChild(link);
    });
    if (hits.length === 0) { list.appendChild(element("li", {}, "Nothing found.")); }
  }

  box.addEventListener("input", show);
  box.addEventListener("focus", loadTypes);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first) { window.location.href = first.href; close(); }
  });
  function close() { list.hidden = true; }
  list.addEventListener("click", close);
  document.addEventListener("click", function (event) { if (!form.contains(event.target)) { close(); } });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { close(); }
    if (event.key === "/" && !/INPUT|TEXTAREA/.test(document.activeElement.tagName)) {
      event.preventDefault();
      box.focus();
    }
  });

  document.addEventListener("DOMContentLoaded", function () {
    var banner = document.getElementById("banner") || document.body;
    banner.insertBefore(form, banner.querySelector(".clear"));
  });
})();
