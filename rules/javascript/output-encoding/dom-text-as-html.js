function show(field, node) {
  const title = field.getAttribute("data-title");
  // ruleid: javascript.dom.text-as-html
  node.insertAdjacentHTML("beforeend", "<b>" + title + "</b>");
  // ruleid: javascript.dom.text-as-html
  node.innerHTML = `<i>${field.dataset.note}</i>`;
  // ok: javascript.dom.text-as-html
  node.textContent = title;
  // ok: javascript.dom.text-as-html
  node.innerHTML = DOMPurify.sanitize(title);
  // ok: javascript.dom.text-as-html
  node.innerHTML = "<b>" + field.textContent.length + "</b>";
}
