// What comes from a trainer, or to one: frames of at most the bound, in order, until one is not.

#include <google/protobuf/stubs/logging.h>
#include <sys/socket.h>
#include <unistd.h>

#include "client/trainer/message_channel.h"
#include "client/trainer/message_descriptors.h"
#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/base/limits.h"
#include "hansa/v1/trainer.pb.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  using client::MessageChannel;
  const google::protobuf::LogSilencer quiet;  // damaged messages are meant
  int ends[2];
  HANSA_CHECK(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
  MessageChannel channel{UniqueFd(ends[0]), MessageChannel::Waiting::kNever};
  UniqueFd other(ends[1]);
  HANSA_CHECK(::write(other.get(), data, size) == static_cast<ssize_t>(size));
  other.Reset();
  bool taken = false;
  while (true) {
    const auto frame = channel.Next();
    if (!frame.ok()) return -1;
    if (frame->has_value()) {
      HANSA_CHECK((*frame)->size() <= limits::kTrainerMessageBytes);
      v1::TrainerRequest request;
      v1::TrainerReply reply;
      taken |= request.ParseFromString(**frame) && client::DescriptorsOf(request) > 0;
      taken |= reply.ParseFromString(**frame) && reply.body_case() != 0;
      continue;
    }
    const auto filled = channel.Fill();
    HANSA_CHECK(filled.ok());
    if (*filled == MessageChannel::Filled::kClosed) return taken ? 0 : -1;
  }
}
