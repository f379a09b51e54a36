// CWE-79 in the browser: what comes from the address or a message becomes HTML.
// == each: innerHTML
function show() {
  const param = new URLSearchParams(location.search).get("name");
  const value = FLOW(param);
  document.getElementById("out").innerHTML = "<b>" + value + "</b>";
}
// == vulnerable: the fragment
document.getElementById("out").innerHTML = decodeURIComponent(window.location.hash.slice(1));
// == vulnerable: insertAdjacentHTML
const query = new URL(window.location.href).searchParams.get("q");
document.querySelector("#list").insertAdjacentHTML("beforeend", `<li>${query}</li>`);
// == vulnerable: document.write
document.write("<script src='/lang/" + location.search.split("lang=")[1] + ".js'></script>");
// == vulnerable: outerHTML
const name = location.hash.substring(1);
document.querySelector("h1").outerHTML = `<h1>${name}</h1>`;
// == vulnerable: jQuery html
$(document).ready(function () {
  var message = new URLSearchParams(window.location.search).get("message");
  $("#message").html(message);
});
// == vulnerable: jQuery append
var tab = window.location.hash;
$("#tabs").append("<a class='tab'>" + tab + "</a>");
// == vulnerable: jQuery parses a selector that begins with markup
var tab = decodeURIComponent(location.hash);
$("<div>" + tab + "</div>").appendTo("body");
// == vulnerable: a jQuery variable
const $out = $("#out");
$out.html(location.search);
// == vulnerable: the referrer
document.getElementById("back").innerHTML = "<a href='" + document.referrer + "'>Back</a>";
// == vulnerable: a message
window.addEventListener("message", (event) => {
  document.getElementById("preview").innerHTML = event.data;
});
// == vulnerable: a message's field, by a named function
function receive(event) {
  document.getElementById("preview").innerHTML = event.data.html;
}
window.addEventListener("message", receive);
// == vulnerable: a script address
const next = new URLSearchParams(location.search).get("next");
location.href = next;
// == vulnerable: an attribute that runs script
const next = new URLSearchParams(location.search).get("next");
document.querySelector("a.next").setAttribute("href", next);
// == vulnerable: the source of a frame
document.getElementById("frame").src = new URLSearchParams(location.search).get("page");
// == vulnerable: srcdoc
document.getElementById("frame").srcdoc = decodeURIComponent(location.hash.slice(1));
// == safe: textContent
const name = new URLSearchParams(location.search).get("name");
document.getElementById("out").textContent = name;
// == safe: a text node
const name = new URLSearchParams(location.search).get("name");
document.getElementById("out").append(document.createTextNode(name));
// == safe: DOMPurify
import DOMPurify from "dompurify";
const html = new URLSearchParams(location.search).get("html");
document.getElementById("out").innerHTML = DOMPurify.sanitize(html);
// == safe: jQuery text
$("#message").text(new URLSearchParams(window.location.search).get("message"));
// == safe: a number
const page = Number(new URLSearchParams(location.search).get("page"));
document.getElementById("out").innerHTML = `<b>${page}</b>`;
// == safe: a selector that is escaped
const tab = location.hash.slice(1);
document.querySelector("#" + CSS.escape(tab)).classList.add("active");
// == safe: a constant
document.getElementById("out").innerHTML = "<b>loading</b>";
if (location.hash === "#done") document.getElementById("out").innerHTML = "<b>done</b>";
// == safe: the message's origin is looked at
window.addEventListener("message", (event) => {
  if (event.origin !== "https://preview.example.com") return;
  document.getElementById("preview").textContent = event.data;
});
// == safe: the own path with another fragment
location.href = location.pathname + "?q=" + encodeURIComponent(new URLSearchParams(location.search).get("q"));
// == safe: only own paths
const next = new URLSearchParams(location.search).get("next") || "/";
if (next.startsWith("/") && !next.startsWith("//")) {
  location.href = next;
}
// == safe: a checked scheme
const target = new URL(new URLSearchParams(location.search).get("next"), location.origin);
if (target.origin === location.origin) {
  location.assign(target.href);
}
