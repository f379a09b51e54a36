import DOMPurify from "dompurify";

export function Comment({ text, size }) {
  // ruleid: javascript.html.unescaped-markup
  return <div dangerouslySetInnerHTML={{ __html: text }} />;
}

export function Clean({ text }) {
  // ok: javascript.html.unescaped-markup
  return <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(text) }} />;
}

export function Json({ value }) {
  // ok: javascript.html.unescaped-markup
  return <script dangerouslySetInnerHTML={{ __html: JSON.stringify(value) }} />;
}

export function Style() {
  // ok: javascript.html.unescaped-markup
  return <style dangerouslySetInnerHTML={{ __html: "body { margin: 0 }" }} />;
}

export function Plain({ text }) {
  // ok: javascript.html.unescaped-markup
  return <div>{text}</div>;
}

export async function load(sanitizer, url) {
  const response = await fetch(url);
  const page = await response.text();
  // ruleid: javascript.html.unescaped-markup
  return sanitizer.bypassSecurityTrustHtml(page);
}
