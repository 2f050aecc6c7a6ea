#pragma once
// A fleet of four honest sites, and threads that do to their coordinator what nobody should, again
// and again.

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "common/transport/curve_keys.h"
#include "common/transport/zmq_socket.h"
#include "tests/integration/test_fleet.h"

namespace hansa::testing {

class StormedCoordinator : public ::testing::Test {
 protected:
  static constexpr size_t kHonest = 4;

  // Besides the honest sites so many are enrolled whose agents do not run: their keys are to be
  // misused.
  explicit StormedCoordinator(size_t others = 2);
  // Starts the agents of the first `running` sites.
  StormedCoordinator(TestFleetOptions options, size_t running);
  ~StormedCoordinator() override;

  std::string address() const;
  std::filesystem::path State(size_t site) { return test_.fleet().site_folder(site) / "state"; }
  transport::CurveKeyPair KeysOf(size_t site);
  // With that site's credential.
  std::string HelloOf(size_t site);

  // Does `attack` again and again, each time in a context of its own, until the test is over or
  // EndStorms.
  void Storm(std::function<void(transport::Context&)> attack);
  void EndStorms();
  transport::Socket Connect(transport::Context& context, const transport::CurveKeyPair& keys) const;

  nlohmann::json Status() const { return test_.Hansa({"status"}).last(); }
  nlohmann::json Counters() const { return Status()["counters"]; }
  // Waits up to half a minute for a status of which `enough` holds; the last one.
  nlohmann::json AwaitStatus(const std::function<bool(const nlohmann::json&)>& enough) const;
  size_t OpenDescriptors();  // of the coordinator
  // A job of three rounds in which every honest site takes part each time.
  void ExpectAnHonestJob();

  TestFleet test_;
  transport::CurvePublic server_key_{};
  std::atomic<bool> over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace hansa::testing
