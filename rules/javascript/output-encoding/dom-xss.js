function show(node) {
  const name = new URLSearchParams(location.search).get("name");
  // ruleid: javascript.dom.xss
  node.innerHTML = "Hello " + name;
  // ruleid: javascript.dom.xss
  document.write(`<p>${location.hash.slice(1)}</p>`);
  // ruleid: javascript.dom.xss
  node.insertAdjacentHTML("beforeend", document.referrer);
  // ok: javascript.dom.xss
  node.textContent = name;
  // ok: javascript.dom.xss
  node.innerHTML = DOMPurify.sanitize(name);
  // ok: javascript.dom.xss
  node.innerHTML = "<p>constant</p>";
  // ok: javascript.dom.xss
  node.innerHTML = "Page " + parseInt(name, 10);
}

window.addEventListener("message", (event) => {
  // ruleid: javascript.dom.xss
  document.body.innerHTML = event.data;
});

function receive(event) {
  // ruleid: javascript.dom.xss
  document.body.innerHTML = event.data.html;
}
window.addEventListener("message", receive);

const $out = $("#out");
// ruleid: javascript.dom.xss
$out.html(decodeURIComponent(location.hash));
// ok: javascript.dom.xss
$out.text(decodeURIComponent(location.hash));
// ruleid: javascript.dom.xss
$("<div>" + location.hash + "</div>").appendTo("body");
// ok: javascript.dom.xss
$("#" + CSS.escape(location.hash.slice(1))).show();
