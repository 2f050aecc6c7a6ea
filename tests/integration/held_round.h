#pragma once
// A fleet of four in which one site can be stopped in its training, so that a round stands still
// while the world around it changes.

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "tests/integration/test_fleet.h"

namespace hansa::testing {

class HeldRound : public ::testing::Test {
 protected:
  static constexpr size_t kSites = 4;
  static constexpr size_t kHeld = 1;
  static constexpr auto kEnd = std::chrono::seconds(30);

  // Starts the fleet with further options.
  void Start(TestFleetOptions options);
  cli::LocalFleet& fleet() { return fleet_->fleet(); }
  // A job of two rounds.
  CommandResult Run(const std::string& name);
  // The same, with `disturb` while the first round stands still; `disturb` calls LetGo.
  CommandResult RunHeld(const std::string& name, const std::function<void()>& disturb);
  // The held site's agent is killed and started again. It trains now, and the round goes on. Does
  // not wait for it to be greeted.
  void LetGo();

  std::unique_ptr<TestFleet> fleet_;

 private:
  ScratchFolder scratch_;
  const std::filesystem::path fired_ = scratch_.path() / "fired";
  const std::filesystem::path wanted_ = scratch_.path() / "wanted";
  std::optional<ChildProcess> held_;  // its agent, once it was let go
};

}  // namespace hansa::testing
