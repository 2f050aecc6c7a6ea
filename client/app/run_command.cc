// hansa-client run: the agent.

#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "client/app/agent.h"
#include "client/app/command.h"
#include "client/app/event_text.h"
#include "client/trainer/trainer_process.h"
#include "common/base/text.h"
#include "common/terminal/command_line.h"

namespace hansa::client {
namespace {

// The ready line: the first time that the coordinator has welcomed the site.
void SayReady(const SiteFolder& folder, bool json) {
  if (json)
    return terminal::PrintJson(
        {{"event", "ready"}, {"site_id", folder.site_id}, {"address", folder.address}});
  std::printf("Ready: site %s at %s\n", folder.site_id.c_str(), folder.address.c_str());
  std::fflush(stdout);
}

Result<int> Run(const Globals& globals) {
  bool ready = false;
  const SiteFolder* folder = nullptr;
  Agent::Options options;
  options.config = HANSA_TRY(globals.LoadConfig());
  options.software = "hansa-client " HANSA_VERSION;
  options.trainer = HANSA_TRY(FindTrainer());
  options.on_event = [&](const Event& event) {
    const EventText text = Describe(event);
    Log(text.level, text.text);
    if (std::holds_alternative<Greeted>(event) && !std::exchange(ready, true))
      SayReady(*folder, globals.json);
    else if (globals.json)
      terminal::PrintJson({{"event", text.name}, {"text", text.text}});
  };
  auto agent = HANSA_TRY(Agent::Open(std::move(options)));
  folder = &agent->folder();
  LogInfo(StrCat("site ", folder->site_id, ": connecting to ", folder->address));
  HANSA_TRY(agent->Run());
  LogInfo("ended as asked");
  if (globals.json) terminal::PrintJson({{"event", "ended"}});
  if (!agent->idle()) {  // a data file is still being read; nothing of it is kept
    agent.reset();
    std::fflush(nullptr);
    ::_exit(0);
  }
  return 0;
}

}  // namespace

void AddRunCommand(CLI::App& app, Globals& globals) {
  CLI::App* run =
      AddCommand(app, globals, "run", "the agent: takes part in jobs until it is ended",
                 "hansa-client run --config site.toml", [&globals] { return Run(globals); });
  AddConfigOption(*run, globals);
}

}  // namespace hansa::client
