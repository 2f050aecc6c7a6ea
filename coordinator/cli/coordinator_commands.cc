// hansa coordinator: init, certify; the others are in backup_commands.cc.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/identity/coordinator_request.h"
#include "common/terminal/command_line.h"
#include "coordinator/cli/command.h"
#include "coordinator/cli/init_coordinator.h"

namespace hansa::cli {
namespace {

void SayNext(const InitOptions& options) {
  const std::string folder = options.folder.string();
  std::printf(
      "Operator and authority keys are in %s. Keep authority.key and authority.book safe and away "
      "from\nthe coordinator: whoever holds the key decides who is a site.\n\nNext:\n",
      options.context.c_str());
  std::printf("  hansa-coordinator --config %s/coordinator.toml\n", folder.c_str());
  std::printf("  hansa site invite NAME --out NAME.invitation%s\n",
              ContextFlag(options.context).c_str());
}

// Where the authority is on another machine.
void SayCertify(const InitOptions& options, const std::string& digest) {
  const std::string folder = options.folder.string();
  std::printf(
      "The operator's key is in %s. The authority has to certify the coordinator's keys, "
      "%s.\n\nNext, on the authority's machine:\n",
      options.context.c_str(), digest.c_str());
  std::printf("  hansa authority certify coordinator.request --out coordinator.cert\n");
  std::printf("with %s/coordinator.request, and here:\n", folder.c_str());
  std::printf("  hansa coordinator certify %s coordinator.cert%s\n", folder.c_str(),
              ContextFlag(options.context).c_str());
}

Result<int> Init(const Globals& globals, const InitOptions& flags) {
  InitOptions options = flags;
  options.context = globals.context;
  const identity::VerifiedCoordinator keys = HANSA_TRY(InitCoordinator(options));
  const std::string folder = options.folder.string();
  const std::string digest = identity::ShortDigest(keys);
  const bool certified = options.authority.empty();
  if (globals.json) {
    terminal::PrintJson({{"event", "coordinator_made"},
                         {"folder", folder},
                         {"context", options.context.string()},
                         {"keys", digest},
                         {"certified", certified}});
    return 0;
  }
  std::printf("Coordinator made in %s.\n", folder.c_str());
  if (certified)
    SayNext(options);
  else
    SayCertify(options, digest);
  return 0;
}

struct CertifyFlags {
  std::filesystem::path folder, file;
};

Result<int> Certify(const Globals& globals, const CertifyFlags& flags) {
  HANSA_TRY(InstallCertificate(flags.folder, globals.context, flags.file));
  if (globals.json)
    terminal::PrintJson({{"event", "coordinator_certified"}, {"folder", flags.folder.string()}});
  else
    std::printf("The coordinator is certified. Next:\n  hansa-coordinator --config %s\n",
                (flags.folder / "coordinator.toml").c_str());
  return 0;
}

}  // namespace

void AddCoordinatorCommands(CLI::App& app, Globals& globals) {
  CLI::App* group = AddGroup(app, "coordinator", "make, back up and restore a coordinator",
                             "hansa coordinator init my-coordinator");
  auto options = std::make_shared<InitOptions>();
  CLI::App* init =
      AddCommand(*group, globals, "init", "configuration, empty store and keys in a folder",
                 "hansa coordinator init my-coordinator --listen tcp://0.0.0.0:7423",
                 [&globals, options] { return Init(globals, *options); });
  init->add_option("DIR", options->folder, "the new folder")->required();
  init->add_option("--listen", options->listen, "where it will listen; port 0 takes a free one")
      ->capture_default_str();
  init->add_option("--advertise", options->advertise,
                   "the address that sites use (default: as --listen)");
  init->add_option("--authority", options->authority,
                   "public key of an authority on another machine (authority.pub)")
      ->type_name("FILE");
  auto certify = std::make_shared<CertifyFlags>();
  CLI::App* command =
      AddCommand(*group, globals, "certify", "put the authority's certificate into the folder",
                 "hansa coordinator certify my-coordinator coordinator.cert",
                 [&globals, certify] { return Certify(globals, *certify); });
  command->add_option("DIR", certify->folder, "the coordinator's folder")->required();
  command->add_option("FILE", certify->file, "what hansa authority certify wrote")->required();
  AddBackupCommands(*group, globals);
}

}  // namespace hansa::cli
