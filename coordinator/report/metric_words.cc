#include "coordinator/report/metric_words.h"

#include <algorithm>
#include <map>

namespace hansa::coordinator {

MetricWords WordsOf(const std::string& metric) {
  static const std::map<std::string, MetricWords> words = {
      {"rmse", {"Typical error (RMSE)", Better::kLower, true, 1}},
      {"mae", {"Mean absolute error", Better::kLower, true, 2}},
      {"accuracy", {"Accuracy", Better::kHigher, false, 1}},
      {"f1", {"F1", Better::kHigher, false, 2}},
      {"auroc", {"Area under the ROC curve", Better::kHigher, false, 3}},
      {"anomaly_threshold", {"Threshold of anomalies", Better::kUnknown, false, 20}},
      {"precision", {"Precision", Better::kHigher, false, 4}},
      {"recall", {"Recall", Better::kHigher, false, 5}},
      {"loss", {"Loss", Better::kLower, false, 10}},
  };
  const auto found = words.find(metric);
  if (found != words.end()) return found->second;
  MetricWords own{metric, Better::kUnknown, false, 100};
  std::replace(own.label.begin(), own.label.end(), '_', ' ');
  return own;
}

}  // namespace hansa::coordinator
