#include "client/learning/trainer_loop.h"

#include "client/learning/torch_runtime.h"
#include "client/learning/trainer_server.h"
#include "client/trainer/message_channel.h"
#include "client/trainer/message_descriptors.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr size_t kErrorBytes = 2000;

Result<> SendReply(MessageChannel& channel, const v1::TrainerReply& reply) {
  return channel.Send(reply.SerializeAsString(), {});
}

Result<> SendFault(MessageChannel& channel, uint64_t id, const Error& error) {
  v1::TrainerReply reply;
  reply.set_id(id);
  reply.set_error(PlainText(error.Text(), kErrorBytes));
  return SendReply(channel, reply);
}

Result<> SendAnswer(MessageChannel& channel, const ServerAnswer& answer) {
  if (DescriptorsOf(answer.reply) == 0) return SendReply(channel, answer.reply);
  const Result<SharedArray> values = SharedArray::Copy(answer.values);
  if (!values.ok()) return SendFault(channel, answer.reply.id(), values.error());
  const int fd = values->fd();
  return channel.Send(answer.reply.SerializeAsString(), {&fd, 1});
}

Result<> SendReady(MessageChannel& channel) {
  v1::TrainerReply reply;
  reply.mutable_ready()->set_torch_version(TorchVersion());
  reply.mutable_ready()->set_blas(BlasName());
  return SendReply(channel, reply);
}

// The next frame; empty when the peer has closed.
Result<std::optional<std::string>> ReadFrame(MessageChannel& channel) {
  while (true) {
    std::optional<std::string> frame = HANSA_TRY(channel.Next());
    if (frame.has_value()) return frame;
    if (HANSA_TRY(channel.Fill()) == MessageChannel::Filled::kClosed)
      return std::optional<std::string>();
  }
}

// Whatever came with a frame goes with it, so that the next one starts afresh.
std::vector<UniqueFd> TakeDescriptors(MessageChannel& channel) {
  std::vector<UniqueFd> result;
  while (channel.descriptors() > 0) result.push_back(channel.TakeDescriptor());
  return result;
}

Result<ServerAnswer> AnswerFrame(MessageChannel& channel, TrainerServer& server,
                                 const std::string& frame, v1::TrainerRequest& request) {
  std::vector<UniqueFd> descriptors = TakeDescriptors(channel);
  if (!request.ParseFromString(frame)) {
    request.Clear();
    return BadInput("a frame holds no request", StrCat(frame.size(), " bytes"));
  }
  if (const size_t named = DescriptorsOf(request); descriptors.size() != named)
    return BadInput("a request came with the wrong number of arrays",
                    StrCat(descriptors.size(), ", not ", named));
  return server.Answer(request, std::move(descriptors));
}

}  // namespace

Result<> RunTrainerLoop(UniqueFd socket) {
  MessageChannel channel(std::move(socket), MessageChannel::Waiting::kBlock);
  HANSA_TRY(SendReady(channel));
  v1::TrainerRequest request;
  TrainerServer server([&](const v1::Progress& progress) {
    v1::TrainerReply reply;
    reply.set_id(request.id());
    *reply.mutable_progress() = progress;
    // A peer that went away is noticed when the answer is sent.
    static_cast<void>(SendReply(channel, reply).ok());
  });
  while (std::optional<std::string> frame = HANSA_TRY(ReadFrame(channel))) {
    Result<ServerAnswer> answer = AnswerFrame(channel, server, *frame, request);
    if (!answer.ok()) {
      HANSA_TRY(SendFault(channel, request.id(), answer.error()));
      continue;
    }
    answer->reply.set_id(request.id());
    HANSA_TRY(SendAnswer(channel, *answer));
  }
  return Success();
}

}  // namespace hansa::client
