#pragma once
// A task's answer on its way out: through a masked session, or plain where the job and the owner's
// policy both allow that. Here rules 7 and 9 become durable records, made before the bytes leave.

#include <memory>
#include <optional>
#include <string>

#include "client/core/secagg/client_session.h"
#include "client/core/site_context.h"
#include "client/core/task_answer.h"

namespace hansa::client {

// What an answer is about, for the session's checks and the owner's account.
struct AnswerFacts {
  TaskName task;
  JobHandle job;
  crypto::Digest model_sha256{};
  crypto::Digest data_digest{};
  std::vector<std::string> columns;
  uint64_t rows = 0;
};

class TaskSession {
 public:
  struct Outcome {
    bool spent = false;  // the answer left in this step
    bool ended = false;
    std::optional<secagg::WrittenVector> upload;  // it leaves when the coordinator fetches it
  };

  // Null when the session is refused; the events say why. An answer without a vector: the site is
  // still at work, and UseInput follows.
  static std::unique_ptr<TaskSession> Open(Turn& turn, const v1::Signed& params, AnswerFacts facts,
                                           EncodedAnswer answer);

  void UseInput(const EncodedAnswer& answer) { session_->UseInput(answer.vector.bytes); }
  // Whether these parameters are its own, said again.
  bool IsOf(const v1::Signed& params) const;
  bool Awaits(WorkNumber work) const {
    return work != 0 && (work == masking_ || work == fetching_);
  }
  // Another session takes its place, or its task failed: nothing is said to the coordinator, who
  // gave it up or hears of the task.
  void Forget(Turn& turn, const std::string& reason);

  // A large message is fetched first.
  Outcome Take(Turn& turn, const v1::SecAggToSite& message);
  Outcome Fetched(Turn& turn, const MessageFetched& result);
  Outcome Masked(Turn& turn, InputMasked result);
  // The masking or the fetching failed.
  Outcome Refused(Turn& turn, const WorkRefused& result);
  // The site leaves: time is up, or another task came.
  void Leave(Turn& turn, const std::string& reason);

 private:
  TaskSession(std::unique_ptr<ClientSession> session, AnswerFacts facts)
      : session_(std::move(session)), facts_(std::move(facts)) {}
  Outcome Handle(Turn& turn, const v1::SecAggToSite& message);
  Outcome Say(Turn& turn, ClientOutput output);
  void Fetch(Turn& turn, const v1::LargeMessage& large);
  // For the journal, before it leaves.
  void NoteSigned(Turn& turn, const v1::SecAggToCoordinator& reply) const;

  std::unique_ptr<ClientSession> session_;
  AnswerFacts facts_;
  WorkNumber masking_ = 0;
  WorkNumber fetching_ = 0;
  std::string fetched_sha256_;      // of the message that is being fetched
  std::string believed_survivors_;  // U2, where nobody signs it: the profile semi-honest
};

// secure = "off": the encoded vector as it is, in the message or (beyond `inline_bytes` of the
// site's options) for the coordinator to fetch. An empty result: it is on its way. Otherwise why
// not.
std::optional<Reason> SendPlain(Turn& turn, const v1::PlainRequest& request,
                                const AnswerFacts& facts, const EncodedAnswer& answer);

}  // namespace hansa::client
