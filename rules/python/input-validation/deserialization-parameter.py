import json
import pickle

import torch


def restore(data, path):
    # ruleid: python.deserialization.parameter
    first = pickle.loads(data)
    # ruleid: python.deserialization.parameter
    second = torch.load(path)
    # ok: python.deserialization.parameter
    third = torch.load(path, weights_only=True)
    # ok: python.deserialization.parameter
    fourth = json.loads(data)
    # ok: python.deserialization.parameter
    fifth = pickle.loads(pickle.dumps(data))
    return first, second, third, fourth, fifth
