#pragma once
// What a simulated site keeps over a restart, as its journal does (client/storage/journal.h): what
// a step persists is there in full once the step has synced, or not at all.

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <tuple>

#include "client/core/effects.h"

namespace hansa::simulation {

// Task digest, digest of the base model, digest of the data.
using AnswerKey = std::tuple<std::string, std::string, std::string>;

inline AnswerKey KeyOf(const v1::AnsweredMarker& marker) {
  return {marker.task_digest(), marker.base_model_sha256(), marker.data_digest()};
}

struct Journal {
  std::shared_ptr<const client::KeptAnswer> kept;  // the update; not synced
  std::set<AnswerKey> answered;
  uint64_t highest_session = 0;
  client::SeenDirectory directory;

  void Apply(const client::Persist& persist) {
    if (const auto* marked = std::get_if<client::MarkAnswered>(&persist))
      answered.insert(KeyOf(marked->marker));
    else if (const auto* entered = std::get_if<client::EnterSession>(&persist))
      highest_session = std::max(highest_session, entered->number);
    else if (const auto* noted = std::get_if<client::NoteDirectory>(&persist))
      directory = noted->directory;
    else if (std::holds_alternative<client::DropAnswer>(persist))
      kept = nullptr;
    // The owner's account of what left is of no use to the machine.
  }
};

}  // namespace hansa::simulation
