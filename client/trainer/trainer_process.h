#pragma once
// The trainer as a child process, for an owner with an event loop: nothing here waits for the
// trainer. Its crash, hang or lack of memory never harms the owner, who sees state() == kDead with
// a reason and starts another. Not thread-safe.
//
//   auto trainer = HANSA_TRY(TrainerProcess::Start(HANSA_TRY(FindTrainer())));
//   poll trainer->fd() for POLLIN; then: while (auto reply = trainer->Receive()) ...
//   when state() == kReady: trainer->Send(request, {weights});
//
// The trainer dies with the *thread* that called Start (PR_SET_PDEATHSIG): call it on the loop.

#include <sys/types.h>

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "client/trainer/message_channel.h"
#include "client/trainer/shared_array.h"
#include "common/base/result.h"
#include "hansa/v1/trainer.pb.h"

namespace hansa::client {

// The program "hansa-trainer" beside the running executable. kBadInput when it is not there.
Result<std::filesystem::path> FindTrainer();

struct TrainerMessage {
  v1::TrainerReply reply;
  BlobHandle values;  // little-endian f32. trained: the new weights; predicted: the outputs,
                      // row-major; else null
};

// An array of f32 as it is passed on: in shared memory, or within a file (where: in the request).
struct PassedArray {
  PassedArray(const SharedArray& array)  // NOLINT: conversions are the point
      : fd(array.fd()), elements(array.elements()) {}
  PassedArray(int file, uint64_t count) : fd(file), elements(count) {}

  int fd = -1;  // stays the owner's
  uint64_t elements = 0;
};

class TrainerProcess {
 public:
  enum class State {
    kStarting,  // until the trainer's Ready (about 0.4 s)
    kReady,     // takes a request
    kBusy,      // works on one
    kDead,      // exit_description() says why
  };

  static Result<std::unique_ptr<TrainerProcess>> Start(const std::filesystem::path& program);
  ~TrainerProcess();  // kills and reaps
  TrainerProcess(const TrainerProcess&) = delete;
  TrainerProcess& operator=(const TrainerProcess&) = delete;

  // For poll(POLLIN); -1 when dead.
  int fd() const;
  State state() const { return state_; }
  pid_t pid() const { return pid_; }

  // Sends a request with the arrays that it names, in the order of trainer.proto; returns the id
  // that the replies will bear (set here). Only when kReady. On an error the trainer is dead.
  Result<uint64_t> Send(v1::TrainerRequest request, std::span<const PassedArray> arrays);
  Result<uint64_t> Send(v1::TrainerRequest request, std::initializer_list<PassedArray> arrays);

  // The next message if one has arrived whole: Ready, Progress, a result, or an error text. Never
  // waits. Empty and kDead after the trainer's end, or after it broke the protocol (it is killed).
  std::optional<TrainerMessage> Receive();

  // Ends it at once, for example when the owner's deadline has passed; `why` becomes the
  // description ("no answer within 300 s").
  void Kill(const std::string& why);

  // "killed by signal 9, perhaps out of memory"; "exited with code 3"; empty while it lives.
  const std::string& exit_description() const { return exit_description_; }

 private:
  TrainerProcess(pid_t pid, UniqueFd socket);
  Result<std::optional<TrainerMessage>> Read();
  Result<TrainerMessage> Check(const std::string& frame);
  Result<> CheckAnswer(const v1::TrainerReply& reply) const;
  void Ended();
  void Die(const std::string& description);

  pid_t pid_;
  MessageChannel channel_;
  State state_ = State::kStarting;
  uint64_t id_ = 0;  // of the request under way, or the last one
  v1::TrainerReply::BodyCase answer_ = v1::TrainerReply::BODY_NOT_SET;  // what it is answered with
  uint64_t answer_values_ = 0;  // how many values come with the answer
  std::string exit_description_;
};

}  // namespace hansa::client
