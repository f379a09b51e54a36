// ruleid: javascript.message.any-target
window.parent.postMessage({ accessToken: token }, "*");

// ruleid: javascript.message.any-target
window.opener.postMessage({ type: "login", idToken: result.idToken }, "*");

// ok: javascript.message.any-target
window.parent.postMessage({ accessToken: token }, "https://shop.example.com");

// ok: javascript.message.any-target
window.parent.postMessage({ height: document.body.scrollHeight }, "*");

// ok: javascript.message.any-target
worker.postMessage({ accessToken: token });
