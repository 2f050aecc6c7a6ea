#include "tests/browser/browser.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "common/base/atomic_file.h"
#include "common/base/text.h"
#include "common/process/child_process.h"

namespace hansa::test {
namespace {

constexpr auto kLimit = std::chrono::seconds(60);

// Widths are measured where a reader would scroll: an element that is cut off, or that makes the
// page itself wider than the window.
constexpr const char* kProbe = R"JS(
<script>
addEventListener('load', () => {
  const wide = [...document.querySelectorAll('body *')].filter(e =>
      !e.closest('.scroll') && !e.closest('svg') && e.getBoundingClientRect().right >
      document.documentElement.clientWidth + 1).map(e => e.tagName + '.' + e.className);
  const small = [...document.querySelectorAll('figure svg text')].map(e =>
      e.getBoundingClientRect().height).filter(h => h < 9);
  const outside = [...document.querySelectorAll('figure svg *')].filter(e => {
    const own = e.getBoundingClientRect(), all = e.closest('svg').getBoundingClientRect();
    return own.width > 0 && (own.left < all.left - 1 || own.right > all.right + 1 ||
                             own.top < all.top - 1 || own.bottom > all.bottom + 1);
  }).map(e => e.outerHTML.slice(0, 120));
  const boxes = svg => [...svg.querySelectorAll('rect')].map(e => e.getBoundingClientRect());
  const covered = [...document.querySelectorAll('figure svg')].map(svg => boxes(svg).filter((a, i, all) =>
      all.some((b, j) => j < i && Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
                         Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1)).length);
  const found = {
    width: document.documentElement.scrollWidth, window: document.documentElement.clientWidth,
    wide, small: small.length, outside, covered: covered.reduce((a, b) => a + b, 0),
    lines: [...document.querySelectorAll('path.line')].map(e => e.getTotalLength()),
    nan: [...document.querySelectorAll('figure')].map(e => e.outerHTML).join()
        .match(/[^a-z](nan|inf)[^a-z]/gi),
    bars: document.querySelectorAll('figure rect').length,
    figures: document.querySelectorAll('figure').length,
    ink: getComputedStyle(document.body).color, paper: getComputedStyle(document.body).backgroundColor,
    text: document.body.innerText,
  };
  const out = document.createElement('template');
  out.id = 'measured';
  out.setAttribute('data-json', encodeURIComponent(JSON.stringify(found)));
  document.documentElement.append(out);
});
</script></body>)JS";

std::string Unescaped(const std::string& text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(text.substr(i + 1, 2), nullptr, 16));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string Replaced(std::string text, const std::string& what, const std::string& with) {
  const size_t at = text.find(what);
  EXPECT_NE(at, text.npos) << what;
  return at == text.npos ? text : text.replace(at, what.size(), with);
}

// The page without <meta http-equiv="name" ...>.
std::string WithoutMeta(const std::string& page, const std::string& name) {
  const size_t from = page.find(StrCat("<meta http-equiv=\"", name, "\""));
  EXPECT_NE(from, page.npos) << name;
  return from == page.npos ? page : page.substr(0, from) + page.substr(page.find('>', from) + 1);
}

}  // namespace

std::string Browser::Run(const std::string& page, const Window& window,
                         const std::vector<std::string>& more) {
  const std::string run = StrCat("run", ++runs_);
  const auto file = folder_.Write(run + ".html", page);
  ChildProcess::Options options;
  options.program = "/usr/bin/chromium";
  // The sandbox needs what containers and root do not have; the pages are our own.
  options.arguments = {"--headless=new",
                       "--no-sandbox",
                       "--disable-gpu",
                       "--disable-extensions",
                       "--disable-background-networking",
                       "--disable-component-update",
                       "--no-first-run",
                       "--hide-scrollbars",
                       "--enable-logging=stderr",
                       "--v=0",
                       StrCat("--user-data-dir=", (folder_ / "profile").string()),
                       StrCat("--window-size=", window.width, ",", window.height)};
  if (window.dark) options.arguments.push_back("--blink-settings=preferredColorScheme=0");
  options.arguments.insert(options.arguments.end(), more.begin(), more.end());
  options.arguments.push_back("file://" + file.string());
  options.standard_error = folder_ / (run + ".log");
  options.environment["HOME"] = folder_.path().string();
  auto child = ChildProcess::Start(options);
  if (!child.ok()) {
    ADD_FAILURE() << child.error().Text();
    return "";
  }
  std::string out = child.value().ReadAll(kLimit);
  EXPECT_EQ(child.value().WaitOrKill(kLimit).exit_code, 0);
  return out;
}

std::string Browser::Complaints(const std::string& page) {
  Run(page, {}, {"--dump-dom"});
  std::ifstream log(folder_ / StrCat("run", runs_, ".log"));
  std::string complaints;
  for (std::string line; std::getline(log, line);)
    if (line.find("CONSOLE") != line.npos) complaints += line + "\n";
  return complaints;
}

// Headless windows are not narrower than 500 pixels: frames may be.
nlohmann::json Browser::Measure(const std::vector<std::string>& pages,
                                const std::vector<int>& widths, bool dark) {
  std::string outer = "<!doctype html>";
  for (size_t i = 0; i < pages.size(); ++i) {
    std::string probed = WithoutMeta(pages[i], "Content-Security-Policy");
    if (probed.find("\"refresh\"") != probed.npos) probed = WithoutMeta(probed, "refresh");
    folder_.Write(StrCat("inner", i, ".html"), Replaced(probed, "</body>", kProbe));
    for (int width : widths)
      outer += StrCat("<iframe src=\"inner", i, ".html\" style=\"width:", width,
                      "px;height:900px;border:0\"></iframe>");
  }
  outer +=
      "<p id=out></p><script>onload=()=>setTimeout(()=>{out.textContent='['+"
      "[...document.querySelectorAll('iframe')].map(f=>decodeURIComponent("
      "f.contentDocument.getElementById('measured').dataset.json))+']';"
      "out.textContent=encodeURIComponent(out.textContent)},50)</script>";
  const std::string dom =
      Run(outer, {.dark = dark},
          {"--allow-file-access-from-files", "--virtual-time-budget=3000", "--dump-dom"});
  constexpr std::string_view kOut = "<p id=\"out\">";
  const size_t from = dom.find(kOut), to = dom.find('<', from + kOut.size());
  if (from == dom.npos || to <= from + kOut.size()) {
    ADD_FAILURE() << "the pages were not measured:\n" << dom.substr(0, 2000);
    return {};
  }
  return nlohmann::json::parse(Unescaped(dom.substr(from + kOut.size(), to - from - kOut.size())));
}

std::string Browser::Screenshot(const std::string& page, const Window& window) {
  const auto file = folder_ / "picture.png";
  std::filesystem::remove(file);
  Run(page, window, {StrCat("--screenshot=", file.string())});
  auto read = ReadFile(file, 64u << 20);
  return read.ok() ? std::move(read).value() : "";
}

}  // namespace hansa::test
