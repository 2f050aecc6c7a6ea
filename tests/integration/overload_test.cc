// Honest sites finish a job while a site sends garbage as fast as it can, another greets without
// end, and strangers without a key storm the port; what each bound did is counted.

#include <gtest/gtest.h>
#include <zmq.h>

#include <atomic>
#include <functional>
#include <thread>

#include "common/base/limits.h"
#include "common/transport/curve_keys.h"
#include "common/transport/zmq_socket.h"
#include "hansa/v1/wire.pb.h"
#include "tests/integration/tcp_relay.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using transport::Context;
using transport::CurveKeyPair;
using transport::Socket;

constexpr size_t kHonest = 4, kGarbage = 4, kGreeter = 5;
constexpr uint64_t kMostResidentBytes = 400u << 20;

std::string FirstLine(const fs::path& file) {
  const std::string text = ReadWhole(file);
  return text.substr(0, text.find('\n'));
}

CurveKeyPair KeysOf(const fs::path& file) {
  CurveKeyPair keys;
  keys.secret_key = SecretBytes(FromHex(FirstLine(file)));
  keys.public_key = transport::CurvePublicOf(keys.secret_key);
  return keys;
}

class OverloadedCoordinator : public ::testing::Test {
 protected:
  OverloadedCoordinator() {
    for (size_t i = 0; i < kHonest; ++i) EXPECT_TRUE(test_.fleet().StartAgent(i).ok());
    const std::string server = FirstLine(test_.fleet().context() / "server.key");
    const Bytes key = FromHex(server);
    std::copy(key.begin(), key.end(), server_key_.begin());
  }
  ~OverloadedCoordinator() override {
    over_ = true;
    for (std::thread& thread : threads_) thread.join();
  }

  fs::path State(size_t site) { return test_.fleet().site_folder(site) / "state"; }
  std::string address() { return FirstLine(test_.fleet().context() / "address"); }

  // Does `attack` again and again, each time in a context of its own, until the test is over.
  void Storm(std::function<void(Context&)> attack) {
    threads_.emplace_back([this, attack = std::move(attack)] {
      while (!over_) {
        Context context;
        attack(context);
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
    });
  }
  Socket Connect(Context& context, const CurveKeyPair& keys, const std::string& address) const {
    Socket socket(context, ZMQ_DEALER);
    socket.SetBytes(ZMQ_CURVE_SERVERKEY, server_key_);
    socket.SetBytes(ZMQ_CURVE_PUBLICKEY, keys.public_key);
    socket.SetBytes(ZMQ_CURVE_SECRETKEY, keys.secret_key.Reveal());
    socket.SetInt(ZMQ_LINGER, 0);
    socket.SetInt(ZMQ_RECONNECT_IVL, -1);
    EXPECT_EQ(socket.Connect(address), 0);
    return socket;
  }

  json Counters() { return test_.Hansa({"status"}).last()["counters"]; }
  json Status() { return test_.Hansa({"status"}).last(); }

  TestFleet test_{{.sites = kGreeter + 1, .start_agents = false}};
  transport::CurvePublic server_key_{};
  std::atomic<bool> over_ = false;
  std::vector<std::thread> threads_;
};

TEST_F(OverloadedCoordinator, HonestSitesFinishTheirJob) {
  const std::string coordinator = address();
  const auto garbage = std::make_shared<CurveKeyPair>(KeysOf(State(kGarbage) / "curve.key"));
  Storm([=, this](Context& context) {
    Socket socket = Connect(context, *garbage, coordinator);
    for (int i = 0; i < 100000 && !over_; ++i) socket.Send(AsSpan("\xff garbage \xff"), false);
  });
  v1::ToCoordinator hello;
  hello.mutable_hello()->set_protocol(1);
  ASSERT_TRUE(hello.mutable_hello()->mutable_credential()->ParseFromString(
      ReadWhole(State(kGreeter) / "credential")));
  const auto greeter = std::make_shared<CurveKeyPair>(KeysOf(State(kGreeter) / "curve.key"));
  Storm([=, this](Context& context) {
    Socket socket = Connect(context, *greeter, coordinator);
    for (int i = 0; i < 10; ++i) socket.Send(AsSpan(hello.SerializeAsString()), false);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  });
  Storm([=, this](Context& context) {  // no key of ours
    const Socket socket = Connect(context, transport::GenerateCurveKeyPair(), coordinator);
    const UniqueFd noise = transport::ConnectPlain(coordinator);
    ::send(noise.get(), "GET / HTTP/1.0\r\n\r\n", 18, MSG_NOSIGNAL);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  });

  const CommandResult run = test_.RunJob(SyntheticJob({.rounds = 3, .aggregating = "30s"}));
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors << test_.Logs();
  EXPECT_EQ(EventsNamed(run, "round_finished").size(), 3u);

  json counters;
  for (int i = 0; i < 100; ++i) {  // a shorter job leaves them time until here
    counters = Counters();
    if (counters["expulsions_faults"] > 0 && counters["expulsions_greetings"] > 0 &&
        counters["denied"] > 0 && counters["bad_handshake"] > 0)
      break;
  }
  EXPECT_GE(counters["expulsions_faults"], 1);
  EXPECT_GE(counters["expulsions_greetings"], 1);
  EXPECT_GT(counters["denied"], 0);
  EXPECT_GT(counters["bad_handshake"], 0);
  EXPECT_LE(counters["on_probation"], limits::kProbationers);
  EXPECT_LE(counters["queued_bytes_peak"], limits::kOutboundQueueBytes);
  EXPECT_EQ(counters["slow_readers"], 0) << counters;
#ifndef __SANITIZE_ADDRESS__
  EXPECT_LT(Status()["peak_resident_bytes"], kMostResidentBytes);
#endif
  const CommandResult shown = test_.Hansa({"site", "show", "site-4"});
  EXPECT_GE(shown.last()["faults"]["expelled"], 1) << shown.output;
}

}  // namespace
}  // namespace hansa::testing
