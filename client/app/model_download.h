#pragma once
// Fetches the model of a task, the TorchScript file of its network, or a large message of a
// session: a model of a message's size in one message, a larger one from the files that were kept
// or from the coordinator in ranges (common/bulk). Its bytes then go to a file as they come and are
// hashed on the way, on a thread of their own; a lost connection or a restart of the agent costs
// nothing that has arrived. On the loop's thread; nothing here waits.

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "client/app/background.h"
#include "client/core/effects.h"
#include "client/storage/cached_models.h"
#include "common/base/shared_bytes.h"
#include "common/bulk/range_receiver.h"

namespace hansa::client {

class ModelDownload {
 public:
  using Send = std::function<void(v1::ToCoordinator)>;

  explicit ModelDownload(CachedModels kept) : kept_(std::move(kept)) {}

  int fd() const { return worker_.fd(); }  // readable when Advance has something to do

  void Begin(const FetchModel& work) { Begin(work, Kind::kModel, ""); }
  void Begin(const FetchScript& work) {
    Begin({work.work, work.sha256, work.bytes}, Kind::kScript, "");
  }
  void Begin(const FetchMessage& work) {
    Begin({work.work, work.sha256, work.bytes}, Kind::kMessage, work.session);
  }
  void Stop();
  void LinkLost();
  void Take(const v1::Blob& blob, const SharedBytes& payload, Instant now);
  // Asks for what comes next, and gives the results for the machine.
  std::vector<Input> Advance(Instant now, const Send& send);
  std::optional<Instant> NextWake() const;

 private:
  enum class Kind { kModel, kScript, kMessage };
  struct Spool;
  struct Opened;
  // One of them.
  struct Found {
    ModelHandle model;
    BlobHandle file;  // of a script, or a message's bytes

    bool any() const { return model != nullptr || file != nullptr; }
  };
  struct Fetch {
    FetchModel work;
    Kind kind = Kind::kModel;
    std::string session;                          // of a message
    uint64_t number = 0;                          // of results for an earlier one, nothing is taken
    std::shared_ptr<Spool> spool;                 // the worker's
    std::optional<bulk::RangeReceiver> receiver;  // once the file is open
    uint64_t unwritten = 0;                       // bytes that the worker has not written yet
    bool message_asked = false;
    bool link = true;
    bool again = false;  // a wrong digest was met once
    Instant began{}, told{}, last{};
  };

  // On the worker.
  static Result<std::shared_ptr<Spool>> OpenSpool(const CachedModels& kept, const FetchModel& work);
  static Result<Found> CloseSpool(const CachedModels& kept, const crypto::Digest& sha256, Kind kind,
                                  Spool& spool);
  static Result<Found> OpenFound(const crypto::Digest& sha256, Kind kind, const Spool& spool);
  // What is there already; neither when nothing is, or it is damaged.
  static Found FindKept(const CachedModels& kept, const crypto::Digest& sha256, Kind kind);

  void Begin(const FetchModel& work, Kind kind, const std::string& session);
  void Open();
  void TakeOpened(uint64_t number, Opened opened);
  bool InOneMessage() const;
  void TakeMessage(const SharedBytes& payload);
  void Write(const SharedBytes& fresh);
  void Written(uint64_t number, uint64_t bytes, const std::optional<Error>& error);
  void Close();
  void TakeClosed(uint64_t number, Result<Found> found);
  void TakeFault(const Error& error);
  void Give(Found found, double seconds);
  // The code begins with what was fetched.
  void Refuse(std::string_view code, const std::string& text);
  void Ask(Instant now, const Send& send);
  void Tell(Instant now);

  CachedModels kept_;
  Background worker_;
  std::optional<Fetch> fetch_;
  uint64_t last_number_ = 0;
  std::vector<Input> results_;
};

}  // namespace hansa::client
