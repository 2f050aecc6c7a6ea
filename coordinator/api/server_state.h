#pragma once
// What the requests of operators read and change. All of it belongs to the loop.

#include "common/base/random_source.h"
#include "common/crypto/ed25519.h"
#include "coordinator/app/connections.h"
#include "coordinator/app/job_book.h"
#include "coordinator/app/model_library.h"
#include "coordinator/app/peer_budget.h"
#include "coordinator/app/site_directory.h"
#include "coordinator/backup/backup_files.h"
#include "coordinator/core/coordinator_machine.h"
#include "coordinator/registry/script_store.h"
#include "coordinator/storage/store.h"

namespace hansa::coordinator {

struct ServerState {
  const crypto::Ed25519Public authority{};
  const uint32_t largest_fleet = 0;
  CoordinatorMachine& machine;
  SiteDirectory& directory;
  JobBook& jobs;
  ModelLibrary& models;
  ScriptStore& scripts;
  std::vector<v1::VersionRecord>& versions;  // in order of publication
  Store& store;
  const BackupSource folder;
  const std::optional<milliseconds> keep_runs;  // of jobs that are over; none: for ever
  RandomSource& random;
  Instant started{};
  std::function<transport::ServerCounters()> counters;
  std::function<BudgetCounters()> expulsions;
};

}  // namespace hansa::coordinator
