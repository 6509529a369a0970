# SPDX-License-Identifier: BSD-3-Clause
"""What an engine measured over its own time: for the plots and the status line."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """One moment of one instance. `time` is seconds of its own fuzzing, not of the campaign."""

    time: float
    rate: float
    edges: int


def combine(instances):
    """
    One series for an engine from those of its instances, which run side by side: at each moment
    the rates add up, while the edges are those of the instance that has seen most.
    """
    moments = sorted((sample.time, index, sample)
                     for index, samples in enumerate(instances) for sample in samples)
    rates, most, combined = {}, 0, []
    for time, index, sample in moments:
        rates[index] = sample.rate
        most = max(most, sample.edges)
        combined.append(Sample(time, sum(rates.values()), most))
    return combined


def thin(samples, limit=600):
    """At most `limit` samples, evenly taken, the last one always: a plot has no more pixels."""
    if len(samples) <= limit:
        return list(samples)
    step = (len(samples) - 1) / (limit - 1)
    return [samples[round(index * step)] for index in range(limit)]
