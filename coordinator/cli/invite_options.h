#pragma once
// What a person says for an invitation, to the operator's `site invite` and to the authority's
// `invite` alike.

#include <string>

#include "common/terminal/command_line.h"

namespace hansa::cli {

struct InviteFlags {
  std::string name;
  std::string out;
  std::string expires = "7d";
};

inline void AddInviteOptions(CLI::App& command, InviteFlags& flags) {
  command.add_option("NAME", flags.name, "what you call the site")->required();
  command.add_option("--out", flags.out, "the invitation file (mode 0600)")
      ->required()
      ->type_name("FILE");
  command.add_option("--expires", flags.expires, "how long it may be used: 12h, 7d")
      ->capture_default_str();
}

}  // namespace hansa::cli
