#include "experiments/bench/transfer_fleet.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "common/base/text.h"

namespace hansa::bench {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

// A network of one square layer, which is nearly all of the model.
uint64_t WidthOf(const TransferBenchOptions& options) {
  return static_cast<uint64_t>(
      std::sqrt(static_cast<double>(options.megabytes) * 1e6 / sizeof(float)));
}

std::string JobText(const TransferBenchOptions& options) {
  const uint64_t width = WidthOf(options);
  return StrCat(
      "name = \"bench\"\n[model]\narchitecture = \"mlp\"\nhidden = [", width, ", ", width,
      "]\nloss = \"mse\"\n[data]\nfeatures = [{ column = \"x\" }]\n",
      "target = { column = \"y\" }\n[local]\nlearning_rate = 0.01\n[rounds]\ncount = 1\n",
      "evaluate = false\nfailures_allowed = 0\nclients = { min = ", options.clients,
      ", target = ", options.clients, " }\ndownloading = \"10min\"\ntraining = \"10min\"\n",
      "uploading = \"10min\"\n[aggregation]\nclip_norm = 1000.0\nmax_weight = 10\nring_bits = ",
      options.ring_bits, "\nsecure = \"", options.secure ? "required" : "off", "\"\n");
}

Result<> CopyPrograms(const fs::path& from, const fs::path& to) {
  std::error_code fault;
  fs::create_directories(to, fault);
  for (const char* name : {"hansa", "hansa-client", "hansa-coordinator"})
    if (!fault) fs::copy_file(from / name, to / name, fault);
  if (!fault) fs::copy_file(from / "hansa-bench-trainer", to / "hansa-trainer", fault);
  if (fault) return WorkFailed("cannot copy the programs", fault.message());
  return Success();
}

}  // namespace

Result<TransferFleet> TransferFleet::Start(const TransferBenchOptions& options,
                                           const fs::path& folder) {
  HANSA_TRY(CopyPrograms(options.programs, folder / "bin"));
  cli::FleetOptions fleet_options;
  fleet_options.out = folder / "fleet";
  fleet_options.programs = folder / "bin";
  std::ofstream(folder / "data.csv") << "x,y\n1,2\n2,4\n3,6\n4,8\n";
  for (size_t i = 0; i < options.clients; ++i)
    fleet_options.sites.push_back({.name = StrCat("site-", i),
                                   .data = folder / "data.csv",
                                   .keys = "",
                                   .policy = "[policy]\njobs = [\"bench\"]\n"
                                             "columns = [\"x\", \"y\"]\n"
                                             "secure_aggregation = \"allowed-off\"\n"
                                             "smallest_cohort = 1\n",
                                   .environment = {},
                                   .command = {}});
  auto fleet = HANSA_TRY(cli::LocalFleet::Start(std::move(fleet_options)));
  // Agents that are held back for a while are not to be given up.
  HANSA_TRY(fleet->RestartWithHeartbeat("60s"));
  for (size_t i = 0; i < options.clients; ++i) HANSA_TRY(fleet->Enrol(i));
  return TransferFleet(options, folder, std::move(fleet));
}

Result<ChildProcess> TransferFleet::RunJob(uint64_t& model_bytes) {
  std::ofstream(folder_ / "job.toml") << JobText(options_);
  ChildProcess run =
      HANSA_TRY(ChildProcess::Start({.program = folder_ / "bin" / "hansa",
                                     .arguments = {"job", "run", folder_ / "job.toml", "--seed",
                                                   "1", "--json", "--context", fleet_->context()},
                                     .standard_error = folder_ / "run.log",
                                     .environment = {}}));
  std::string last;
  while (!run.output_ended()) {
    const auto line = run.ReadLine(kTransferLimit);
    if (!line) break;
    last = *line;
    const json event = json::parse(*line, nullptr, false);
    if (event.is_discarded() || event.value("event", "") != "model_published") continue;
    model_bytes = fs::file_size(event.value("path", ""));
    return run;
  }
  return WorkFailed("the benchmark's job published no model", last);
}

// Weights and biases of one input, two layers, one output; and the weight of the update.
uint64_t TransferFleet::vector_bytes() const {
  const uint64_t width = WidthOf(options_);
  const uint64_t elements = width * width + 4 * width + 1;
  return (elements + 1) * options_.ring_bits / 8;
}

void TransferFleet::LetTrain() const { std::ofstream(folder_ / "bin" / "go") << "\n"; }

}  // namespace hansa::bench
