const params = new URLSearchParams(location.search);
const next = params.get("next");
// ruleid: javascript.dom.script-address
location.href = next;
// ruleid: javascript.dom.script-address
document.querySelector("a.next").setAttribute("href", next);
// ok: javascript.dom.script-address
document.querySelector("a.next").setAttribute("title", next);
// ok: javascript.dom.script-address
location.href = "/results?q=" + encodeURIComponent(params.get("q"));
// ok: javascript.dom.script-address
location.href = location.pathname + location.search;

if (next.startsWith("/") && !next.startsWith("//")) {
  // ok: javascript.dom.script-address
  location.assign(next);
}

const target = new URL(next, location.origin);
if (target.origin === location.origin) {
  // ok: javascript.dom.script-address
  location.assign(target.href);
}

function Back() {
  const [search] = useSearchParams();
  // ruleid: javascript.dom.script-address
  return <a href={search.get("next")}>Back</a>;
}
