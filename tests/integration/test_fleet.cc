#include "tests/integration/test_fleet.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <random>
#include <sstream>
#include <thread>

#include "common/base/text.h"
#include "common/codec/safetensors.h"

namespace hansa::testing {

namespace fs = std::filesystem;
using nlohmann::json;
using std::chrono::milliseconds;

std::vector<json> CommandResult::lines() const {
  std::vector<json> out;
  std::istringstream in(output);
  for (std::string line; std::getline(in, line);) {
    json object = json::parse(line, nullptr, false);
    if (!object.is_discarded()) out.push_back(std::move(object));
  }
  return out;
}

json CommandResult::last() const {
  const auto all = lines();
  return all.empty() ? json::object() : all.back();
}

CommandResult RunProgram(const std::string& program, std::vector<std::string> arguments,
                         const std::map<std::string, std::string>& environment) {
  ScratchFolder scratch;
  const fs::path errors = scratch.path() / "stderr";
  auto process = ChildProcess::Start({.program = fs::path(HANSA_BIN_DIR) / program,
                                      .arguments = std::move(arguments),
                                      .standard_error = errors,
                                      .environment = environment});
  CommandResult result;
  if (!process.ok()) {
    result.errors = process.error().Text();
    return result;
  }
  result.output = process->ReadAll(milliseconds(120000));
  result.exit_code = process->WaitOrKill(milliseconds(5000)).exit_code;
  result.errors = ReadWhole(errors);
  return result;
}

std::string SyntheticCsv(size_t site, size_t rows) {
  std::mt19937_64 random(1000 + site);
  std::uniform_real_distribution<double> uniform(-1, 1);
  std::ostringstream out;
  out.precision(9);
  out << "time,x1,x2,y\n";
  for (size_t i = 0; i < rows; ++i) {
    const double x1 = uniform(random), x2 = uniform(random);
    const char* year = i % 4 == 3 ? "2015" : "2014";
    out << year << "-01-01T00:00:" << i % 60 << "Z," << x1 << ',' << x2 << ','
        << 40 * x1 - 25 * x2 + 10 + 0.1 * uniform(random) << '\n';
  }
  return out.str();
}

std::string SyntheticJob(const JobOptions& options) {
  return StrCat(
      "name = \"", options.name,
      "\"\ntask = \"train\"\n\n[model]\narchitecture = \"mlp\"\nhidden = [", options.hidden, "]\n",
      "loss = \"mse\"\n\n[data]\nfeatures = [{ column = \"x1\" }, { column = \"x2\" }",
      options.extra_features,
      "]\ntarget = { column = \"y\", scale = 50.0, unit = \"kW\" }\ntrain = \"time < '2015'\"\n",
      "evaluate = \"time >= '2015'\"\n\n[local]\nepochs = 1\nbatch_size = 16\noptimizer = "
      "\"adam\"\n",
      "learning_rate = 1e-2\n\n[rounds]\ncount = ", options.rounds,
      "\nclients = { min = ", options.quorum, ", target = ", options.target,
      " }\nselecting = \"20s\"\ntraining = \"", options.training, "\"\naggregating = \"",
      options.aggregating, "\"\nevaluating = \"20s\"\n\n[aggregation]\nsecure = \"", options.secure,
      "\"\nclip_norm = 10.0\n", options.more);
}

namespace {

// 127.0.0.0/8 is all loopback: an address by process id keeps the port free between two starts.
std::string OwnLoopback() {
  const auto id = static_cast<unsigned>(::getpid());
  return StrCat("tcp://127.", 64 + (id >> 16) % 64, ".", (id >> 8) & 255, ".", 1 + id % 254, ":0");
}

}  // namespace

TestFleet::TestFleet(TestFleetOptions options) {
  cli::FleetOptions fleet;
  fleet.out = scratch_.path() / "fleet";
  fleet.programs = HANSA_BIN_DIR;
  fleet.coordinator_environment = options.coordinator_environment;
  if (options.restartable) fleet.listen = OwnLoopback();
  if (!options.listen.empty()) fleet.listen = options.listen;
  for (const auto& [folder, place] : options.elsewhere) {
    fs::create_directories(place);
    fs::permissions(place, fs::perms::owner_all);
    fs::create_directories((fleet.out / folder).parent_path());
    fs::create_directory_symlink(place, fleet.out / folder);
  }
  for (size_t i = 0; i < options.sites; ++i) {
    const std::string name = StrCat("site-", i);
    const fs::path data = scratch_.path() / (name + ".csv");
    std::ofstream(data) << SyntheticCsv(i, options.rows);
    const std::string policy =
        options.policies.contains(i)
            ? options.policies.at(i)
            : "[policy]\njobs = [\"*\"]\ncolumns = [\"time\", \"x1\", \"x2\", \"y\"]\n";
    fleet.sites.push_back({.name = name,
                           .data = data,
                           .keys = options.keys[i],
                           .policy = policy,
                           .environment = options.environment[i],
                           .command = options.commands[i]});
  }
  auto started = cli::LocalFleet::Start(std::move(fleet));
  if (!started.ok()) {
    ADD_FAILURE() << started.error().Text();
    std::abort();
  }
  fleet_ = std::move(started).value();
  if (options.restartable) {
    EXPECT_TRUE(fleet_->PinAddress().ok());
  }
  for (size_t i = 0; i < options.sites; ++i) {
    const Result<> enrolled = fleet_->Enrol(i);
    EXPECT_TRUE(enrolled.ok()) << enrolled.error().Text() << Logs();
    if (!options.start_agents) continue;
    const Result<> ready = fleet_->StartAgent(i);
    EXPECT_TRUE(ready.ok()) << ready.error().Text() << Logs();
  }
}

fs::path TestFleet::WriteJob(const std::string& toml, const std::string& file) {
  const fs::path path = scratch_.path() / file;
  std::ofstream(path) << toml;
  return path;
}

CommandResult TestFleet::Hansa(std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(), {"--context", fleet_->context().string(), "--json"});
  return RunProgram("hansa", std::move(arguments));
}

CommandResult TestFleet::Client(size_t index, std::vector<std::string> arguments) const {
  arguments.insert(arguments.end(),
                   {"--config", (fleet_->site_folder(index) / "site.toml").string()});
  return RunProgram("hansa-client", std::move(arguments));
}

CommandResult TestFleet::RunJob(const std::string& toml) {
  return Hansa({"job", "run", WriteJob(toml).string(), "--seed", "1"});
}

bool TestFleet::AwaitConnected(size_t sites) const {
  for (int i = 0; i < 300; ++i) {
    if (Hansa({"status"}).last().value("connected", size_t{0}) >= sites) return true;
    std::this_thread::sleep_for(milliseconds(100));
  }
  return false;
}

std::string TestFleet::Logs() const {
  std::string out;
  for (const auto& entry : fs::directory_iterator(fleet_->options().out / "logs")) {
    out += "\n--- " + entry.path().filename().string() + "\n" + ReadWhole(entry.path());
  }
  return out;
}

std::vector<json> EventsNamed(const CommandResult& run, const std::string& name) {
  std::vector<json> out;
  for (const json& line : run.lines()) {
    if (line.value("event", "") == name) out.push_back(line);
  }
  return out;
}

void ExpectEventsInOrder(const CommandResult& run) {
  uint64_t next = 0;
  for (const json& line : run.lines())
    if (line.contains("index")) {
      EXPECT_EQ(line["index"], next++) << run.output;
    }
}

std::vector<float> WeightsOf(TestFleet& fleet, const std::string& job, uint64_t version) {
  const fs::path file = fleet.fleet().coordinator_folder() / "models" / job /
                        std::to_string(version) / "model.safetensors";
  const std::string bytes = ReadWhole(file);
  const auto read =
      ReadSafetensors(ByteSpan(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()));
  EXPECT_TRUE(read.ok()) << file;
  return read.ok() ? read->model.values : std::vector<float>{};
}

void ExpectUndisturbed(const CommandResult& run, size_t sites) {
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors;
  EXPECT_EQ(EventsNamed(run, "round_failed").size(), 0u) << run.output;
  const auto rounds = EventsNamed(run, "round_finished");
  EXPECT_EQ(rounds.size(), 2u) << run.output;
  for (const json& round : rounds) EXPECT_EQ(round["clients"], sites) << run.output;
  const auto versions = EventsNamed(run, "model_published");
  EXPECT_EQ(versions.size(), 3u) << run.output;
  for (size_t i = 0; i < versions.size(); ++i) EXPECT_EQ(versions[i]["version"], i) << run.output;
  ExpectEventsInOrder(run);
}

bool AwaitFile(const fs::path& path) {
  for (int i = 0; i < 3000; ++i) {
    if (fs::exists(path)) return true;
    std::this_thread::sleep_for(milliseconds(10));
  }
  return false;
}

std::string ReadWhole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace hansa::testing
