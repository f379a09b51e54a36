from datasets import load_dataset
from transformers import AutoModel, AutoTokenizer, pipeline

PINNED = "5d0f2e8a7f1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d"

# ruleid: python.model.remote-code
model = AutoModel.from_pretrained("somebody/model", trust_remote_code=True)
# ruleid: python.model.remote-code
data = load_dataset("somebody/data", split="train", trust_remote_code=True)
# ruleid: python.model.remote-code
options = {"trust_remote_code": True}
# ok: python.model.remote-code
model = AutoModel.from_pretrained("somebody/model")
# ok: python.model.remote-code
tokens = AutoTokenizer.from_pretrained("somebody/model", trust_remote_code=False)
# ok: python.model.remote-code
model = AutoModel.from_pretrained(
    "somebody/model", trust_remote_code=True, revision="5d0f2e8a7f1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d"
)
work = pipeline("text-generation", model=model, **options)
