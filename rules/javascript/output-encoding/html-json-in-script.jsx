export function Page({ state }) {
  // ruleid: javascript.html.json-in-script
  return <script dangerouslySetInnerHTML={{ __html: `window.STATE = ${JSON.stringify(state)}` }} />;
}

function render(state) {
  // ruleid: javascript.html.json-in-script
  return "<script>window.STATE = " + JSON.stringify(state) + "</script>";
}

export function Safe({ state }) {
  // ok: javascript.html.json-in-script
  return <script dangerouslySetInnerHTML={{ __html: `window.STATE = ${serialize(state)}` }} />;
}

export function Replaced({ state }) {
  // ok: javascript.html.json-in-script
  return <script dangerouslySetInnerHTML={{ __html: `window.STATE = ${JSON.stringify(state).replace(/</g, "\\u003c")}` }} />;
}

function text(state) {
  // ok: javascript.html.json-in-script
  return "state: " + JSON.stringify(state) + "!";
}
