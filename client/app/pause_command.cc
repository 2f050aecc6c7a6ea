// hansa-client pause, resume: a flag in the state folder that the agent looks at.

#include <cstdio>
#include <nlohmann/json.hpp>

#include "client/app/command.h"
#include "client/app/site_folder.h"
#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "common/terminal/command_line.h"

namespace hansa::client {
namespace {

Result<int> SetPaused(const Globals& globals, bool paused) {
  const SitePaths paths(HANSA_TRY(globals.LoadConfig()).state);
  HANSA_TRY(MakeStateFolder(paths));
  if (paused) {
    HANSA_TRY(WriteFileAtomically(paths.paused(), "paused by the site's owner\n", 0600));
  } else {
    std::error_code fault;
    std::filesystem::remove(paths.paused(), fault);
    if (fault) return BadInput(StrCat("cannot remove ", paths.paused().string()), fault.message());
  }
  if (globals.json)
    terminal::PrintJson({{"event", paused ? "paused" : "resumed"}});
  else
    std::printf("%s\n", paused ? "Paused: this site declines tasks until: hansa-client resume"
                               : "Resumed: this site takes part again.");
  return 0;
}

}  // namespace

void AddPauseCommands(CLI::App& app, Globals& globals) {
  CLI::App* pause = AddCommand(app, globals, "pause", "decline tasks until resumed",
                               "hansa-client pause --config site.toml",
                               [&globals] { return SetPaused(globals, true); });
  AddConfigOption(*pause, globals);
  CLI::App* resume = AddCommand(app, globals, "resume", "take part again",
                                "hansa-client resume --config site.toml",
                                [&globals] { return SetPaused(globals, false); });
  AddConfigOption(*resume, globals);
}

}  // namespace hansa::client
