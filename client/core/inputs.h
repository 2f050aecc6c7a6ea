#pragma once
// What can happen to a site's machine. Results of work bear the number that the work was given; a
// number that is no longer waited for is ignored, so late results are harmless.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "client/core/evaluation_sums.h"
#include "client/core/loaded_model.h"
#include "client/core/site_statistics.h"
#include "client/core/task_name.h"
#include "common/base/blob.h"
#include "common/crypto/hash.h"
#include "common/secagg/mask.h"
#include "hansa/v1/records.pb.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::client {

using WorkNumber = uint64_t;

// The connection is there; nothing was said yet.
struct LinkUp {};
// It ended, or (`denied`) the coordinator does not know this site's key.
struct LinkDown {
  bool denied = false;
};
// Passed wire::ParseToSite.
struct FromCoordinator {
  v1::ToSite message;
  Bytes payload;
};

// Answers AskColumns. `fault` is set when the site's files cannot serve the job; it leaves the
// site.
struct ColumnsChecked {
  WorkNumber work = 0;
  std::vector<std::string> columns;  // that the job reads, expressions included
  std::optional<Reason> fault;
  std::optional<int> local_minute_of_day;
};
// Answers FetchModel.
struct ModelFetched {
  WorkNumber work = 0;
  ModelHandle model;
  double seconds = 0;  // that its bytes took to come in ranges; 0: they were there, or came at once
};
// Answers FetchScript.
struct ScriptFetched {
  WorkNumber work = 0;
  BlobHandle file;  // of the digest that was asked for
};
// Answers FetchMessage.
struct MessageFetched {
  WorkNumber work = 0;
  BlobHandle bytes;  // of the digest that was asked for
};
// Answers AskData.
struct DataBuilt {
  WorkNumber work = 0;
  crypto::Digest digest{};
  uint64_t train_rows = 0;
  uint64_t evaluate_rows = 0;
  std::vector<std::string> columns;
};
// A trained update that was kept: what it is of, and its elements, checked against their digest.
struct KeptAnswer {
  v1::StoredAnswer facts;
  BlobHandle vector;
};
// Answers AskFacts.
struct FactsRead {
  WorkNumber work = 0;
  bool answered = false;  // this (task, base model, data) before
  // The folder is a copy of an older one, and this base may have been answered meanwhile.
  bool doubtful = false;
  uint32_t tasks_last_24h = 0;
  int local_minute_of_day = 0;
  uint64_t highest_session = 0;  // of this coordinator
  // The update that was kept for this job, if any, for whatever model and data it is.
  std::shared_ptr<const KeptAnswer> kept;
};
// Answers TrainModel.
struct ModelTrained {
  WorkNumber work = 0;
  Weights weights;
  uint64_t rows = 0;
  double seconds = 0;
  std::string device = {};  // that it ran on, for people; empty: not known
};
// Answers EncodeTrained.
struct UpdateEncoded {
  WorkNumber work = 0;
  secagg::WrittenVector vector;
  double norm = 0;  // of the update, before clipping
  bool clipped = false;
  uint64_t unchanged = 0;  // of the model's values, how many are as they were
};
// Answers EvaluateModel.
struct ModelEvaluated {
  WorkNumber work = 0;
  EvaluationSums sums;
};
// Answers CountRows.
struct RowsCounted {
  WorkNumber work = 0;
  SiteStatistics statistics;
  crypto::Digest digest{};  // of the rows
  uint64_t rows = 0;
  std::vector<std::string> columns;
};
// Answers any of them: "model_unavailable", "model_digest", "model_invalid",
// "script_unavailable", "script_digest", "trainer_died",
// "trainer_timeout", "trainer_error", "data_unavailable", "training_invalid", "disk_failed".
struct WorkRefused {
  WorkNumber work = 0;
  std::string code;
  std::string text;  // may leave the site
};

// Answers MaskInput.
struct InputMasked {
  WorkNumber work = 0;
  secagg::WrittenVector masked;
};

// The owner paused or resumed the site.
struct PauseChanged {
  bool paused = false;
};
// The agent is about to end: leave a session in good order.
struct ShuttingDown {};
// Time passed.
struct Woken {};

using Input =
    std::variant<LinkUp, LinkDown, FromCoordinator, ColumnsChecked, ModelFetched, ScriptFetched,
                 MessageFetched, DataBuilt, FactsRead, ModelTrained, UpdateEncoded, ModelEvaluated,
                 RowsCounted, WorkRefused, InputMasked, PauseChanged, ShuttingDown, Woken>;

}  // namespace hansa::client
