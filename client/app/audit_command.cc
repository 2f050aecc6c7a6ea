// hansa-client audit: a session's transcript, and this site's own part in it.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "client/app/command.h"
#include "client/app/site_folder.h"
#include "client/storage/journal.h"
#include "common/base/atomic_file.h"
#include "common/base/file_blob.h"
#include "common/base/text.h"
#include "common/terminal/command_line.h"
#include "common/transcript/culprit_file.h"
#include "common/transcript/culprit_text.h"
#include "common/transcript/own_entries.h"

namespace hansa::client {
namespace {

using transcript::CheckedTranscript;
using transcript::OwnEntries;

std::string TextOf(const CheckedTranscript& checked, const OwnEntries& own, bool took_part) {
  std::string text = StrCat("Right: session ", checked.setup.session_number, " of ", checked.job_id,
                            ", a sum over ", checked.survivors.Count(), " sites.\n");
  if (!took_part && !own.in_roster) return text + "This site took no part in it.\n";
  if (!own.in_roster) return text + "This site was asked, and left before the roster was made.\n";
  if (!own.dealt) return text + "This site left before its shares were dealt to others.\n";
  if (!own.included)
    return text + "This site's input is not in the sum; what it signed is as this site has it.\n";
  return StrCat(text,
                "This site's input is in the sum; what it signed is as this site has it, and ",
                own.released, " shares that it released are there.\n");
}

bool IsCulpritFile(const Blob& blob) {
  std::string line(transcript::kCulpritLine.size(), '\0');
  return blob.size() > line.size() &&
         blob.ReadAt(0, {reinterpret_cast<uint8_t*>(line.data()), line.size()}).ok() &&
         line == transcript::kCulpritLine;
}

// Evidence against a site, perhaps this one.
Result<int> AuditCulprit(const Globals& globals, const std::string& file,
                         const SiteFolder& folder) {
  const std::string bytes = HANSA_TRY(ReadFile(file, transcript::kCulpritBytes));
  const auto checked =
      HANSA_TRY(transcript::CheckCulpritFile(AsSpan(bytes), folder.authority).WithContext(file));
  const bool own = checked.site_id == folder.site_id;
  if (globals.json)
    terminal::PrintJson({{"event", "culprit_audited"},
                         {"file", file},
                         {"convicted", true},
                         {"site_id", checked.site_id},
                         {"fault", transcript::Name(checked.fault)},
                         {"session", checked.setup.session_number},
                         {"own", own}});
  else
    std::fputs(StrCat(transcript::TextOf(checked), own ? "  That is this site.\n" : "").c_str(),
               stdout);
  return 0;
}

Result<int> Audit(const Globals& globals, const std::string& file) {
  const SiteFolder folder = HANSA_TRY(LoadSiteFolder(HANSA_TRY(globals.LoadConfig()).state));
  const BlobHandle blob = HANSA_TRY(FileBlob::Open(file));
  if (IsCulpritFile(*blob)) return AuditCulprit(globals, file, folder);
  const CheckedTranscript checked =
      HANSA_TRY(transcript::CheckTranscript(*blob, folder.authority).WithContext(file));
  auto journal = HANSA_TRY(Journal::Open(folder.paths.journal().string()));
  SaidInSession said = HANSA_TRY(journal->Said(checked.id.params));
  const bool took_part = !said.payloads.empty();
  const OwnEntries own =
      HANSA_TRY(transcript::CheckOwnEntries(checked, {folder.site_id, std::move(said.payloads)})
                    .WithContext(file));
  if (globals.json)
    terminal::PrintJson({{"event", "session_audited"},
                         {"file", file},
                         {"verified", true},
                         {"job_id", checked.job_id},
                         {"session", checked.setup.session_number},
                         {"digest", Hex(checked.digest)},
                         {"sites_included", checked.survivors.Count()},
                         {"took_part", took_part},
                         {"in_roster", own.in_roster},
                         {"dealt", own.dealt},
                         {"included", own.included},
                         {"released", own.released}});
  else
    std::fputs(TextOf(checked, own, took_part).c_str(), stdout);
  return 0;
}

}  // namespace

void AddAuditCommand(CLI::App& app, Globals& globals) {
  auto file = std::make_shared<std::string>();
  CLI::App* audit = AddCommand(app, globals, "audit",
                               "check a session's transcript, and this site's own part in it",
                               "hansa-client audit 12.transcript --config site.toml",
                               [&globals, file] { return Audit(globals, *file); });
  AddConfigOption(*audit, globals);
  audit
      ->add_option(
          "FILE", *file,
          "transcript, or evidence against a site, as the coordinator's operator gave it out")
      ->required();
}

}  // namespace hansa::client
