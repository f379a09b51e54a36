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

async function told(user, password) {
  const session = await login(user, password);
  const answer = { user: session.user, ok: true };
  // ok: javascript.message.any-target
  window.parent.postMessage(answer, "*");
  const message = { type: "session", refreshToken: session.renewal };
  // ruleid: javascript.message.any-target
  window.parent.postMessage(JSON.stringify(message), "*");
}
