// hansa-lab bench training: a step in hansa-trainer beside a bare LibTorch loop.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "client/trainer/trainer_process.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"
#include "experiments/bench/training_bench.h"
#include "experiments/lab/bench_frame.h"
#include "experiments/lab/command.h"

namespace hansa::lab {
namespace {

void Print(const bench::TrainingBenchOptions& options, const bench::TrainingBench& result) {
  using terminal::Fixed;
  terminal::Table table({"model", ">step us", ">bare LibTorch us", ">ratio", ">limit"});
  table.AddRow({options.model, Fixed(result.step_seconds * 1e6, 2),
                Fixed(result.limit_step_seconds * 1e6, 2), Fixed(result.ratio, 3),
                Fixed(result.limit_ratio, 2)});
  std::printf("%sLibTorch %s, BLAS %s\n", table.Text().c_str(), result.torch.c_str(),
              result.blas.c_str());
}

nlohmann::json Json(const bench::TrainingBenchOptions& options,
                    const bench::TrainingBench& result) {
  return {{"event", "bench_finished"},
          {"bench", "training"},
          {"model", options.model},
          {"step_seconds", result.step_seconds},
          {"limit_step_seconds", result.limit_step_seconds},
          {"ratio", result.ratio},
          {"limit_ratio", result.limit_ratio},
          {"epochs", result.epochs},
          {"steps", result.steps},
          {"torch", result.torch},
          {"blas", result.blas}};
}

Result<> Run(bench::TrainingBenchOptions options, bool json) {
  options.trainer = HANSA_TRY(client::FindTrainer());
  HANSA_TRY(RunBench(std::move(options), json, bench::RunTrainingBench, Print, Json));
  return Success();
}

}  // namespace

void AddTrainingBench(CLI::App& bench, Globals& globals) {
  auto options = std::make_shared<bench::TrainingBenchOptions>();
  CLI::App* command =
      AddCommand(bench, globals, "training",
                 "What a training step costs in hansa-trainer, beside a bare LibTorch loop.",
                 "hansa-lab bench training --model wind",
                 [options, &globals] { return Run(*options, globals.json); });
  command
      ->add_option(
          "--model", options->model,
          "wind (5-32-16-1), 2nn (784-200-200-10), cnn (two 5x5 convolutions) or lstm (24 steps)")
      ->required()
      ->check(CLI::IsMember({"wind", "2nn", "cnn", "lstm"}));
  command->add_option("--seconds", options->seconds, "about how long to measure")
      ->check(CLI::Range(0.1, 600.0))
      ->capture_default_str();
}

}  // namespace hansa::lab
