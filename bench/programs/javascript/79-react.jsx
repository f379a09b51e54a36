// CWE-79 in React: the framework's escaping left out.
import React from "react";
import { useParams, useSearchParams } from "react-router-dom";
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
// == vulnerable: fetched
export function Article({ id }) {
  const [html, setHtml] = React.useState("");
  React.useEffect(() => {
    fetch(`/api/article/${id}`).then((response) => response.text()).then(setHtml);
  }, [id]);
  return <article dangerouslySetInnerHTML={{ __html: html }} />;
}
// == vulnerable: a reference's innerHTML
export function Note({ text }) {
  const ref = React.useRef(null);
  React.useEffect(() => {
    ref.current.innerHTML = text;
  }, [text]);
  return <div ref={ref} />;
}
