const cors = require("cors");

// ruleid: javascript.cors.any-origin
app.use(cors());
// ruleid: javascript.cors.any-origin
app.use(cors({ origin: "*" }));
app.get("/x", (req, res) => {
  const any = "*";
  // ruleid: javascript.cors.any-origin
  res.set("Access-Control-Allow-Origin", any);
  // ruleid: javascript.cors.any-origin
  res.writeHead(200, { "access-control-allow-origin": "*" });
  // ok: javascript.cors.any-origin
  res.set("Access-Control-Allow-Origin", "https://example.com");
  // ok: javascript.cors.any-origin
  res.set("Access-Control-Allow-Methods", "*");
});
// ok: javascript.cors.any-origin
app.use(cors({ origin: "https://example.com" }));
