// hansa model: list, show, pull, verify, predict.

#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/base/atomic_file.h"
#include "common/base/file_blob.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/model/model_files.h"
#include "common/model/network_file.h"
#include "common/process/child_process.h"
#include "common/terminal/command_line.h"
#include "common/terminal/predict_options.h"
#include "common/terminal/style.h"
#include "common/terminal/table.h"
#include "coordinator/cli/command.h"
#include "coordinator/cli/model_download.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;

struct ModelFlags {
  std::string name;
  std::string path;
  uint64_t version = 0;
  std::string out;
  std::string authority;
  terminal::PredictOptions predict;
};

Result<v1::ModelList> FetchList(const Globals& globals, const std::string& name) {
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  request.mutable_list_models()->set_name(name);
  return HANSA_TRY(client->Call(request)).message.model_list();
}

nlohmann::json ToJson(const v1::ModelState& model) {
  return {{"event", "model"},
          {"name", model.name()},
          {"version", model.version()},
          {"sha256", model.sha256()},
          {"parent_sha256", model.parent_sha256()},
          {"job_id", model.job_id()},
          {"round", model.round()},
          {"sites", model.sites()},
          {"channel", model.channel()},
          {"created", FormatUtc(model.created_unix_ms())},
          {"bytes", model.bytes()}};
}

Result<int> List(const Globals& globals, const std::string& name) {
  const v1::ModelList list = HANSA_TRY(FetchList(globals, name));
  terminal::Table table(
      {"model", ">version", "channel", ">round", ">sites", ">size", "created", "sha256", "parent"});
  for (const v1::ModelState& model : list.models()) {
    if (globals.json) terminal::PrintJson(ToJson(model));
    table.AddRow({model.name(), StrCat(model.version()), model.channel(), StrCat(model.round()),
                  StrCat(model.sites()), HumanBytes(static_cast<double>(model.bytes())),
                  FormatUtc(model.created_unix_ms()), model.sha256().substr(0, 16),
                  model.parent_sha256().substr(0, 16)});
  }
  if (globals.json) {
    terminal::PrintJson({{"event", "models_listed"}, {"models", list.models_size()}});
  } else if (table.empty()) {
    std::printf("No models yet. A job publishes them: hansa job run FILE\n");
  } else {
    std::fputs(table.Text().c_str(), stdout);
  }
  return 0;
}

Result<int> Show(const Globals& globals, const ModelFlags& flags) {
  auto client = HANSA_TRY(globals.Connect());
  const std::string manifest = HANSA_TRY(FetchVersion(*client, flags.name, flags.version)).manifest;
  if (globals.json) {
    terminal::PrintJson(
        {{"event", "model_shown"}, {"manifest", nlohmann::json::parse(manifest, nullptr, false)}});
  } else {
    std::printf("%s\n", manifest.c_str());
  }
  return 0;
}

Result<crypto::Ed25519Public> Authority(const Globals& globals, const ModelFlags& flags) {
  if (flags.authority.empty()) return LoadAuthorityPublic(globals.context);
  const std::string text = HANSA_TRY(ReadFile(flags.authority, 4096));
  const Bytes key = FromHex(text.substr(0, text.find_first_of(" \r\n")));
  crypto::Ed25519Public out{};
  if (key.size() != out.size())
    return BadInput(StrCat("there is no authority key in ", flags.authority));
  std::copy(key.begin(), key.end(), out.begin());
  return out;
}

// A model is named by its folder or by its safetensors file.
fs::path FolderOf(const fs::path& path) {
  if (path.filename() != "model.safetensors") return path;
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Result<int> Pull(const Globals& globals, const ModelFlags& flags) {
  const auto authority = HANSA_TRY(Authority(globals, flags));
  auto client = HANSA_TRY(globals.Connect());
  const FetchedVersion version = HANSA_TRY(FetchVersion(*client, flags.name, flags.version));
  const fs::path out = flags.out.empty() ? fs::path(flags.name) : fs::path(flags.out);
  terminal::ProgressLine line;
  Result<Manifest> saved =
      SaveVersion(*client, flags.name, version, out, authority, [&](uint64_t bytes, uint64_t size) {
        line.Show(StrCat(flags.name, ": ", HumanBytes(static_cast<double>(bytes)), " of ",
                         HumanBytes(static_cast<double>(size))));
      });
  line.Clear();
  const Manifest manifest = HANSA_TRY(std::move(saved));
  if (globals.json) {
    terminal::PrintJson({{"event", "model_pulled"},
                         {"name", manifest.name},
                         {"version", manifest.version},
                         {"sha256", Hex(manifest.model_sha256)},
                         {"verified", true},
                         {"out", out.string()}});
  } else {
    std::printf("%s version %llu, signature verified: %s\n", manifest.name.c_str(),
                static_cast<unsigned long long>(manifest.version), out.string().c_str());
    std::printf("Next: hansa model predict %s FILE.csv\n", out.string().c_str());
  }
  return 0;
}

// Of a network that is a file. It may lie elsewhere: --script of `predict` names it.
enum class NetworkFile { kNone, kRight, kMissing };

Result<NetworkFile> CheckNetworkFile(const fs::path& folder, const Manifest& manifest) {
  const fs::path path = folder / "network.pt";
  if (!fs::exists(path))
    return IsScript(manifest.network) ? NetworkFile::kMissing : NetworkFile::kNone;
  const BlobHandle file = HANSA_TRY(FileBlob::Open(path));
  HANSA_TRY(VerifyNetworkFile(*file, manifest));
  return NetworkFile::kRight;
}

void PrintNetworkFile(NetworkFile file) {
  if (file == NetworkFile::kRight) std::printf("Its network.pt is the file that it names.\n");
  if (file == NetworkFile::kMissing)
    std::printf("Its network is a TorchScript file, and network.pt is not beside it.\n");
}

Result<int> Verify(const Globals& globals, const ModelFlags& flags) {
  const fs::path folder = FolderOf(flags.path);
  const auto authority = HANSA_TRY(Authority(globals, flags));
  const BlobHandle model = HANSA_TRY(FileBlob::Open(folder / "model.safetensors"));
  const std::string manifest_text =
      HANSA_TRY(ReadFile(folder / "manifest.json", limits::kManifestBytes));
  const std::string signature =
      HANSA_TRY(ReadFile(folder / "manifest.sig", limits::kManifestBytes));
  const Manifest manifest =
      HANSA_TRY(VerifyModelFiles(*model, manifest_text, signature, authority));
  const NetworkFile network = HANSA_TRY(CheckNetworkFile(folder, manifest));
  if (globals.json) {
    terminal::PrintJson({{"event", "model_verified"},
                         {"network_file", network == NetworkFile::kRight},
                         {"name", manifest.name},
                         {"version", manifest.version},
                         {"sha256", Hex(manifest.model_sha256)},
                         {"verified", true}});
  } else {
    std::printf(
        "Right: %s version %llu is what a coordinator of this authority signed (sha256 %s).\n",
        manifest.name.c_str(), static_cast<unsigned long long>(manifest.version),
        Hex(manifest.model_sha256).c_str());
    PrintNetworkFile(network);
  }
  return 0;
}

// The site's own program knows data and the trainer; this process becomes it.
Result<int> Predict(const Globals& globals, const ModelFlags& flags) {
  const fs::path program = ProgramFolder() / "hansa-client";
  std::vector<std::string> words = terminal::WordsOf(flags.predict);
  words.insert(words.begin(), {program.string(), "predict"});
  if (globals.json) words.push_back("--json");
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execv(program.c_str(), pointers.data());
  return WorkFailed(StrCat("cannot start ", program.string()), std::strerror(errno),
                    "It belongs beside this program: is the installation complete?");
}

}  // namespace

void AddModelCommands(CLI::App& app, Globals& globals) {
  CLI::App* group =
      AddGroup(app, "model", "list, fetch, verify and apply models", "hansa model list");
  auto flags = std::make_shared<ModelFlags>();

  AddCommand(*group, globals, "list", "every version with its lineage",
             "hansa model list wind-power",
             [&globals, flags] { return List(globals, flags->name); })
      ->add_option("NAME", flags->name, "one model only");
  const auto with_version = [&](CLI::App* command) {
    command->add_option("NAME", flags->name, "the model's name")->required();
    command->add_option("--version", flags->version, "default: the newest");
    return command;
  };
  with_version(AddCommand(*group, globals, "show", "the manifest of one version",
                          "hansa model show wind-power",
                          [&globals, flags] { return Show(globals, *flags); }));
  CLI::App* pull = with_version(AddCommand(*group, globals, "pull", "fetch a version and verify it",
                                           "hansa model pull wind-power --out wind-power",
                                           [&globals, flags] { return Pull(globals, *flags); }));
  pull->add_option("--out", flags->out, "folder (default: the model's name)")->type_name("DIR");
  CLI::App* verify = AddCommand(
      *group, globals, "verify", "check signature and digests of a pulled model; needs no network",
      "hansa model verify wind-power", [&globals, flags] { return Verify(globals, *flags); });
  verify
      ->add_option(
          "MODEL", flags->path,
          "folder with model.safetensors, manifest.json and manifest.sig, or the first of them")
      ->required();
  for (CLI::App* command : {pull, verify}) {
    command
        ->add_option("--authority", flags->authority,
                     "the authority's public key (default: of the context)")
        ->type_name("FILE");
  }
  CLI::App* predict =
      AddCommand(*group, globals, "predict", "apply a model to the rows of a CSV file",
                 "hansa model predict wind-power R80711.csv.gz --where \"time >= '2015-01-01'\"",
                 [&globals, flags] { return Predict(globals, *flags); });
  terminal::AddPredictOptions(*predict, flags->predict);
}

}  // namespace hansa::cli
