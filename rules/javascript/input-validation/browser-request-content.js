const puppeteer = require("puppeteer");
const wkhtmltopdf = require("wkhtmltopdf");
const { create: makePdf } = require("html-pdf");

app.post("/invoice", async (req, res) => {
  const page = await (await puppeteer.launch()).newPage();
  // ruleid: javascript.browser.request-content
  await page.setContent(`<h1>${req.body.title}</h1>`);
  // ruleid: javascript.browser.request-content
  wkhtmltopdf(req.body.html).pipe(res);
  // ruleid: javascript.browser.request-content
  makePdf("<p>" + req.body.text + "</p>").toStream(done);
  // ok: javascript.browser.request-content
  await page.setContent("<h1>Invoice</h1>");
  // ok: javascript.browser.request-content
  await page.setContent(`<h1>${escapeHtml(req.body.title)}</h1>`.length);
  // ok: javascript.browser.request-content
  await page.pdf({ path: "out.pdf", title: req.body.title });
});
