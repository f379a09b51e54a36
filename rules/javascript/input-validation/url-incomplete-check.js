window.addEventListener("message", (event) => {
  // ruleid: javascript.url.incomplete-check
  if (!event.origin.endsWith("example.com")) return;
  // ruleid: javascript.url.incomplete-check
  if (event.origin.indexOf("example.com") === -1) return;
  // ok: javascript.url.incomplete-check
  if (event.origin !== "https://example.com") return;
  // ok: javascript.url.incomplete-check
  if (!event.origin.endsWith(".example.com")) return;
  apply(event.data);
});

function go(redirect) {
  // ruleid: javascript.url.incomplete-check
  if (redirect.startsWith("https://example.com")) {
    location.href = redirect;
  }
  // ok: javascript.url.incomplete-check
  if (redirect.startsWith("https://example.com/")) {
    location.href = redirect;
  }
  // ok: javascript.url.incomplete-check
  if (location.hostname.endsWith("example.com")) {
    start();
  }
}
