#pragma once
// A job, checked: whoever holds a JobSpec may rely on every bound named here. Made by ParseJob
// only.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/crypto/hash.h"
#include "common/job/selection_spec.h"
#include "common/job/statistics_spec.h"
#include "common/job/stop_spec.h"
#include "common/model/column_spec.h"
#include "common/model/device_choice.h"
#include "common/model/extra_metrics.h"
#include "common/model/network.h"
#include "common/model/window_spec.h"
#include "common/secagg/profile.h"

namespace hansa {

enum class JobTask {
  kTrain,
  kEvaluate,    // one published version, once
  kStatistics,  // of columns; there is no model
};
inline const char* Name(JobTask task) {
  if (task == JobTask::kStatistics) return "statistics";
  return task == JobTask::kEvaluate ? "evaluate" : "train";
}

enum class OptimizerKind { kSgd, kAdam };

struct JobSpec {
  std::string name;
  std::string toml;         // as submitted
  crypto::Digest digest{};  // SHA-256 of `toml`
  JobTask task = JobTask::kTrain;
  NetworkSpec network;      // inputs: values of a row of x, so of a whole window
  std::string script_path;  // torchscript: where its submitter has the file
  ExtraMetrics metrics;     // what an evaluation sums beyond loss, and error or accuracy
  // Of an autoencoder: the quantile of all sites' reconstruction errors that becomes the threshold
  // of the newest version. Then metrics.errors.
  std::optional<double> anomaly_quantile;

  std::vector<ColumnSpec> features;
  ColumnSpec target;  // of no name: an autoencoder's, which is its input
  std::vector<std::string> drop;
  std::string train;                 // empty: all rows
  std::string evaluate;              // empty: all rows
  std::optional<WindowSpec> window;  // none: every row by itself
  // kStatistics: what is asked. Otherwise the columns that take mean and scale from the sites'
  // statistics before the first round (normalize = "federated"); none: no such round.
  StatisticsSpec statistics;
  // kEvaluate: which published version; `evaluated_sha256` is empty or 64 hex digits, and then says
  // it, too.
  uint64_t evaluated_version = 0;  // 0: that of the digest
  std::string evaluated_sha256;

  uint32_t epochs = 1;
  uint32_t batch_size = 64;
  OptimizerKind optimizer = OptimizerKind::kSgd;
  double learning_rate = 0;
  double momentum = 0;
  DeviceChoice device = DeviceChoice::kAuto;

  uint32_t rounds = 1;
  uint32_t clients_min = 0;
  uint32_t clients_target = 0;  // >= clients_min
  Duration selecting{}, training{}, aggregating{}, evaluating{};
  Duration uploading{}, downloading{};  // only of models and vectors of more than a frame
  bool evaluate_rounds = true;
  uint32_t failures_allowed = 3;

  static constexpr uint32_t kUsualPriority = 5, kHighestPriority = 9;
  uint32_t priority = kUsualPriority;  // higher goes first
  SelectionSpec selection;
  StopSpec stop;

  bool secure = true;
  secagg::Profile profile = secagg::Profile::kComplete;  // kPlain when not secure
  uint32_t dropout_permille = 0;                         // of a ring's sites; 0 when complete
  uint32_t group_min = 0;  // sites that each session's sum holds at least: <= clients_min
  uint32_t group_max = 0;  // sites of one session; more are split (group_sizes.h)
  double clip_norm = 10;
  double server_learning_rate = 1;
  uint32_t max_weight = 10000;
  uint32_t ring_bits = 64;
  uint32_t colluders = 0;

  std::string channel = "candidate";
  bool has_simulation = false;  // the field ignores the table and says so

  bool has_target() const { return !target.column.empty(); }
};

// `file` is named in errors. kBadInput with the line of a fault and the nearest right key.
Result<JobSpec> ParseJob(std::string_view toml, std::string_view file);

// Columns that the features, the target and the window read, each once, in order of first use.
// (Those that expressions read are found where SQL is: client/data.)
std::vector<std::string> ColumnsOf(const JobSpec& job);

}  // namespace hansa
