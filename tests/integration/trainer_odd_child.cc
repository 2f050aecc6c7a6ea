// A child that speaks with its supervisor as a faulty trainer might. HANSA_ODD_CHILD names the
// fault; it shows before Ready, or in the answer to the first request.

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "client/trainer/message_channel.h"
#include "client/trainer/shared_array.h"
#include "hansa/v1/trainer.pb.h"

namespace hansa::client {
namespace {

constexpr int kSocket = 3;

void WriteRaw(std::string_view bytes) {
  if (::write(kSocket, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
    ::_exit(9);
}

std::string Frame(const std::string& body) {
  std::string frame(4, '\0');
  for (size_t i = 0; i < 4; ++i) frame[i] = static_cast<char>(body.size() >> (8 * i));
  return frame + body;
}

class OddChild {
 public:
  OddChild() : channel_(UniqueFd(kSocket), MessageChannel::Waiting::kBlock) {}

  void Say(const v1::TrainerReply& reply, std::vector<int> descriptors = {}) {
    if (!channel_.Send(reply.SerializeAsString(), descriptors).ok()) ::_exit(9);
  }

  void SayReady() {
    v1::TrainerReply reply;
    reply.mutable_ready()->set_torch_version("none");
    Say(reply);
  }

  // Answers to the request read before.
  v1::TrainerReply Trained() const {
    v1::TrainerReply reply;
    reply.set_id(request_.id());
    reply.mutable_trained()->set_steps(1);
    return reply;
  }

  void ReadRequest() {
    while (true) {
      Result<std::optional<std::string>> frame = channel_.Next();
      if (!frame.ok()) ::_exit(9);
      if (frame->has_value()) {
        if (!request_.ParseFromString(**frame)) ::_exit(9);
        return;
      }
      Result<MessageChannel::Filled> filled = channel_.Fill();
      if (!filled.ok() || *filled == MessageChannel::Filled::kClosed) ::_exit(0);
    }
  }

  // Gives back the array that came with the request.
  std::vector<float> Values() {
    UniqueFd fd = channel_.TakeDescriptor();
    const uint64_t size = static_cast<uint64_t>(::lseek(fd.get(), 0, SEEK_END)) / sizeof(float);
    return SharedArray::Adopt(std::move(fd), 1, size).value().Values().value();
  }

  const v1::TrainerRequest& request() const { return request_; }

 private:
  MessageChannel channel_;
  v1::TrainerRequest request_;
};

using Fault = std::function<void(OddChild&)>;

const std::map<std::string, Fault>& FaultsBeforeReady() {
  static const std::map<std::string, Fault> faults = {
      {"exit", [](OddChild&) { ::_exit(3); }},
      {"abort", [](OddChild&) { std::abort(); }},
      {"silent", [](OddChild&) { ::pause(); }},
      {"close",
       [](OddChild&) {
         ::close(kSocket);
         ::pause();
       }},
      {"half_frame",
       [](OddChild&) {
         WriteRaw(std::string("\x10\x00\x00\x00half", 8));
         ::_exit(4);
       }},
      {"huge_frame",
       [](OddChild&) {
         WriteRaw(std::string("\xff\xff\xff\x7f", 4));
         ::pause();
       }},
      {"garbage",
       [](OddChild&) {
         WriteRaw(Frame("\xff\xff\xff no message"));
         ::pause();
       }},
      {"answer_unasked", [](OddChild& child) { child.Say(child.Trained()); }},
  };
  return faults;
}

void AnswerWithValues(OddChild& child, const std::vector<float>& values) {
  const SharedArray array = SharedArray::Copy(values).value();
  child.Say(child.Trained(), {array.fd()});
}

const std::map<std::string, Fault>& FaultsInAnswers() {
  static const std::map<std::string, Fault> faults = {
      {"none", [](OddChild& child) { AnswerWithValues(child, child.Values()); }},
      {"die_busy", [](OddChild&) { ::_exit(5); }},
      {"hang", [](OddChild&) { ::pause(); }},
      {"eat_memory",  // until there is none: as LibTorch, it ends by an exception then
       [](OddChild&) {
         // Only its parent is to go first, where that was marked so.
         std::ofstream("/proc/self/oom_score_adj") << "0";
         constexpr size_t kPiece = 16 << 20;
         for (std::vector<std::vector<char>> eaten;;) eaten.emplace_back(kPiece, 'x');
       }},
      {"other_id",
       [](OddChild& child) {
         v1::TrainerReply reply = child.Trained();
         reply.set_id(reply.id() + 1);
         child.Say(reply);
       }},
      {"other_kind",
       [](OddChild& child) {
         v1::TrainerReply reply;
         reply.set_id(child.request().id());
         reply.mutable_evaluated();
         child.Say(reply);
       }},
      {"no_values", [](OddChild& child) { child.Say(child.Trained()); }},
      {"surplus_values",
       [](OddChild& child) {
         const SharedArray array = SharedArray::Copy(child.Values()).value();
         child.Say(child.Trained(), {array.fd(), array.fd()});
       }},
      {"short_values", [](OddChild& child) { AnswerWithValues(child, {1}); }},
      {"unsealed_values",
       [](OddChild& child) {
         const int fd = ::memfd_create("odd", MFD_ALLOW_SEALING);
         if (::ftruncate(fd, 12) != 0) ::_exit(9);
         child.Say(child.Trained(), {fd});
       }},
      {"many_descriptors",
       [](OddChild& child) {
         v1::TrainerReply reply;
         reply.set_id(child.request().id());
         reply.mutable_progress();
         child.Say(reply, {0, 0, 0, 0, 0, 0, 0, 0});
         child.Say(reply, {0, 0, 0, 0, 0, 0, 0, 0});
       }},
      {"answer_twice",
       [](OddChild& child) {
         AnswerWithValues(child, child.Values());
         child.Say(child.Trained());
       }},
      {"error",
       [](OddChild& child) {
         v1::TrainerReply reply;
         reply.set_id(child.request().id());
         reply.set_error("something is wrong with the data");
         child.Say(reply);
       }},
      {"progress_then_bytewise",
       [](OddChild& child) {
         v1::TrainerReply reply;
         reply.set_id(child.request().id());
         reply.mutable_progress()->set_step(7);
         child.Say(reply);
         reply.mutable_progress()->set_step(8);
         for (char byte : Frame(reply.SerializeAsString())) WriteRaw({&byte, 1});
         AnswerWithValues(child, child.Values());
       }},
  };
  return faults;
}

}  // namespace
}  // namespace hansa::client

int main() {
  using namespace hansa::client;
  const char* name = std::getenv("HANSA_ODD_CHILD");
  if (name == nullptr) return 9;
  OddChild child;
  if (const auto fault = FaultsBeforeReady().find(name); fault != FaultsBeforeReady().end())
    fault->second(child);
  child.SayReady();
  const auto fault = FaultsInAnswers().find(name);
  while (fault != FaultsInAnswers().end()) {
    child.ReadRequest();
    fault->second(child);
  }
  return 8;
}
