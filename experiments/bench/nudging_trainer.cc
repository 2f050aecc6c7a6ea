// hansa-bench-trainer: speaks proto/hansa/v1/trainer.proto and does not train: once a file `go`
// lies beside this program, the weights come back, each moved a little. For benches that measure
// what happens to an update, not how it is made.

#include <sys/prctl.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <thread>

#include "client/trainer/message_channel.h"
#include "client/trainer/message_descriptors.h"
#include "client/trainer/network_message.h"
#include "client/trainer/shared_array.h"
#include "common/base/log.h"
#include "common/base/text.h"
#include "common/base/time.h"
#include "common/process/child_process.h"
#include "hansa/v1/trainer.pb.h"

namespace hansa::bench {
namespace {

using client::MessageChannel;
using client::SharedArray;

// The values of another blob, each a little larger. Read at multiples of a value.
class Nudged final : public Blob {
 public:
  explicit Nudged(BlobHandle weights) : weights_(std::move(weights)) {}
  uint64_t size() const override { return weights_->size(); }
  Result<> ReadAt(uint64_t offset, std::span<uint8_t> out) const override {
    HANSA_TRY(weights_->ReadAt(offset, out));
    for (size_t at = 0; at + sizeof(float) <= out.size(); at += sizeof(float)) {
      float value = 0;
      std::memcpy(&value, out.data() + at, sizeof value);
      value += 1e-4f;
      std::memcpy(out.data() + at, &value, sizeof value);
    }
    return Success();
  }

 private:
  const BlobHandle weights_;
};

void AwaitGo() {
  std::error_code none;
  while (!std::filesystem::exists(ProgramFolder() / "go", none))
    std::this_thread::sleep_for(milliseconds(20));
}

Result<SharedArray> Train(const v1::Train& request, UniqueFd weights) {
  AwaitGo();
  const NetworkSpec network = HANSA_TRY(client::ToNetwork(request.network()));
  const uint64_t bytes = LayoutOf(network).elements() * sizeof(float);
  return SharedArray::Copy(
      Nudged(std::make_shared<FileBlob>(std::move(weights), request.weights_at(), bytes)));
}

Result<> Answer(MessageChannel& channel, const v1::TrainerRequest& request) {
  v1::TrainerReply reply;
  reply.set_id(request.id());
  if (!request.has_train()) {
    for (size_t i = 0; i < client::DescriptorsOf(request); ++i) channel.TakeDescriptor();
    if (request.has_load_data())
      reply.mutable_loaded();
    else
      reply.set_error("this trainer only trains");
    return channel.Send(reply.SerializeAsString(), {});
  }
  const SharedArray trained = HANSA_TRY(Train(request.train(), channel.TakeDescriptor()));
  reply.mutable_trained()->set_rows(1);
  reply.mutable_trained()->set_steps(1);
  reply.mutable_trained()->set_device("none");
  const int fd = trained.fd();
  return channel.Send(reply.SerializeAsString(), {&fd, 1});
}

Result<> Serve(int fd) {
  MessageChannel channel(UniqueFd(fd), MessageChannel::Waiting::kBlock);
  v1::TrainerReply ready;
  ready.mutable_ready()->set_torch_version("none");
  HANSA_TRY(channel.Send(ready.SerializeAsString(), {}));
  for (;;) {
    while (const auto frame = HANSA_TRY(channel.Next())) {
      v1::TrainerRequest request;
      if (!request.ParseFromString(*frame) ||
          channel.descriptors() != client::DescriptorsOf(request))
        return BadInput("a frame holds no request of this protocol");
      HANSA_TRY(Answer(channel, request));
    }
    if (HANSA_TRY(channel.Fill()) == MessageChannel::Filled::kClosed) return Success();
  }
}

}  // namespace
}  // namespace hansa::bench

int main(int argc, char** argv) {
  if (argc != 3 || std::strcmp(argv[1], "--fd") != 0) return 2;
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  hansa::StartLog("hansa-bench-trainer", hansa::LogLevel::kInfo);
  const hansa::Result<> served = hansa::bench::Serve(std::atoi(argv[2]));
  if (served.ok()) return 0;
  hansa::LogError(served.error().Text());
  return served.error().exit_code();
}
