"""As much of XGBoost as the tests need, by its C API: matrices, training, models in files, predictions.

XGBOOST is the library."""

import ctypes
import json
import os


class Library:
    def __init__(self):
        self._library = ctypes.CDLL(os.environ["XGBOOST"])
        self._library.XGBGetLastError.restype = ctypes.c_char_p

    def call(self, name, *arguments):
        if getattr(self._library, name)(*arguments) != 0:
            raise RuntimeError(f"{name}: {self._library.XGBGetLastError().decode().splitlines()[0]}")


library = Library()


def text(value):
    return ctypes.c_char_p(value.encode())


def interface(rows):
    """An array of floats, and the JSON that describes it."""
    width = len(rows[0])
    array = (ctypes.c_float * (len(rows) * width))(*[cell for row in rows for cell in row])
    description = {"data": [ctypes.addressof(array), True], "shape": [len(rows), width], "typestr": "<f4", "version": 3}
    return array, text(json.dumps(description))


class Matrix:
    """Rows, and their targets if there are any: a number for each row, or several. Of the features in
    `categories` the values are categories."""

    def __init__(self, rows, targets=None, categories=()):
        self.handle = ctypes.c_void_p()
        array, description = interface(rows)
        library.call("XGDMatrixCreateFromDense", description, text('{"missing": NaN, "nthread": 1}'),
                     ctypes.byref(self.handle))
        if categories:
            types = [b"c" if i in categories else b"float" for i in range(len(rows[0]))]
            library.call("XGDMatrixSetStrFeatureInfo", self.handle, text("feature_type"),
                         (ctypes.c_char_p * len(types))(*types), ctypes.c_uint64(len(types)))
        if targets is not None:
            array, description = interface([t if isinstance(t, list) else [t] for t in targets])
            library.call("XGDMatrixSetInfoFromInterface", self.handle, text("label"), description)

    def __del__(self):
        library.call("XGDMatrixFree", self.handle)


class Booster:
    def __init__(self, *matrices):
        self.handle = ctypes.c_void_p()
        handles = (ctypes.c_void_p * len(matrices))(*[matrix.handle for matrix in matrices])
        library.call("XGBoosterCreate", handles, ctypes.c_uint64(len(matrices)), ctypes.byref(self.handle))
        self._set("nthread", 1)

    def __del__(self):
        library.call("XGBoosterFree", self.handle)

    def _set(self, name, value):
        library.call("XGBoosterSetParam", self.handle, text(name), text(str(value)))

    @classmethod
    def train(cls, matrix, rounds=1, **parameters):
        booster = cls(matrix)
        for name, value in parameters.items():
            booster._set(name, value)
        for number in range(rounds):
            library.call("XGBoosterUpdateOneIter", booster.handle, number, matrix.handle)
        return booster

    @classmethod
    def load(cls, path):
        booster = cls()
        library.call("XGBoosterLoadModel", booster.handle, text(str(path)))
        return booster

    def save(self, path):
        library.call("XGBoosterSaveModel", self.handle, text(str(path)))

    def predict(self, rows):
        """All outputs of all rows, row by row."""
        matrix = Matrix(rows)
        config = {"type": 0, "training": False, "iteration_begin": 0, "iteration_end": 0, "strict_shape": False}
        shape, dimensions = ctypes.POINTER(ctypes.c_uint64)(), ctypes.c_uint64()
        values = ctypes.POINTER(ctypes.c_float)()
        library.call("XGBoosterPredictFromDMatrix", self.handle, matrix.handle, text(json.dumps(config)),
                     ctypes.byref(shape), ctypes.byref(dimensions), ctypes.byref(values))
        count = 1
        for i in range(dimensions.value):
            count *= shape[i]
        return values[:count]
