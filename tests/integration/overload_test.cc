// Honest sites finish a job while a site sends garbage as fast as it can, another greets without
// end, and strangers without a key storm the port; what each bound did is counted.

#include <gtest/gtest.h>

#include "common/base/limits.h"
#include "tests/integration/stormed_coordinator.h"
#include "tests/integration/tcp_relay.h"

namespace hansa::testing {
namespace {

using nlohmann::json;
using transport::Context;
using transport::CurveKeyPair;
using transport::Socket;

constexpr uint64_t kMostResidentBytes = 400u << 20;

class OverloadedCoordinator : public StormedCoordinator {
 protected:
  static constexpr size_t kGarbage = kHonest, kGreeter = kHonest + 1;
};

TEST_F(OverloadedCoordinator, HonestSitesFinishTheirJob) {
  const auto garbage = std::make_shared<CurveKeyPair>(KeysOf(kGarbage));
  Storm([=, this](Context& context) {
    Socket socket = Connect(context, *garbage);
    for (int i = 0; i < 100000 && !over_; ++i) socket.Send(AsSpan("\xff garbage \xff"), false);
  });
  const std::string hello = HelloOf(kGreeter);
  const auto greeter = std::make_shared<CurveKeyPair>(KeysOf(kGreeter));
  Storm([=, this](Context& context) {
    Socket socket = Connect(context, *greeter);
    for (int i = 0; i < 10; ++i) socket.Send(AsSpan(hello), false);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  });
  const std::string coordinator = address();
  Storm([=, this](Context& context) {  // no key of ours
    const Socket socket = Connect(context, transport::GenerateCurveKeyPair());
    const UniqueFd noise = transport::ConnectPlain(coordinator);
    ::send(noise.get(), "GET / HTTP/1.0\r\n\r\n", 18, MSG_NOSIGNAL);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  });

  ExpectAnHonestJob();
  // A shorter job leaves them time until here.
  const json status = AwaitStatus([](const json& now) {
    const json& counters = now["counters"];
    return counters["expulsions_faults"] > 0 && counters["expulsions_greetings"] > 0 &&
           counters["denied"] > 0 && counters["bad_handshake"] > 0;
  });
  const json& counters = status["counters"];
  EXPECT_GE(counters["expulsions_faults"], 1);
  EXPECT_GE(counters["expulsions_greetings"], 1);
  EXPECT_GT(counters["denied"], 0);
  EXPECT_GT(counters["bad_handshake"], 0);
  EXPECT_LE(counters["on_probation"], limits::kProbationers);
  EXPECT_LE(counters["queued_bytes_peak"], limits::kOutboundQueueBytes);
  EXPECT_EQ(counters["slow_readers"], 0) << counters;
#ifndef __SANITIZE_ADDRESS__
  EXPECT_LT(status["peak_resident_bytes"], kMostResidentBytes);
#endif
  const CommandResult shown = test_.Hansa({"site", "show", "site-4"});
  EXPECT_GE(shown.last()["faults"]["expelled"], 1) << shown.output;
}

}  // namespace
}  // namespace hansa::testing
