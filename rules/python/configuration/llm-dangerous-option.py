from langchain_community.tools import ShellTool
from langchain_community.vectorstores import FAISS
from langchain_experimental.agents import create_pandas_dataframe_agent
from langchain_experimental.tools import PythonREPLTool


def agent(llm, frame, embeddings):
    # ruleid: python.llm.dangerous-option
    first = create_pandas_dataframe_agent(llm, frame, allow_dangerous_code=True)
    # ruleid: python.llm.dangerous-option
    store = FAISS.load_local("index", embeddings, allow_dangerous_deserialization=True)
    # ruleid: python.llm.dangerous-option
    tools = [PythonREPLTool()]
    # ruleid: python.llm.dangerous-option
    tools.append(ShellTool())
    # ok: python.llm.dangerous-option
    second = create_pandas_dataframe_agent(llm, frame)
    # ok: python.llm.dangerous-option
    third = create_pandas_dataframe_agent(llm, frame, allow_dangerous_code=False)
    # ok: python.llm.dangerous-option
    other = FAISS.load_local("index", embeddings)
    return first, store, tools, second, third, other
