#pragma once
// What an evaluation of a classifier may sum beyond its loss and accuracy, counted alike by every
// site and read by the coordinator: confusions, and histograms of scores for the area under the ROC
// curve (AUROC). Pure.

#include <cstdint>
#include <map>
#include <span>
#include <string>

#include "common/model/extra_metrics.h"
#include "common/model/network.h"

namespace hansa {

// Counts of rows by (true class, class said), row-major: classes x classes.
uint64_t ConfusionCells(const NetworkSpec& network);

// Histograms of the scores of class c against all others; with two classes only of class 1. Each
// is two runs of bins: the rows of the class, then the rows of others. 512 bins with two classes,
// 128 with more.
uint32_t ScoreHistograms(const NetworkSpec& network);
uint32_t ScoreBins(const NetworkSpec& network);
uint64_t ScoreCells(const NetworkSpec& network);

// The bin of a score: of the log-odds z of a class, equal steps of z / (4 + |z|), so that small
// differences near certainty still tell. Ordered as z is; which order-keeping map it is changes no
// AUROC but for what falls into one bin.
uint32_t ScoreBin(double log_odds, uint32_t bins);

// Adds what `wanted` says to `metrics`:
//   confusion_<true>_<said>   rows
//   f1                        of class 1 of two; with more, the mean over the classes that occur
//   auroc                     of class 1 of two; with more, the mean over classes against all
//   others auroc_error               the binned auroc is off by at most this: half of the share of
//   pairs
//                             (row of the class, row of another) that fell into the same bin
// An empty span was not summed. What has no value (auroc of a single class) is left out.
void AddClassMetrics(const NetworkSpec& network, const ExtraMetrics& wanted,
                     std::span<const double> confusion, std::span<const double> scores,
                     std::map<std::string, double>& metrics);

}  // namespace hansa
