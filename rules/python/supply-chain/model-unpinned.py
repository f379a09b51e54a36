import os

from datasets import load_dataset
from huggingface_hub import hf_hub_download, snapshot_download
from transformers import AutoModel, AutoTokenizer

PINNED = os.environ["MODEL_COMMIT"]

# ruleid: python.model.unpinned
model = AutoModel.from_pretrained("somebody/model")
# ruleid: python.model.unpinned
tokens = AutoTokenizer.from_pretrained("somebody/model", revision="main")
# ruleid: python.model.unpinned
rows = load_dataset("questions", revision="v2.0")
# ruleid: python.model.unpinned
path = hf_hub_download(repo_id="somebody/model", filename="config.json")
# ruleid: python.model.unpinned
folder = snapshot_download("somebody/model")
# ok: python.model.unpinned
model = AutoModel.from_pretrained("somebody/model", revision="5d0f2e8a7f1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d")
# ok: python.model.unpinned
model = AutoModel.from_pretrained("./models/own")
# ok: python.model.unpinned
tokens = AutoTokenizer.from_pretrained("somebody/model", revision=PINNED)
# ok: python.model.unpinned
rows = load_dataset("csv", data_files="rows.csv")
