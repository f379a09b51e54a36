function clean(text) {
  // ruleid: javascript.html.replaced-once
  const first = text.replace("<", "&lt;");
  // ruleid: javascript.html.replaced-once
  const second = text.replace("../", "");
  // ruleid: javascript.html.replaced-once
  const third = text.replace("'", "''");
  // ok: javascript.html.replaced-once
  const fourth = text.replace(/</g, "&lt;");
  // ok: javascript.html.replaced-once
  const fifth = text.replaceAll("'", "''");
  // ok: javascript.html.replaced-once
  const sixth = text.replace("px", "");
  return [first, second, third, fourth, fifth, sixth];
}
