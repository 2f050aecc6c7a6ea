// hansa coordinator: backup, restore, collect.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/terminal/command_line.h"
#include "common/terminal/style.h"
#include "coordinator/backup/restore_backup.h"
#include "coordinator/cli/command.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;

// Between two signs of life of a backup: the coordinator tells every second.
constexpr Duration kBackupSilence = seconds(60);
constexpr Duration kCollectLimit = seconds(300);

std::string Size(uint64_t bytes) { return HumanBytes(static_cast<double>(bytes)); }

Result<int> Backup(const Globals& globals, const fs::path& out) {
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  request.mutable_make_backup()->set_folder(fs::absolute(out).lexically_normal().string());
  terminal::ProgressLine line;
  v1::BackupState made;
  HANSA_TRY(client->Stream(
      request,
      [&](const Reply& reply) {
        made = reply.message.backup();
        line.Show(StrCat(made.files(), " files, ", Size(made.bytes())));
        return true;
      },
      kBackupSilence));
  line.Clear();
  if (globals.json) {
    terminal::PrintJson({{"event", "backup_made"},
                         {"folder", made.folder()},
                         {"files", made.files()},
                         {"bytes", made.bytes()}});
    return 0;
  }
  std::printf("Backup of %llu files, %s, in %s.\n", static_cast<unsigned long long>(made.files()),
              Size(made.bytes()).c_str(), made.folder().c_str());
  std::printf("It holds the coordinator's secret keys. To go back to it:\n");
  std::printf("  hansa coordinator restore --from %s --to NEW-FOLDER\n", made.folder().c_str());
  return 0;
}

Result<int> Restore(const Globals& globals, const fs::path& from, const fs::path& to) {
  const auto restored = HANSA_TRY(coordinator::RestoreBackup(from, to));
  const std::string made = FormatUtc(restored.manifest.made_unix_ms);
  if (globals.json) {
    terminal::PrintJson({{"event", "coordinator_restored"},
                         {"folder", fs::absolute(to).string()},
                         {"made", made},
                         {"files", restored.manifest.files.size()},
                         {"rounds_forgotten", restored.store.rounds_forgotten},
                         {"last_session_number", restored.store.last_session_number}});
    return 0;
  }
  std::printf("Restored the backup of %s to %s.\n", made.c_str(), to.c_str());
  std::printf("Rounds under way then are forgotten; their jobs go on with the next attempt.\n");
  std::printf(
      "Sites that joined or were revoked since are not known to it: see `hansa site list`.\n");
  std::printf("\nNext, once no other coordinator runs from the same keys:\n");
  std::printf("  hansa-coordinator --config %s\n", to.c_str());
  return 0;
}

Result<int> Collect(const Globals& globals, bool dry_run) {
  auto client = HANSA_TRY(globals.Connect());
  v1::OperatorRequest request;
  request.mutable_collect_models()->set_dry_run(dry_run);
  const v1::Collected collected =
      HANSA_TRY(client->Call(request, kCollectLimit)).message.collected();
  for (const std::string& folder : collected.folders()) {
    if (globals.json)
      terminal::PrintJson({{"event", dry_run ? "would_remove" : "removed"}, {"folder", folder}});
    else
      std::printf("%s\n", folder.c_str());
  }
  if (globals.json)
    terminal::PrintJson({{"event", "collected"},
                         {"dry_run", dry_run},
                         {"folders", collected.count()},
                         {"bytes", collected.bytes()}});
  else
    std::printf("%llu folders, %s%s.\n", static_cast<unsigned long long>(collected.count()),
                Size(collected.bytes()).c_str(), dry_run ? " would be removed" : " removed");
  return 0;
}

struct Flags {
  fs::path out, from, to;
  bool dry_run = false;
};

}  // namespace

void AddBackupCommands(CLI::App& group, Globals& globals) {
  auto flags = std::make_shared<Flags>();
  CLI::App* backup =
      AddCommand(group, globals, "backup", "copy a running coordinator to a folder beside it",
                 "hansa coordinator backup --out /backup/hansa-monday",
                 [&globals, flags] { return Backup(globals, flags->out); });
  backup->add_option("--out", flags->out, "the new folder, on the coordinator's machine")
      ->required();
  CLI::App* restore =
      AddCommand(group, globals, "restore", "make a coordinator's folder of a backup",
                 "hansa coordinator restore --from /backup/hansa-monday --to /srv/hansa",
                 [&globals, flags] { return Restore(globals, flags->from, flags->to); });
  restore->add_option("--from", flags->from, "the backup")->required();
  restore->add_option("--to", flags->to, "the coordinator's folder, new or empty")->required();
  CLI::App* collect =
      AddCommand(group, globals, "collect", "remove models that no record names, and old runs",
                 "hansa coordinator collect --dry-run",
                 [&globals, flags] { return Collect(globals, flags->dry_run); });
  collect->add_flag("--dry-run", flags->dry_run, "only list what would be removed");
}

}  // namespace hansa::cli
