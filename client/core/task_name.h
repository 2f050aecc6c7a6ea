#pragma once
// Which task: of which job, what kind, from which model.

#include <cstdint>
#include <string>

namespace hansa::client {

enum class TaskKind { kTrain, kEvaluate };
inline const char* Name(TaskKind kind) { return kind == TaskKind::kTrain ? "train" : "evaluate"; }

struct TaskName {
  std::string job;         // name
  std::string job_digest;  // hex
  TaskKind kind = TaskKind::kTrain;
  uint64_t round = 0;
  uint64_t model_version = 0;  // that the task starts from
};

// Why a site does not do what it was asked to; goes to the coordinator.
struct Reason {
  std::string code;  // short, stable
  std::string text;  // for people; holds no data values

  bool operator==(const Reason&) const = default;
};

}  // namespace hansa::client
