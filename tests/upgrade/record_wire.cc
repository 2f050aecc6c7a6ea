// record-wire PROGRAMS OUT: runs the programs of a release through everything that they say to one
// another, and leaves one real message of every kind in OUT. tests/upgrade/record.sh calls it.

#include <signal.h>

#include <atomic>
#include <cstdio>
#include <fstream>
#include <thread>

#include "coordinator/cli/context_folder.h"
#include "coordinator/cli/demo/local_fleet.h"
#include "tests/integration/test_fleet.h"
#include "tests/upgrade/recording_relay.h"

namespace hansa::upgrade {
namespace {

namespace fs = std::filesystem;
using hansa::testing::ReadWhole;

constexpr size_t kSites = 4;

// A fleet whose every connection goes through the relay.
class RecordedFleet {
 public:
  RecordedFleet(fs::path programs, const fs::path& folder) : programs_(std::move(programs)) {
    cli::FleetOptions options{.out = folder / "fleet", .programs = programs_};
    for (size_t i = 0; i < kSites; ++i) {
      const fs::path data = folder / ("site-" + std::to_string(i) + ".csv");
      std::ofstream(data) << hansa::testing::SyntheticCsv(i, 96);
      // The last one may answer once a day only: its second task fails.
      const std::string more = i + 1 == kSites ? "rounds_per_day = 1\n" : "";
      options.sites.push_back(
          {.name = "site-" + std::to_string(i),
           .data = data,
           .policy = "[policy]\njobs = [\"*\"]\ncolumns = [\"*\"]\nsecure_aggregation = "
                     "\"allowed-off\"\n" +
                     more});
    }
    fleet_ = cli::LocalFleet::Start(std::move(options)).value();
    relay_ = RecordingRelay::Open({.coordinator = Address(),
                                   .server_secret = ServerSecret(),
                                   .secrets = folder / "fleet"})
                 .value();
    cli::SetAddress(fleet_->context(), relay_->address()).value();
    relaying_ = std::thread([this] {
      while (!over_) relay_->Turn();
    });
  }
  ~RecordedFleet() { Stop(); }

  // The coordinator first, so that it says goodbye.
  void Stop() {
    fleet_->coordinator().Signal(SIGTERM);
    fleet_->coordinator().WaitOrKill(seconds(10));
    std::this_thread::sleep_for(seconds(1));
    if (relaying_.joinable()) {
      over_ = true;
      relaying_.join();
    }
    fleet_->Stop();
  }
  void Hansa(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--context", fleet_->context().string()});
    std::printf("hansa %s %s\n", arguments[0].c_str(), arguments[1].c_str());
    auto process =
        ChildProcess::Start({.program = programs_ / "hansa", .arguments = std::move(arguments)})
            .value();
    process.ReadAll(seconds(60));
    process.WaitOrKill(seconds(5));
  }
  cli::LocalFleet& fleet() { return *fleet_; }
  const RecordingRelay& relay() const { return *relay_; }

 private:
  std::string Address() const {
    const std::string text = ReadWhole(fleet_->coordinator_folder() / "address");
    return text.substr(0, text.find('\n'));
  }
  SecretBytes ServerSecret() const {
    const std::string text = ReadWhole(fleet_->coordinator_folder() / "state" / "curve.key");
    return SecretBytes(FromHex(text.substr(0, 64)));
  }

  fs::path programs_;
  std::unique_ptr<cli::LocalFleet> fleet_;
  std::unique_ptr<RecordingRelay> relay_;
  std::atomic<bool> over_ = false;
  std::thread relaying_;
};

void Run(const fs::path& programs, const fs::path& out) {
  const hansa::testing::ScratchFolder scratch;
  RecordedFleet recorded(programs, scratch.path());
  for (size_t i = 0; i < kSites; ++i) {
    recorded.fleet().Enrol(i).value();
    recorded.fleet().StartAgent(i).value();
  }
  const auto job = [&](const hansa::testing::JobOptions& options) {
    const fs::path file = scratch.path() / (options.name + ".toml");
    std::ofstream(file) << hansa::testing::SyntheticJob(options);
    return file.string();
  };
  const std::string secure = job({.name = "secure-job"});
  recorded.Hansa({"job", "check", secure});
  recorded.Hansa({"job", "run", secure});
  recorded.Hansa({"job", "run", job({.name = "plain-job", .secure = "off"})});
  recorded.Hansa(
      {"job", "check", job({.name = "odd-job", .extra_features = ", {column = \"z\"}"})});
  recorded.Hansa({"job", "list"});
  recorded.Hansa({"job", "cancel", "0123456789abcdef"});
  recorded.Hansa({"model", "list"});
  recorded.Hansa({"model", "pull", "secure-job", "--out", (scratch.path() / "model").string()});
  recorded.Hansa({"site", "list"});
  recorded.Hansa({"status", "--json"});
  recorded.Hansa({"site", "revoke", "site-3"});
  std::this_thread::sleep_for(seconds(5));  // heartbeats
  recorded.Stop();
  recorded.relay().Write(out);
  fs::copy_file(recorded.fleet().context() / "authority.pub", out / "authority.pub",
                fs::copy_options::overwrite_existing);
}

}  // namespace
}  // namespace hansa::upgrade

int main(int argc, char** argv) {
  if (argc != 3) return std::fprintf(stderr, "usage: record-wire PROGRAMS OUT\n"), 2;
  hansa::upgrade::Run(argv[1], argv[2]);
  return 0;
}
