#pragma once
// Which task: of which job, what kind, from which model.

#include <cstdint>
#include <string>

#include "common/secagg/params.h"
#include "hansa/v1/wire.pb.h"

namespace hansa::client {

enum class TaskKind { kTrain, kEvaluate, kStatistics };

// Everything that follows from the kind alone.
struct TaskKindTraits {
  TaskKind kind;
  v1::TaskKind number;
  secagg::Purpose purpose;
  const char* name;
  const char* work;    // "training": for people
  const char* answer;  // what leaves, for the owner's account
};
inline constexpr TaskKindTraits kTaskKinds[] = {
    {TaskKind::kTrain, v1::TASK_KIND_TRAIN, secagg::Purpose::kTrain, "train", "training",
     "training update"},
    {TaskKind::kEvaluate, v1::TASK_KIND_EVALUATE, secagg::Purpose::kEvaluate, "evaluate",
     "evaluation", "evaluation sums"},
    {TaskKind::kStatistics, v1::TASK_KIND_STATISTICS, secagg::Purpose::kStatistics, "statistics",
     "statistics", "column statistics"},
};
inline const TaskKindTraits& TraitsOf(TaskKind kind) {
  return kTaskKinds[static_cast<size_t>(kind)];
}
// `number` has passed common/wire.
inline TaskKind KindOf(v1::TaskKind number) {
  for (const TaskKindTraits& traits : kTaskKinds)
    if (traits.number == number) return traits.kind;
  return TaskKind::kEvaluate;
}
inline const char* Name(TaskKind kind) { return TraitsOf(kind).name; }

struct TaskName {
  std::string job;         // name
  std::string job_digest;  // hex
  TaskKind kind = TaskKind::kTrain;
  uint64_t round = 0;
  uint64_t model_version = 0;  // that the task starts from; 0 when it needs no model
};

// Why a site does not do what it was asked to; goes to the coordinator.
struct Reason {
  std::string code;  // short, stable
  std::string text;  // for people; holds no data values

  bool operator==(const Reason&) const = default;
};

}  // namespace hansa::client
