// Everything at once, by a seed: links that end in every way, agents, trainers, a proxy and the
// coordinator killed or stopped, a data file gone for a while, garbage from a stranger and from a
// site. Each job completes or ends with a stated reason; no process ends that was not killed; and
// once it is over, everything is as on the first day.

#include <gmock/gmock.h>
#include <signal.h>

#include <fstream>
#include <mutex>

#include "common/process/resident_memory.h"
#include "hansa/v1/wire.pb.h"
#include "tests/integration/local_proxy.h"
#include "tests/integration/loopback.h"
#include "tests/integration/process_tree.h"
#include "tests/integration/random_message.h"
#include "tests/integration/rough_link.h"
#include "tests/integration/stormed_coordinator.h"

namespace hansa::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr size_t kSites = 5, kProxied = 4, kOdd = 5;  // the last one's agent does not run
constexpr seconds kDuration{35};
constexpr uint64_t kMostBytes = 400u << 20;
constexpr size_t kMostDescriptors = 60;

void Sleep(milliseconds time) { std::this_thread::sleep_for(time); }

// There before the fleet whose configuration names it.
struct OwnProxy {
  LocalProxy proxy_{{.kind = LocalProxy::Kind::kMicrosocks}};
};

class AnyMess : protected OwnProxy, public StormedCoordinator {
 protected:
  AnyMess() : StormedCoordinator(OptionsWith(proxy_), 0) {}
  ~AnyMess() override {
    if (HasFailure()) ADD_FAILURE() << "seed " << seed_;
  }

  static TestFleetOptions OptionsWith(const LocalProxy& proxy) {
    TestFleetOptions options{.sites = kSites + 1, .rows = 64, .start_agents = false};
    options.restartable = true;
    options.keys[kProxied] = proxy.keys();
    return options;
  }
  void SetUp() override {
    ASSERT_TRUE(fleet().RestartWithHeartbeat("500ms").ok());
    link_ = std::make_unique<RoughLink>(
        address(),
        Roughness{.latency = milliseconds(2),
                  .jitter = milliseconds(8),
                  .ends_after = 30000,
                  .endings = {Ending::kReset, Ending::kTruncate, Ending::kHalfOpen, Ending::kStall},
                  .stall = milliseconds(700),
                  .seed = seed_});
    for (size_t i = 0; i < kSites; ++i) {
      std::ofstream(State(i) / "address") << link_->address() << '\n';
      StartAgent(i);
    }
  }

  cli::LocalFleet& fleet() { return test_.fleet(); }
  size_t AnySite() { return random_() % kSites; }
  void StartAgent(size_t i) {
    auto started = fleet().StartClient(i, {"run"});
    ASSERT_TRUE(started.ok()) << started.error().Text();
    agents_.insert_or_assign(i, *std::move(started));
  }
  void KillCoordinator() {
    fleet().coordinator().Signal(SIGKILL);
    fleet().coordinator().WaitOrKill(seconds(10));
    const auto started = fleet().StartCoordinator();
    ASSERT_TRUE(started.ok()) << started.error().Text();
  }
  void StopForAWhile(ChildProcess& process, milliseconds time) {
    process.Signal(SIGSTOP);
    Sleep(time);
    process.Signal(SIGCONT);
  }

  // One of the things that happen.
  void Disturb() {
    const size_t site = AnySite();
    switch (random_() % 7) {
      case 0:
        ++kills_;
        agents_.at(site).Signal(SIGKILL);
        agents_.at(site).WaitOrKill(seconds(5));
        Sleep(milliseconds(random_() % 1000));
        return StartAgent(site);
      case 1:
        for (const pid_t trainer : ChildrenOf(agents_.at(site).pid(), "hansa-trainer"))
          ::kill(trainer, SIGKILL);
        return;
      case 2:
        ++kills_;
        return KillCoordinator();
      case 3:
        return StopForAWhile(fleet().coordinator(), milliseconds(1000));
      case 4:
        return StopForAWhile(agents_.at(site), milliseconds(3000));
      case 5:
        proxy_.Kill();
        Sleep(milliseconds(500));
        return proxy_.Start();
      default: {
        const fs::path file = test_.folder() / ("site-" + std::to_string(site) + ".csv");
        fs::rename(file, file.string() + ".away");
        Sleep(milliseconds(1000));
        return fs::rename(file.string() + ".away", file);
      }
    }
  }

  void SendGarbage() {
    const auto keys = std::make_shared<transport::CurveKeyPair>(KeysOf(kOdd));
    const std::string coordinator = address(), hello = HelloOf(kOdd);
    Storm([=, this, seed = seed_](transport::Context& context) mutable {
      std::mt19937_64 random(++seed);
      transport::Socket socket = Connect(context, *keys);
      socket.Send(AsSpan(hello), false);
      for (int i = 0; i < 2000 && !over_; ++i) {
        v1::ToCoordinator message;
        FillByChance(message, random);
        socket.Send(AsSpan(message.SerializeAsString()), false);
        Sleep(milliseconds(1));
      }
    });
    Storm([=, seed = seed_](transport::Context&) mutable {
      std::mt19937_64 random(++seed);
      const UniqueFd fd = ConnectTcp(coordinator);
      std::string noise(random() % 5000, '\0');
      for (char& byte : noise) byte = static_cast<char>(random());
      if (fd.valid()) ::send(fd.get(), noise.data(), noise.size(), MSG_NOSIGNAL);
      Sleep(milliseconds(20));
    });
  }
  // One job after the other until the end, by a thread of its own.
  void RunJobs() {
    for (int i = 0; !done_; ++i) {
      const std::string name = "mess-" + std::to_string(i);
      const fs::path file = test_.WriteJob(SyntheticJob({.name = name,
                                                         .rounds = 3,
                                                         .quorum = 3,
                                                         .target = kSites,
                                                         .training = "10s",
                                                         .aggregating = "5s"}),
                                           name + ".toml");
      CommandResult run = test_.Hansa({"job", "run", file.string(), "--seed", "1"});
      const std::lock_guard lock(mutex_);
      runs_.push_back(std::move(run));
    }
  }

  void ExpectStatedEnd(const CommandResult& run) {
    if (run.exit_code == 0) {
      EXPECT_EQ(EventsNamed(run, "round_finished").size(), 3u) << run.output;
      ExpectEventsInOrder(run);
      return;
    }
    // A job that failed says why; a command line that lost its coordinator does, too.
    const bool stated = !run.last().value("reason", "").empty() || run.errors.size() > 20;
    EXPECT_TRUE(stated) << run.exit_code << run.output << run.errors;
    EXPECT_NE(run.exit_code, 70) << run.errors;
  }
  void ExpectBounded(const std::string& name, pid_t pid) {
    EXPECT_LE(DescriptorsOf(pid), kMostDescriptors) << name;
#ifndef __SANITIZE_ADDRESS__
    EXPECT_LT(ResidentMemoryOf(pid).peak_bytes, kMostBytes) << name;
#endif
  }
  // Files that a kill left half written: at most one each.
  size_t Unfinished() {
    size_t count = 0;
    std::error_code gone;  // they come and go meanwhile
    fs::recursive_directory_iterator next(fleet().options().out, gone), end;
    for (; next != end; next.increment(gone)) {
      const std::string extension = next->path().extension().string();
      count += extension.size() == 7 && !extension.starts_with(".db-") ? 1 : 0;  // ".XXXXXX"
    }
    return count;
  }

  const uint64_t seed_ = std::random_device{}();
  std::mt19937_64 random_{seed_};
  std::unique_ptr<RoughLink> link_;
  std::map<size_t, ChildProcess> agents_;
  std::mutex mutex_;
  std::vector<CommandResult> runs_;
  std::atomic<bool> done_ = false;
  size_t kills_ = 0;
};

TEST_F(AnyMess, EndsInAStatedWay) {
  std::printf("seed %llu\n", static_cast<unsigned long long>(seed_));
  SendGarbage();
  std::thread runner([this] { RunJobs(); });
  const auto until = std::chrono::steady_clock::now() + kDuration;
  while (std::chrono::steady_clock::now() < until && !HasFatalFailure()) {
    Disturb();
    Sleep(milliseconds(300 + random_() % 1500));
  }
  EndStorms();
  link_->Calm();
  done_ = true;
  runner.join();
  size_t completed = 0;
  for (const CommandResult& run : runs_) {
    ExpectStatedEnd(run);
    completed += run.exit_code == 0 ? 1 : 0;
  }
  std::printf(
      "%zu jobs, %zu completed; endings: %llu resets, %llu cut, %llu half open, %llu stalls\n",
      runs_.size(), completed, static_cast<unsigned long long>(link_->ended(Ending::kReset)),
      static_cast<unsigned long long>(link_->ended(Ending::kTruncate)),
      static_cast<unsigned long long>(link_->ended(Ending::kHalfOpen)),
      static_cast<unsigned long long>(link_->ended(Ending::kStall)));

  // Back to the first day.
  EXPECT_TRUE(test_.AwaitConnected(kSites));
  const CommandResult last = test_.RunJob(SyntheticJob({.name = "calm",
                                                        .quorum = kSites,
                                                        .target = kSites,
                                                        .training = "30s",
                                                        .aggregating = "20s"}));
  // A site may still be at work for a job of the storm: that costs an attempt, and no more.
  EXPECT_EQ(last.exit_code, 0) << last.output << last.errors;
  const auto rounds = EventsNamed(last, "round_finished");
  ASSERT_FALSE(rounds.empty()) << last.output;
  EXPECT_EQ(rounds.back()["clients"], kSites) << last.output;
  ExpectBounded("coordinator", fleet().coordinator().pid());
  for (auto& [site, agent] : agents_) {
    EXPECT_FALSE(agent.TryWait().has_value()) << "agent " << site << " ended";
    ExpectBounded("agent " + std::to_string(site), agent.pid());
  }
  EXPECT_LE(Unfinished(), kills_);
}

}  // namespace
}  // namespace hansa::testing
