// CWE-79 in React: the framework's escaping left out.
import React from "react";
import { useParams, useSearchParams } from "react-router-dom";
// == vulnerable: a property as HTML
export function Comment({ body }) {
  return <div dangerouslySetInnerHTML={{ __html: body }} />;
}
// == vulnerable: a field of a property
export const Comment = (props) => {
  return <p className="comment" dangerouslySetInnerHTML={{ __html: props.comment.body }}></p>;
};
// == vulnerable: a class component
export class Comment extends React.Component {
  render() {
    const { body } = this.props;
    return <div dangerouslySetInnerHTML={{ __html: body }} />;
  }
}
// == vulnerable: a parameter of the address
export function Search() {
  const [params] = useSearchParams();
  return <h1 dangerouslySetInnerHTML={{ __html: `Results for ${params.get("q")}` }} />;
}
// == vulnerable: fetched
export function Article({ id }) {
  const [html, setHtml] = React.useState("");
  React.useEffect(() => {
    fetch(`/api/article/${id}`).then((response) => response.text()).then(setHtml);
  }, [id]);
  return <article dangerouslySetInnerHTML={{ __html: html }} />;
}
// == vulnerable: Markdown made into HTML
import { marked } from "marked";
export function Post({ text }) {
  return <div dangerouslySetInnerHTML={{ __html: marked(text) }} />;
}
// == vulnerable: a script address from the address
export function Back() {
  const [params] = useSearchParams();
  return <a href={params.get("next")}>Back</a>;
}
// == vulnerable: a reference's innerHTML
export function Note({ text }) {
  const ref = React.useRef(null);
  React.useEffect(() => {
    ref.current.innerHTML = text;
  }, [text]);
  return <div ref={ref} />;
}
// == vulnerable: server-side state in a script
export function Page({ state }) {
  return <script dangerouslySetInnerHTML={{ __html: `window.STATE = ${JSON.stringify(state)}` }} />;
}
// == safe: rendered as text
export function Comment({ body }) {
  return <div>{body}</div>;
}
// == safe: DOMPurify
import DOMPurify from "dompurify";
export function Comment({ body }) {
  return <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(body) }} />;
}
// == safe: cleaned before
import DOMPurify from "dompurify";
export function Comment({ body }) {
  const clean = DOMPurify.sanitize(body);
  return <div dangerouslySetInnerHTML={{ __html: clean }} />;
}
// == safe: Markdown, cleaned
import { marked } from "marked";
import sanitizeHtml from "sanitize-html";
export function Post({ text }) {
  return <div dangerouslySetInnerHTML={{ __html: sanitizeHtml(marked(text)) }} />;
}
// == safe: a constant
const CSS = "body { margin: 0 }";
export function Style() {
  return <style dangerouslySetInnerHTML={{ __html: CSS }} />;
}
// == safe: a path of the own site
export function Back({ id }) {
  return <a href={`/posts/${id}`}>Back</a>;
}
// == safe: a component of the library that renders Markdown
import ReactMarkdown from "react-markdown";
export function Post({ text }) {
  return <ReactMarkdown>{text}</ReactMarkdown>;
}
// == safe: state in a script, escaped
import serialize from "serialize-javascript";
export function Page({ state }) {
  return <script dangerouslySetInnerHTML={{ __html: `window.STATE = ${serialize(state)}` }} />;
}
