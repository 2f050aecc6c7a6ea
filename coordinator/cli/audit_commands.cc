// hansa audit: transcripts of secure sessions, checked without a network.

#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "common/identity/key_file.h"
#include "common/terminal/command_line.h"
#include "common/transcript/culprit_file.h"
#include "common/transcript/culprit_text.h"
#include "coordinator/cli/audit_text.h"
#include "coordinator/cli/command.h"
#include "coordinator/cli/context_folder.h"

namespace hansa::cli {
namespace {

namespace fs = std::filesystem;

struct AuditFlags {
  std::vector<std::string> files;
  std::string authority;
  AuditPlaces places;
};

Result<crypto::Ed25519Public> AuthorityOf(const Globals& globals, const std::string& file) {
  if (file.empty()) return LoadAuthorityPublic(globals.context);
  return identity::ReadPublicKeyFile(file);
}

Result<> CheckUsage(const AuditFlags& flags) {
  const AuditPlaces& places = flags.places;
  const bool named = !places.inputs.empty() || !places.base.empty() || !places.job.empty() ||
                     !places.model.empty();
  const bool one = flags.files.size() == 1 && !fs::is_directory(flags.files[0]);
  if (!named || one) return Success();
  return Error{ErrorKind::kUsage, "--inputs, --base, --job and --model are of one session",
               StrCat(flags.files.size(), " files or a folder were named"),
               "Name one transcript with them"};
}

Result<transcript::ChainLink> AuditOne(const Globals& globals, const fs::path& file,
                                       const AuditFlags& flags,
                                       const crypto::Ed25519Public& authority) {
  const SessionAudit audit = HANSA_TRY(AuditSession(file, flags.places, authority));
  if (globals.json)
    terminal::PrintJson(ToJson(audit));
  else
    std::fputs(TextOf(audit).c_str(), stdout);
  return transcript::LinkOf(file.string(), audit.checked);
}

Result<int> AuditSessions(const Globals& globals, const AuditFlags& flags) {
  HANSA_TRY(CheckUsage(flags));
  const auto authority = HANSA_TRY(AuthorityOf(globals, flags.authority));
  const bool whole = flags.files.size() == 1 && fs::is_directory(flags.files[0]);
  std::vector<fs::path> files(flags.files.begin(), flags.files.end());
  if (whole) files = HANSA_TRY(TranscriptsIn(flags.files[0]));
  std::vector<transcript::ChainLink> links;
  for (const fs::path& file : files)
    links.push_back(HANSA_TRY(AuditOne(globals, file, flags, authority)));
  const transcript::CheckedChain chain = HANSA_TRY(transcript::CheckChain(links, whole));
  size_t versions = 0;
  if (whole) versions = HANSA_TRY(CheckVersionsOfRun(flags.files[0], chain));
  if (globals.json) {
    terminal::PrintJson({{"event", "audit_finished"},
                         {"transcripts", links.size()},
                         {"whole_chain", whole},
                         {"versions", versions},
                         {"verified", true}});
  } else if (links.size() > 1) {
    std::printf("%zu transcripts, each after the one before%s.\n", links.size(),
                whole ? ", from the job's first on" : "");
    if (versions > 0) std::printf("%zu versions name none that is missing.\n", versions);
  }
  return 0;
}

struct CulpritFlags {
  std::string file, authority;
};

Result<int> AuditCulprit(const Globals& globals, const CulpritFlags& flags) {
  const auto authority = HANSA_TRY(AuthorityOf(globals, flags.authority));
  const std::string file = HANSA_TRY(ReadFile(flags.file, transcript::kCulpritBytes));
  const auto checked =
      HANSA_TRY(transcript::CheckCulpritFile(AsSpan(file), authority).WithContext(flags.file));
  if (globals.json)
    terminal::PrintJson(ToJson(flags.file, checked));
  else
    std::fputs(transcript::TextOf(checked).c_str(), stdout);
  return 0;
}

void AddCulprit(CLI::App& group, Globals& globals) {
  auto flags = std::make_shared<CulpritFlags>();
  CLI::App* culprit =
      AddCommand(group, globals, "culprit", "check the evidence against a site",
                 "hansa audit culprit runs/JOB-ID/culprits/12-0123456789abcdef.culprit",
                 [&globals, flags] { return AuditCulprit(globals, *flags); });
  culprit->add_option("FILE", flags->file, "evidence that a coordinator wrote")->required();
  culprit
      ->add_option("--authority", flags->authority,
                   "the authority's public key (default: of the context)")
      ->type_name("FILE");
}

}  // namespace

void AddAuditCommands(CLI::App& app, Globals& globals) {
  CLI::App* group = AddGroup(app, "audit", "check what secure sessions left; needs no network",
                             "hansa audit session runs/JOB-ID/sessions/12.transcript");
  AddCulprit(*group, globals);
  auto flags = std::make_shared<AuditFlags>();
  CLI::App* session =
      AddCommand(*group, globals, "session", "check the transcripts of sessions, and their chain",
                 "hansa audit session runs/wind-power-20260301-120000-a1b2",
                 [&globals, flags] { return AuditSessions(globals, *flags); });
  session->add_option("FILE", flags->files, "transcripts, or one folder of a run with all of them")
      ->required();
  session
      ->add_option("--authority", flags->authority,
                   "the authority's public key (default: of the context)")
      ->type_name("FILE");
  session
      ->add_option("--inputs", flags->places.inputs,
                   "masked inputs (default: beside the transcript, where they were kept)")
      ->type_name("DIR");
  session
      ->add_option("--base", flags->places.base,
                   "the model that the session started from (default: of the coordinator's folder)")
      ->type_name("MODEL");
  session->add_option("--job", flags->places.job, "the job file (default: of the run)")
      ->type_name("FILE");
  session
      ->add_option("--model", flags->places.model,
                   "the published version (default: of the coordinator's folder)")
      ->type_name("DIR");
}

}  // namespace hansa::cli
