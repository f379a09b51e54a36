const express = require("express");

const app = express();

app.get("/login", (req, res) => {
  // ruleid: javascript.redirect.open
  res.redirect(req.query.next);
});

app.get("/out", (req, res) => {
  // ruleid: javascript.redirect.open
  res.redirect(302, req.query.url || "/");
});

app.get("/safe", (req, res) => {
  const target = req.query.next;
  if (target === "a") {
    // ok: javascript.redirect.open
    return res.redirect("/search?q=" + target);
  }
  if (target === "b") {
    // ok: javascript.redirect.open
    return res.redirect(`/users/${req.params.id}`);
  }
  // ok: javascript.redirect.open
  res.redirect(req.originalUrl + "/");
});

app.get("/checked", (req, res) => {
  const target = req.query.next;
  if (!isSafeRedirect(target)) {
    return res.redirect("/");
  }
  // unsure: javascript.redirect.open
  res.redirect(target);
});

app.get("/own", (req, res) => {
  const next = req.query.next;
  if (!next.startsWith("/") || next.startsWith("//") || next.startsWith("/\\")) {
    return res.redirect("/");
  }
  // ok: javascript.redirect.open
  res.redirect(next);
});

app.get("/beginning", (req, res) => {
  const next = req.query.next;
  if (next.startsWith("https://example.com")) {
    // ruleid: javascript.redirect.open
    res.redirect(next);
  }
});

export async function GET(request) {
  // ruleid: javascript.redirect.open
  return NextResponse.redirect(request.nextUrl.searchParams.get("next"));
}

app.post("/files", (req, res) => {
  const url = req.body.url;
  res.status(201);
  // ok: javascript.redirect.open
  res.set("Location", url);
});

app.get("/media/:id", async (req, res) => {
  const file = await media.getFileResponse(req.params.id);
  // unsure: javascript.redirect.open
  res.redirect(file.url);
});

app.get("/continue", async (req, res) => {
  // unsure: javascript.redirect.open
  res.redirect(buildLoginUrl(req.query.state));
  const next = await session.getNextTarget(req.query.next);
  // ruleid: javascript.redirect.open
  res.redirect(next);
  const told = await describe(req.query.next);
  // ruleid: javascript.redirect.open
  res.redirect(told);
});

const { redirect: goTo } = require("next/navigation");

app.get("/go", ({ query }, reply) => {
  // ruleid: javascript.redirect.open
  reply.code(302).redirect(query.to);
});

router.get("/out", (asked, answer) => {
  // ruleid: javascript.redirect.open
  answer.redirect(asked.query.to);
});

app.get("/moved", (req, res) => {
  // ruleid: javascript.redirect.open
  res.writeHead(302, { "Location": req.query.to });
  // ruleid: javascript.redirect.open
  res.status(302).set({ Location: req.query.to }).end();
  // ok: javascript.redirect.open
  res.writeHead(302, { "Location": "/items/" + req.query.to });
});

export async function loader({ request }) {
  const to = new URL(request.url).searchParams.get("to");
  // ruleid: javascript.redirect.open
  return new Response(null, { status: 302, headers: { Location: to } });
}

export default async function Page({ searchParams }) {
  if (searchParams.mine) {
    // ok: javascript.redirect.open
    goTo("/mine");
  }
  // ruleid: javascript.redirect.open
  goTo(searchParams.to);
}

app.get("/short", async (req, res) => {
  const link = await store.fetch(`link:${req.query.name}`, () => search(req.query.name));
  // unsure: javascript.redirect.open
  res.redirect(link.url);
});

app.post("/made", (req, res) => {
  // ok: javascript.redirect.open
  const place = { Location: req.body.place };
  // ok: javascript.redirect.open
  res.writeHead(201, place);
});
