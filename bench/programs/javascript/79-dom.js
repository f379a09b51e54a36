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
// == vulnerable: the source of a frame
document.getElementById("frame").src = new URLSearchParams(location.search).get("page");
// == vulnerable: srcdoc
document.getElementById("frame").srcdoc = decodeURIComponent(location.hash.slice(1));
// == safe: jQuery text
$("#message").text(new URLSearchParams(window.location.search).get("message"));
