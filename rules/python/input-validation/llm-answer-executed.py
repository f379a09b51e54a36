import ast
import subprocess

from langchain_openai import ChatOpenAI
from openai import OpenAI

client = OpenAI()
llm = ChatOpenAI()


def answered(question):
    answer = client.chat.completions.create(model="m", messages=[{"role": "user", "content": question}])
    text = answer.choices[0].message.content
    # ruleid: python.llm.answer-executed
    result = eval(text)
    # ruleid: python.llm.answer-executed
    exec(text.strip("`"))
    # ruleid: python.llm.answer-executed
    subprocess.run(llm.invoke(question).content, shell=True)
    # ok: python.llm.answer-executed
    numbers = ast.literal_eval(text)
    # ok: python.llm.answer-executed
    subprocess.run(["grep", "-F", "--", text, "notes.txt"])
    # ok: python.llm.answer-executed
    doubled = eval("2 * 2")
    return result, numbers, doubled
