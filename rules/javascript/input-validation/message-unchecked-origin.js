// ruleid: javascript.message.unchecked-origin
window.addEventListener("message", (event) => {
  document.querySelector("#out").innerHTML = event.data.text;
});

// ruleid: javascript.message.unchecked-origin
window.addEventListener("message", function (event) {
  localStorage.setItem("settings", event.data);
});

// ok: javascript.message.unchecked-origin
window.addEventListener("message", (event) => {
  if (event.origin !== "https://example.com") {
    return;
  }
  document.querySelector("#out").innerHTML = event.data.text;
});

// ok: javascript.message.unchecked-origin
window.addEventListener("message", (event) => {
  if (event.origin !== location.origin) return;
  window.location = event.data.next;
});

// ok: javascript.message.unchecked-origin
window.addEventListener("message", (event) => {
  counter.add(event.data.length);
});
