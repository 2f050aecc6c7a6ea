// hansa-client describe: what a job says of a TorchScript file.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "client/app/command.h"
#include "client/app/script_file.h"
#include "common/base/bytes.h"
#include "common/base/text.h"
#include "common/terminal/command_line.h"

namespace hansa::client {
namespace {

// Enough digits to give the same float back.
std::string Number(float value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.9g", static_cast<double>(value));
  return std::string(text).find_first_of(".en") == std::string::npos ? StrCat(text, ".0") : text;
}

std::string TomlLine(const ScriptTensor& tensor) {
  std::string shape;
  for (const uint64_t side : tensor.shape) shape += StrCat(shape.empty() ? "" : ", ", side);
  return StrCat("  { name = \"", tensor.name, "\", shape = [", shape, "]",
                tensor.buffer ? ", buffer = true" : "", ", low = ", Number(tensor.low),
                ", high = ", Number(tensor.high), " },\n");
}

nlohmann::json ToJson(const ScriptTensor& tensor) {
  return {{"name", tensor.name},
          {"shape", tensor.shape},
          {"buffer", tensor.buffer},
          {"low", tensor.low},
          {"high", tensor.high}};
}

void Print(const Globals& globals, const std::string& path, const DescribedScript& script) {
  if (globals.json) {
    nlohmann::json tensors = nlohmann::json::array();
    for (const ScriptTensor& tensor : script.tensors) tensors.push_back(ToJson(tensor));
    return terminal::PrintJson({{"event", "described"},
                                {"script", path},
                                {"script_sha256", Hex(script.sha256)},
                                {"tensors", tensors}});
  }
  std::string text = StrCat("architecture = \"torchscript\"\nscript = \"", path,
                            "\"\nscript_sha256 = \"", Hex(script.sha256), "\"\ntensors = [\n");
  for (const ScriptTensor& tensor : script.tensors) text += TomlLine(tensor);
  std::printf("%s]\n", text.c_str());
}

Result<int> Describe(const Globals& globals, const std::string& path) {
  auto trainer = HANSA_TRY(TrainerClient::Start(HANSA_TRY(FindTrainer())));
  Print(globals, path, HANSA_TRY(DescribeScriptFile(path, trainer)));
  return 0;
}

}  // namespace

void AddDescribeCommand(CLI::App& app, Globals& globals) {
  auto path = std::make_shared<std::string>();
  CLI::App* describe = AddCommand(
      app, globals, "describe", "print what a job's [model] says of a TorchScript file",
      "hansa-client describe network.pt", [&globals, path] { return Describe(globals, *path); });
  describe->add_option("FILE", *path, "a TorchScript file; its code runs fenced in")->required();
}

}  // namespace hansa::client
