// CWE-346: messages from or to any site.
// == vulnerable: a message steers the page
window.addEventListener("message", (event) => {
  if (event.data.type === "navigate") {
    window.location.href = event.data.url;
  }
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
// == safe: a list of origins
window.addEventListener("message", (event) => {
  if (!ORIGINS.includes(event.origin)) return;
  window.location.href = event.data.url;
});
