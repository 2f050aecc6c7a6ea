// hansa-client log: what left this machine.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "client/app/command.h"
#include "client/app/site_folder.h"
#include "client/storage/journal.h"
#include "common/base/text.h"
#include "common/terminal/command_line.h"
#include "common/terminal/table.h"

namespace hansa::client {
namespace {

nlohmann::json ToJson(const OutboundEntry& entry) {
  return {{"event", "sent"},         {"number", entry.number}, {"time", FormatUtc(entry.unix_ms)},
          {"kind", entry.kind},      {"job", entry.job},       {"columns", entry.columns},
          {"rows", entry.rows_used}, {"bytes", entry.bytes},   {"session", entry.session_number},
          {"answer", entry.answer}};
}

std::vector<std::string> ToRow(const OutboundEntry& entry) {
  const auto number = [](uint64_t n) { return n == 0 ? std::string() : StrCat(n); };
  return {FormatUtc(entry.unix_ms),
          entry.kind,
          entry.job,
          number(entry.rows_used),
          HumanBytes(static_cast<double>(entry.bytes)),
          number(entry.session_number),
          entry.answer,
          entry.columns};
}

Result<int> ShowLog(const Globals& globals, size_t most) {
  const SitePaths paths(HANSA_TRY(globals.LoadConfig()).state);
  std::error_code none;
  if (!std::filesystem::exists(paths.journal(), none))
    return BadInput("nothing has left this machine",
                    StrCat("there is no ", paths.journal().string()),
                    "hansa-client join FILE, then hansa-client run");
  auto journal = HANSA_TRY(Journal::Open(paths.journal().string()));
  const std::vector<OutboundEntry> entries = HANSA_TRY(journal->Outbound(most));
  terminal::Table table(
      {"time", "kind", "job", ">rows", ">size", ">session", "answer", "columns read"});
  for (const OutboundEntry& entry : entries) {
    if (globals.json) terminal::PrintJson(ToJson(entry));
    table.AddRow(ToRow(entry));
  }
  if (globals.json)
    terminal::PrintJson({{"event", "log_listed"}, {"entries", entries.size()}});
  else
    std::fputs(table.Text().c_str(), stdout);
  return 0;
}

}  // namespace

void AddLogCommand(CLI::App& app, Globals& globals) {
  auto most = std::make_shared<size_t>(1000);
  CLI::App* log = AddCommand(app, globals, "log", "what left this machine, and when",
                             "hansa-client log --config site.toml",
                             [&globals, most] { return ShowLog(globals, *most); });
  AddConfigOption(*log, globals);
  log->add_option("--limit", *most, "the newest entries, at most")
      ->check(CLI::Range(size_t{1}, Journal::kListing))
      ->capture_default_str();
}

}  // namespace hansa::client
