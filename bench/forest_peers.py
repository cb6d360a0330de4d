#!/usr/bin/env python3
"""Trains a random forest by another library, predicts with it, and prints the times and the error as a JSON object.

forest_peers.py LIBRARY --version           its version, or why it cannot be used, with exit code 1
forest_peers.py LIBRARY --train DATA --test DATA [options]

DATA is a CSV file with the target as its last column, or how the .npy files of forest_data.py begin. What is timed
starts with the rows in memory as single-precision floats; the libraries' own bins are made within it."""

import argparse
import json
import statistics
import sys
import time


class ScikitLearn:
    """Looks at all values, not at bins; draws as many rows as there are, with replacement, as the forest does."""

    def __init__(self, options):
        from sklearn.ensemble import RandomForestRegressor

        self.forest = RandomForestRegressor(
            n_estimators=options.trees, max_depth=options.depth, max_features=options.max_features, bootstrap=True,
            n_jobs=options.threads, random_state=options.seed)

    def fit(self, values, targets):
        self.forest.fit(values, targets)

    def predict(self, values):
        return self.forest.predict(values)

    @staticmethod
    def version():
        import sklearn

        return sklearn.__version__


# As many rows as a tree sees that draws with replacement, 1 - 1/e of them: without replacement is what the two
# libraries below do.
SHARE_OF_ROWS = 0.632


def share_of_features(options, features):
    """One rounds the number of features that this is down, the other to the nearest: it is the same for both."""
    return min((options.max_features + 0.01) / features, 1)


class XGBoost:
    """One round of many trees: what XGBRFRegressor does, which wants scikit-learn."""

    def __init__(self, options):
        self.options = options

    def fit(self, values, targets):
        import xgboost

        options = self.options
        parameters = {
            "tree_method": "hist", "max_bin": options.bins, "num_parallel_tree": options.trees,
            "max_depth": options.depth, "colsample_bynode": share_of_features(options, values.shape[1]),
            "subsample": SHARE_OF_ROWS, "learning_rate": 1, "reg_lambda": 1e-5, "nthread": options.threads,
            "seed": options.seed, "verbosity": 0,
        }
        matrix = xgboost.QuantileDMatrix(values, targets, max_bin=options.bins, nthread=options.threads)
        self.forest = xgboost.train(parameters, matrix, num_boost_round=1)

    def predict(self, values):
        return self.forest.inplace_predict(values)

    @staticmethod
    def version():
        import xgboost

        return xgboost.__version__


class LightGBM:
    """Grows the best leaf first; with as many leaves as the depth has room for, to the same depth everywhere."""

    def __init__(self, options):
        self.options = options

    def fit(self, values, targets):
        import lightgbm

        options = self.options
        parameters = {
            "boosting": "rf", "max_bin": options.bins, "min_data_in_bin": 1,
            "max_depth": options.depth, "num_leaves": max(2, min(2**options.depth, len(targets))),
            "feature_fraction_bynode": share_of_features(options, values.shape[1]),
            "bagging_fraction": SHARE_OF_ROWS, "bagging_freq": 1, "min_data_in_leaf": 1,
            "min_sum_hessian_in_leaf": 0, "num_threads": options.threads, "seed": options.seed, "verbosity": -1,
        }
        self.forest = lightgbm.train(parameters, lightgbm.Dataset(values, targets, params=parameters),
                                     num_boost_round=options.trees)

    def predict(self, values):
        return self.forest.predict(values, num_threads=self.options.threads)

    @staticmethod
    def version():
        import lightgbm

        return lightgbm.__version__


PEERS = {"scikit-learn": ScikitLearn, "xgboost": XGBoost, "lightgbm": LightGBM}


def read(place, rows):
    """Values and targets: the first `rows` of them, or all."""
    import numpy

    if place.endswith(".csv"):
        cells = numpy.loadtxt(place, delimiter=",", skiprows=1, max_rows=rows)
        values, targets = cells[:, :-1], cells[:, -1]
    else:
        values, targets = (numpy.load(f"{place}_{part}.npy", mmap_mode="r")[:rows] for part in "xy")
    return numpy.array(values, dtype=numpy.float32, order="C"), numpy.array(targets, dtype=numpy.float64)


def repeat(options, run):
    """The times of a first run and of others, none of which begins when those before it have taken too long."""
    times = []
    while not times or (len(times) <= options.runs and sum(times) < options.seconds * 1e3):
        start = time.perf_counter()
        run()
        times.append((time.perf_counter() - start) * 1e3)
    return times


def measure(peer, options):
    train = read(options.train, options.rows)
    test = read(options.test, None)
    predicted = (test if options.predict == "test" else train)[0]
    fits = repeat(options, lambda: peer.fit(*train))
    predictions = repeat(options, lambda: peer.predict(predicted))
    return {
        "first_ms": fits[0] + predictions[0],
        "fit_ms": statistics.median(fits[1:] or fits),
        "predict_ms": statistics.median(predictions[1:] or predictions),
        "runs": len(fits) - 1,
        "mse": float(((peer.predict(test[0]) - test[1]) ** 2).mean()),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", choices=PEERS)
    parser.add_argument("--version", action="store_true")
    parser.add_argument("--train")
    parser.add_argument("--test")
    parser.add_argument("--rows", type=int, help="how many of those to train on (default: all)")
    parser.add_argument("--predict", choices=("train", "test"), default="train", help="of which the time is taken")
    for name, default in (("trees", 100), ("depth", 10), ("max-features", 9), ("bins", 256), ("seed", 1),
                          ("threads", 1), ("runs", 3), ("seconds", 10)):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    peer = PEERS[options.library]
    try:
        version = peer.version()
        import numpy
    except (ImportError, OSError) as error:
        sys.exit(str(error).splitlines()[0])
    if options.version:
        print(f"{version} (NumPy {numpy.__version__})")
        return
    if not options.train or not options.test:
        parser.error("--train and --test are needed")
    print(json.dumps(measure(peer(options), options)))


if __name__ == "__main__":
    main()
