#pragma once
// The agent's loop: one thread owns the connection, the machine, the journal and the work. It feeds
// the machine what happens and executes what the machine wants, top to bottom (effects.h).

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "client/app/durable_turn.h"
#include "client/app/outbox.h"
#include "client/app/report_book.h"
#include "client/app/signals.h"
#include "client/app/site_folder.h"
#include "client/app/site_proxy.h"
#include "client/app/site_work.h"
#include "client/app/state_lock.h"
#include "client/core/site_machine.h"
#include "client/policy/site_config.h"
#include "client/storage/journal.h"
#include "common/base/buffer_pool.h"
#include "common/base/limits.h"
#include "common/crypto/random.h"
#include "common/transport/client_socket.h"

namespace hansa::client {

class Agent {
 public:
  struct Options {
    SiteConfig config;
    std::string software;
    std::filesystem::path trainer;
    std::function<void(const Event&)> on_event;
  };
  // Locks the state folder and opens everything; nothing is sent yet.
  static Result<std::unique_ptr<Agent>> Open(Options options);

  // Until a signal asks for the end. An error is one of this machine's (a full disk); the
  // coordinator's and the trainer's faults are lived with.
  Result<> Run();

  const SiteFolder& folder() const { return folder_; }
  // False while a data file is still being read: the process then ends without waiting for it.
  bool idle() const { return work_.idle(); }

 private:
  Agent(Options options, SiteFolder folder, ProxyHandle proxy, StateLock lock,
        std::unique_ptr<Journal> journal, const DirectoryRule& directory, Signals signals);

  Result<> OpenLink();
  Result<> Turn();
  transport::ClientInput Wait(std::optional<Instant> until);
  void Queue(transport::ClientInput input);
  void SayUnreachable();
  Result<> StepAll();
  Result<> Execute(Effects effects);
  std::optional<Instant> NextWake() const;
  void LookForPause();
  void WatchTrainer();
  ModelDownload::Send Sender();

  void Upload(const UploadOrder& order);
  void Note(const std::vector<Event>& events);
  void SaveReports();

  Options options_;
  SiteFolder folder_;
  ProxyHandle proxy_;
  StateLock lock_;
  std::unique_ptr<Journal> journal_;
  DurableTurn durable_;
  Signals signals_;
  crypto::SystemRandom random_;
  SiteMachine machine_;
  std::unique_ptr<transport::ClientSocket> link_;  // null while the site stays away
  Outbox outbox_;
  BufferPool chunks_{limits::kBulkBytesUnderWay / limits::kChunkBytes};  // of an upload
  ReportBook reports_;
  std::optional<Instant> reports_due_;  // when the rounds since the last save are to be written
  std::deque<Input> inputs_;
  SiteWork work_;
  int watched_trainer_ = -1;
  Instant next_look_{};  // for the pause file
  bool paused_ = false;
  std::string unreachable_said_;  // since the last connection
};

}  // namespace hansa::client
