import io
import json
import marshal
import pickle
import shelve
from pickle import loads as rebuilt

import dill
import joblib
import jsonpickle
import numpy as np
import pandas as pd
import torch
import yaml


def restored(folder, blob, stream):
    # ruleid: python.deserialization.code-format
    state = pickle.loads(blob)
    # ruleid: python.deserialization.code-format
    state = rebuilt(blob)
    # ruleid: python.deserialization.code-format
    state = pickle.Unpickler(stream).load()
    # ruleid: python.deserialization.code-format
    state = dill.load(stream)
    # ruleid: python.deserialization.code-format
    state = jsonpickle.decode(blob)
    # ruleid: python.deserialization.code-format
    code = marshal.load(stream)
    # ruleid: python.deserialization.code-format
    with shelve.open(folder / "state") as shelf:
        state = dict(shelf)
    # ruleid: python.deserialization.code-format
    model = joblib.load(folder / "model.joblib")
    # ruleid: python.deserialization.code-format
    frame = pd.read_pickle(folder / "frame.pkl")
    # ruleid: python.deserialization.code-format
    array = np.load(folder / "array.npy", allow_pickle=True)
    # ruleid: python.deserialization.code-format
    weights = torch.load(folder / "weights.pt", map_location="cpu")
    # ruleid: python.deserialization.code-format
    settings = yaml.load(blob, Loader=yaml.Loader)
    # ok: python.deserialization.code-format
    settings = yaml.load(blob, Loader=yaml.SafeLoader)
    # ok: python.deserialization.code-format
    weights = torch.load(folder / "weights.pt", weights_only=True)
    # ok: python.deserialization.code-format
    array = np.load(folder / "array.npy")
    # ok: python.deserialization.code-format
    state = json.loads(blob)
    # ok: python.deserialization.code-format
    frame = pd.read_csv(io.BytesIO(blob))
    return state, code, model, frame, array, weights, settings
