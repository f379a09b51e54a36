// CWE-346: messages from or to any site.
// == vulnerable: a message steers the page
window.addEventListener("message", (event) => {
  if (event.data.type === "navigate") {
    window.location.href = event.data.url;
  }
});
// == vulnerable: stored
window.addEventListener("message", function (event) {
  localStorage.setItem("token", event.data.token);
});
// == vulnerable: onmessage
window.onmessage = (event) => {
  eval(event.data.code);
};
// == vulnerable: a part of the origin
window.addEventListener("message", (event) => {
  if (event.origin.indexOf("example.com") === -1) return;
  document.cookie = event.data.cookie;
});
// == vulnerable: the end of the origin
window.addEventListener("message", (event) => {
  if (!event.origin.endsWith("example.com")) return;
  localStorage.setItem("token", event.data.token);
});
// == vulnerable: a secret is sent to whoever it is
window.parent.postMessage({ accessToken: token }, "*");
// == vulnerable: a secret is sent to the opener
window.opener.postMessage({ type: "login", idToken: result.idToken }, "*");
// == safe: the origin is compared
window.addEventListener("message", (event) => {
  if (event.origin !== "https://accounts.example.com") return;
  localStorage.setItem("token", event.data.token);
});
// == safe: the source is compared
window.addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow) return;
  frame.style.height = event.data.height + "px";
});
// == safe: a list of origins
window.addEventListener("message", (event) => {
  if (!ORIGINS.includes(event.origin)) return;
  window.location.href = event.data.url;
});
// == safe: a worker's message
self.addEventListener("message", (event) => {
  self.postMessage(compute(event.data));
});
// == safe: sent to one site
window.parent.postMessage({ accessToken: token }, "https://shop.example.com");
// == safe: the height is no secret
window.parent.postMessage({ height: document.body.scrollHeight }, "*");
