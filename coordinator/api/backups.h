#pragma once
// Backups that operators ask for, one at a time: progress once a second, and what came of it at the
// end. It goes on when its operator's connection is lost.

#include <memory>
#include <optional>

#include "coordinator/api/request.h"
#include "coordinator/app/backup_run.h"

namespace hansa::coordinator {

class Backups {
 public:
  Result<> Start(const v1::MakeBackup& body, const Request& request, ServerState& state);
  // Goes on with the one under way.
  void Pump(Now now, TurnOutput& out);
  bool under_way() const { return run_ != nullptr; }
  std::optional<Instant> NextWake(Instant now) const;

 private:
  void Answer(bool last, TurnOutput& out);

  std::unique_ptr<BackupRun> run_;
  Request request_;
  Instant told_{};
};

}  // namespace hansa::coordinator
