#include "tests/integration/stormed_coordinator.h"

#include <zmq.h>

#include <algorithm>

#include "hansa/v1/wire.pb.h"
#include "tests/integration/process_tree.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using transport::CurveKeyPair;

std::string FirstLine(const fs::path& file) {
  const std::string text = ReadWhole(file);
  return text.substr(0, text.find('\n'));
}

}  // namespace

StormedCoordinator::StormedCoordinator(size_t others)
    : StormedCoordinator({.sites = kHonest + others, .start_agents = false}, kHonest) {}

StormedCoordinator::StormedCoordinator(TestFleetOptions options, size_t running)
    : test_(std::move(options)) {
  for (size_t i = 0; i < running; ++i) EXPECT_TRUE(test_.fleet().StartAgent(i).ok());
  const Bytes key = FromHex(FirstLine(test_.fleet().context() / "server.key"));
  std::copy(key.begin(), key.end(), server_key_.begin());
}

StormedCoordinator::~StormedCoordinator() {
  EndStorms();
  if (HasFailure()) ADD_FAILURE() << test_.Logs();
}

std::string StormedCoordinator::address() const {
  return FirstLine(const_cast<TestFleet&>(test_).fleet().context() / "address");
}

CurveKeyPair StormedCoordinator::KeysOf(size_t site) {
  CurveKeyPair keys;
  keys.secret_key = SecretBytes(FromHex(FirstLine(State(site) / "curve.key")));
  keys.public_key = transport::CurvePublicOf(keys.secret_key);
  return keys;
}

std::string StormedCoordinator::HelloOf(size_t site) {
  v1::ToCoordinator hello;
  hello.mutable_hello()->set_protocol(1);
  EXPECT_TRUE(hello.mutable_hello()->mutable_credential()->ParseFromString(
      ReadWhole(State(site) / "credential")));
  return hello.SerializeAsString();
}

void StormedCoordinator::Storm(std::function<void(transport::Context&)> attack) {
  threads_.emplace_back([this, attack = std::move(attack)] {
    while (!over_) {
      transport::Context context;
      attack(context);
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
  });
}

void StormedCoordinator::EndStorms() {
  over_ = true;
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

transport::Socket StormedCoordinator::Connect(transport::Context& context,
                                              const CurveKeyPair& keys) const {
  transport::Socket socket(context, ZMQ_DEALER);
  socket.SetBytes(ZMQ_CURVE_SERVERKEY, server_key_);
  socket.SetBytes(ZMQ_CURVE_PUBLICKEY, keys.public_key);
  socket.SetBytes(ZMQ_CURVE_SECRETKEY, keys.secret_key.Reveal());
  socket.SetInt(ZMQ_LINGER, 0);
  socket.SetInt(ZMQ_RECONNECT_IVL, -1);
  EXPECT_EQ(socket.Connect(address()), 0);
  return socket;
}

json StormedCoordinator::AwaitStatus(const std::function<bool(const json&)>& enough) const {
  json status;
  for (int i = 0; i < 150; ++i) {
    status = Status();
    if (status.contains("counters") && enough(status)) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  return status;
}

size_t StormedCoordinator::OpenDescriptors() {
  return DescriptorsOf(test_.fleet().coordinator().pid());
}

void StormedCoordinator::ExpectAnHonestJob() {
  const CommandResult run = test_.RunJob(SyntheticJob({.rounds = 3, .aggregating = "30s"}));
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors;
  EXPECT_EQ(EventsNamed(run, "round_finished").size(), 3u) << run.output;
}

}  // namespace hansa::testing
