#include "client/trainer/trainer_process.h"

#include <sys/wait.h>

#include <cerrno>
#include <csignal>

#include "client/trainer/child.h"
#include "client/trainer/message_descriptors.h"
#include "common/base/text.h"
#include "common/process/child_process.h"

namespace hansa::client {
namespace {

// After a closed channel the process is about to end by itself; this long is waited to learn how.
constexpr Duration kEndsWithin = milliseconds(300);

v1::TrainerReply::BodyCase AnswerTo(const v1::TrainerRequest& request) {
  switch (request.body_case()) {
    case v1::TrainerRequest::kLoadData:
      return v1::TrainerReply::kLoaded;
    case v1::TrainerRequest::kTrain:
      return v1::TrainerReply::kTrained;
    case v1::TrainerRequest::kEvaluate:
      return v1::TrainerReply::kEvaluated;
    case v1::TrainerRequest::kPredict:
      return v1::TrainerReply::kPredicted;
    case v1::TrainerRequest::kLoadScript:
      return v1::TrainerReply::kScriptLoaded;
    case v1::TrainerRequest::kDescribeScript:
      return v1::TrainerReply::kScriptDescribed;
    case v1::TrainerRequest::BODY_NOT_SET:
      break;
  }
  return v1::TrainerReply::BODY_NOT_SET;
}

uint64_t AnswerValues(const v1::TrainerRequest& request, std::span<const PassedArray> arrays) {
  if (request.has_train()) return arrays.front().elements;
  if (request.has_predict())
    return request.predict().x().rows() * request.predict().network().outputs();
  return 0;
}

}  // namespace

Result<std::filesystem::path> FindTrainer() {
  std::filesystem::path program = ProgramFolder() / "hansa-trainer";
  std::error_code none;
  if (!std::filesystem::exists(program, none))
    return BadInput("the trainer is not installed", StrCat(program.string(), " does not exist"),
                    "install hansa-trainer beside this program (it needs LibTorch)");
  return program;
}

Result<std::unique_ptr<TrainerProcess>> TrainerProcess::Start(
    const std::filesystem::path& program) {
  Child child = HANSA_TRY(StartChild(program));
  return std::unique_ptr<TrainerProcess>(new TrainerProcess(child.pid, std::move(child.socket)));
}

TrainerProcess::TrainerProcess(pid_t pid, UniqueFd socket)
    : pid_(pid), channel_(std::move(socket), MessageChannel::Waiting::kNever) {}

TrainerProcess::~TrainerProcess() {
  if (state_ != State::kDead) Die("ended by its owner");
}

int TrainerProcess::fd() const { return state_ == State::kDead ? -1 : channel_.fd(); }

Result<uint64_t> TrainerProcess::Send(v1::TrainerRequest request,
                                      std::span<const PassedArray> arrays) {
  HANSA_CHECK(arrays.size() == DescriptorsOf(request));
  if (state_ != State::kReady)
    return WorkFailed(
        "the trainer cannot take a request now",
        state_ == State::kDead ? exit_description_ : "it has not answered the last one");
  request.set_id(++id_);
  answer_ = AnswerTo(request);
  answer_values_ = AnswerValues(request, arrays);
  std::vector<int> descriptors;
  for (const PassedArray& array : arrays) descriptors.push_back(array.fd);

  if (Result<> sent = channel_.Send(request.SerializeAsString(), descriptors); !sent.ok()) {
    Ended();
    return std::move(sent).error().WithContext(StrCat("the trainer ", exit_description_));
  }
  state_ = State::kBusy;
  return id_;
}

Result<uint64_t> TrainerProcess::Send(v1::TrainerRequest request,
                                      std::initializer_list<PassedArray> arrays) {
  return Send(std::move(request), std::span<const PassedArray>(arrays.begin(), arrays.size()));
}

std::optional<TrainerMessage> TrainerProcess::Receive() {
  if (state_ == State::kDead) return std::nullopt;
  Result<std::optional<TrainerMessage>> message = Read();
  if (message.ok()) return std::move(*message);
  Die(message.error().Text());
  return std::nullopt;
}

Result<std::optional<TrainerMessage>> TrainerProcess::Read() {
  while (true) {
    if (std::optional<std::string> frame = HANSA_TRY(channel_.Next()); frame.has_value())
      return std::optional<TrainerMessage>(HANSA_TRY(Check(*frame)));
    switch (HANSA_TRY(channel_.Fill())) {
      case MessageChannel::Filled::kBytes:
        break;
      case MessageChannel::Filled::kNothing:
        return std::optional<TrainerMessage>();
      case MessageChannel::Filled::kClosed:
        Ended();
        return std::optional<TrainerMessage>();
    }
  }
}

Result<TrainerMessage> TrainerProcess::Check(const std::string& frame) {
  TrainerMessage message;
  v1::TrainerReply& reply = message.reply;
  if (!reply.ParseFromString(frame)) return BadInput("the trainer sent what is no reply");
  if (reply.has_ready() && state_ == State::kStarting) {
    state_ = State::kReady;
    return message;
  }
  HANSA_TRY(CheckAnswer(reply));
  if (reply.has_progress()) return message;
  if (reply.error().empty() && DescriptorsOf(reply) == 1) {
    SharedArray values =
        HANSA_TRY(SharedArray::Adopt(channel_.TakeDescriptor(), 1, answer_values_));
    message.values = std::move(values).ToBlob();
  }
  state_ = State::kReady;
  return message;
}

Result<> TrainerProcess::CheckAnswer(const v1::TrainerReply& reply) const {
  if (state_ != State::kBusy) return BadInput("the trainer spoke without a request");
  if (reply.id() != id_)
    return BadInput("the trainer answered another request", StrCat(reply.id(), ", not ", id_));
  const bool final_answer = reply.error().empty() && !reply.has_progress();
  if (final_answer && reply.body_case() != answer_)
    return BadInput("the trainer gave an answer of the wrong kind", StrCat(reply.body_case()));
  // Nothing follows a final answer, so what has come came with it.
  if (!reply.has_progress() && channel_.descriptors() != (final_answer ? DescriptorsOf(reply) : 0))
    return BadInput("the trainer's answer came with the wrong number of arrays",
                    StrCat(channel_.descriptors()));
  return Success();
}

void TrainerProcess::Kill(const std::string& why) {
  if (state_ != State::kDead) Die(why);
}

// The channel is closed: the process has ended, or is about to.
void TrainerProcess::Ended() {
  if (std::optional<int> status = ReapChild(pid_, kEndsWithin); status.has_value()) {
    exit_description_ = DescribeExit(*status);
    state_ = State::kDead;
  } else {
    Die("closed its channel without ending");
  }
}

void TrainerProcess::Die(const std::string& description) {
  ::kill(pid_, SIGKILL);
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  exit_description_ = description;
  state_ = State::kDead;
}

}  // namespace hansa::client
