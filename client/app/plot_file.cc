#include "client/app/plot_file.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "common/process/child_process.h"

namespace hansa::client {
namespace {

namespace fs = std::filesystem;

constexpr const char* kConverter = "rsvg-convert";
constexpr const char* kWidth = "1520";  // pixels: twice the picture's own size
constexpr auto kLimit = std::chrono::seconds(60);

// Where the shell would find it; empty when nowhere.
fs::path FindProgram(const char* name) {
  const char* path = std::getenv("PATH");
  std::istringstream folders(path == nullptr ? "/usr/bin" : path);
  for (std::string folder; std::getline(folders, folder, ':');) {
    std::error_code ignored;
    if (!folder.empty() && fs::is_regular_file(fs::path(folder) / name, ignored))
      return fs::path(folder) / name;
  }
  return {};
}

std::string PageOf(const std::string& title, const Drawing& draw) {
  picture::Markup out;
  out.Doctype().Open("html", {{"lang", "en"}}).Open("head");
  out.Empty("meta", {{"charset", "utf-8"}});
  out.Empty("meta", {{"http-equiv", "Content-Security-Policy"},
                     {"content", "default-src 'none'; style-src 'unsafe-inline'"}});
  out.Empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out.Leaf("title", {}, title);
  out.Leaf("style", {},
           ":root{color-scheme:light dark}body{margin:0 auto;max-width:1100px;padding:8px}"
           "svg{display:block;width:100%;height:auto}");
  out.Close().Open("body");
  draw(out);
  out.Close().Close();
  return out.Take() + "\n";
}

Result<> WritePng(const fs::path& file, const std::string& svg) {
  const fs::path drawing = file.string() + ".svg.part";
  HANSA_TRY(WriteFileAtomically(drawing, svg));
  ChildProcess::Options options;
  options.program = FindProgram(kConverter);
  options.arguments = {"--width",
                       kWidth,
                       "--keep-aspect-ratio",
                       "--output",
                       fs::absolute(file).string(),
                       fs::absolute(drawing).string()};
  auto child = ChildProcess::Start(std::move(options));
  ExitStatus end;
  if (child.ok()) end = child.value().WaitOrKill(kLimit);
  std::error_code ignored;
  fs::remove(drawing, ignored);
  if (!child.ok()) return child.error();
  if (end.exit_code != 0)
    return WorkFailed(StrCat("cannot write ", file.string()),
                      StrCat(kConverter, " ended with ", end.Text()),
                      "Name a file that ends in .svg or .html");
  return Success();
}

}  // namespace

Result<> CheckPlotFile(const fs::path& file) {
  const std::string ending = file.extension().string();
  if (ending != ".svg" && ending != ".html" && ending != ".png")
    return BadInput(StrCat("cannot draw into ", file.string()),
                    StrCat("its ending is '", ending, "'"), "Use .svg, .html or .png");
  if (ending == ".png" && FindProgram(kConverter).empty())
    return BadInput(StrCat("cannot draw into ", file.string()),
                    StrCat(kConverter, " makes pixels of the picture, and it is not installed"),
                    "apt-get install librsvg2-bin, or name a file that ends in .svg or .html");
  return Success();
}

Result<> WritePlotFile(const fs::path& file, const std::string& title, const Drawing& draw) {
  HANSA_TRY(CheckPlotFile(file));
  if (file.extension() == ".html") return WriteFileAtomically(file, PageOf(title, draw));
  picture::Markup out;
  draw(out);
  return file.extension() == ".png" ? WritePng(file, out.Take())
                                    : WriteFileAtomically(file, out.Take());
}

}  // namespace hansa::client
