#include "common/terminal/command_line.h"

#include <unistd.h>

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "common/base/text.h"
#include "common/terminal/style.h"

namespace hansa::terminal {
namespace {

std::vector<std::string> KnownWords(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    words.push_back(sub->get_name());
  }
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  }
  return words;
}

// The innermost command that was understood.
const CLI::App& Innermost(const CLI::App& app) {
  const auto used = app.get_subcommands();
  return used.empty() ? app : Innermost(*used.front());
}

std::string FullName(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name()
                                     : FullName(*app.get_parent()) + " " + app.get_name();
}

// What was not understood, with the nearest right word.
std::string Advice(const CLI::App& app, int argc, char** argv) {
  const CLI::App& innermost = Innermost(app);
  const std::vector<std::string> known = KnownWords(innermost);
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (std::find(known.begin(), known.end(), word) != known.end()) continue;
    const std::string nearest = NearestWord(word, known);
    if (!nearest.empty() && nearest != word)
      return StrCat("'", word, "': did you mean '", nearest, "'? ");
  }
  return "";
}

}  // namespace

void Describe(CLI::App& app, const std::string& example) {
  app.footer("Example: " + example);
  app.require_subcommand(0);
}

int Parse(CLI::App& app, int argc, char** argv) {
  try {
    app.parse(argc, argv);
    return -1;
  } catch (const CLI::CallForHelp&) {
    const CLI::App& asked = Innermost(app);
    const CLI::App* parent = asked.get_parent();
    std::fputs(asked.help(parent == nullptr ? "" : FullName(*parent)).c_str(), stdout);
    return 0;
  } catch (const CLI::CallForAllHelp&) {
    std::fputs(app.help("", CLI::AppFormatMode::All).c_str(), stdout);
    return 0;
  } catch (const CLI::CallForVersion& version) {
    std::printf("%s\n", version.what());
    return 0;
  } catch (const CLI::ParseError& error) {
    const std::string name = FullName(Innermost(app));
    std::fprintf(stderr, "%s: %s. %sSee: %s --help\n", name.c_str(), error.what(),
                 Advice(app, argc, argv).c_str(), name.c_str());
    return static_cast<int>(ErrorKind::kUsage);
  }
}

int Report(const Error& error, bool json) {
  std::fprintf(stderr, "%s %s\n", Paint("error:", Colour::kRed, STDERR_FILENO).c_str(),
               error.what.c_str());
  if (!error.why.empty()) std::fprintf(stderr, "  why:  %s\n", error.why.c_str());
  if (!error.next.empty()) std::fprintf(stderr, "  next: %s\n", error.next.c_str());
  if (json) {
    PrintJson({{"event", "error"},
               {"exit_code", error.exit_code()},
               {"what", error.what},
               {"why", error.why},
               {"next", error.next}});
  }
  return error.exit_code();
}

void PrintJson(const nlohmann::json& object) {
  std::printf("%s\n",
              object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
  std::fflush(stdout);
}

}  // namespace hansa::terminal
