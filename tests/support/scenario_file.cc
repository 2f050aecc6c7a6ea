#include "tests/support/scenario_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "common/base/check.h"

namespace hansa::testing {
namespace {

constexpr std::string_view kDashes = "----";

bool IsBlank(const std::string& line) {
  return std::all_of(line.begin(), line.end(), [](unsigned char c) { return std::isspace(c); });
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void ReadVerb(const std::string& line, ScenarioStep& step) {
  std::istringstream in(line);
  in >> step.verb;
  for (std::string word; in >> word;) {
    const size_t equals = word.find('=');
    if (equals == std::string::npos)
      step.words.push_back(word);
    else
      step.options[word.substr(0, equals)] = word.substr(equals + 1);
  }
}

// A part of the file: a comment or an empty line as it is, or a step.
struct Part {
  std::vector<std::string> lines;  // as written, without the expected ones
  bool is_step = false;
  ScenarioStep step;
};

std::vector<Part> Split(const std::string& text) {
  const std::vector<std::string> lines = Lines(text);
  std::vector<Part> parts;
  for (size_t i = 0; i < lines.size();) {
    Part part;
    if (IsBlank(lines[i]) || lines[i][0] == '#') {
      part.lines.push_back(lines[i++]);
      parts.push_back(part);
      continue;
    }
    part.is_step = true;
    part.step.line = static_cast<int>(i) + 1;
    ReadVerb(lines[i], part.step);
    part.lines.push_back(lines[i++]);
    while (i < lines.size() && !IsBlank(lines[i]) && lines[i] != kDashes) {
      part.step.input.push_back(lines[i]);
      part.lines.push_back(lines[i++]);
    }
    if (i < lines.size() && lines[i] == kDashes) {
      for (++i; i < lines.size() && !IsBlank(lines[i]); ++i) part.step.expected += lines[i] + "\n";
    }
    parts.push_back(part);
  }
  return parts;
}

std::string Seen(const ScenarioStep& step,
                 const std::function<std::string(const ScenarioStep&)>& respond) {
  std::string seen = respond(step);
  if (!seen.empty() && seen.back() != '\n') seen += '\n';
  for (const std::string& line : Lines(seen)) HANSA_CHECK(!IsBlank(line));
  return seen;
}

}  // namespace

std::string ScenarioStep::Option(const std::string& option, const std::string& otherwise) const {
  const auto found = options.find(option);
  return found == options.end() ? otherwise : found->second;
}

long ScenarioStep::Number(const std::string& option, long otherwise) const {
  return Has(option) ? std::strtol(options.at(option).c_str(), nullptr, 10) : otherwise;
}

std::vector<ScenarioStep> ParseScenario(const std::string& text) {
  std::vector<ScenarioStep> steps;
  for (const Part& part : Split(text))
    if (part.is_step) steps.push_back(part.step);
  return steps;
}

void RunScenarioFile(const std::filesystem::path& path,
                     const std::function<std::string(const ScenarioStep&)>& respond) {
  std::ifstream file(path);
  ASSERT_TRUE(file) << "cannot read " << path;
  std::stringstream text;
  text << file.rdbuf();
  const std::vector<Part> parts = Split(text.str());
  ASSERT_TRUE(std::any_of(parts.begin(), parts.end(), [](const Part& p) { return p.is_step; }))
      << path << " has no step";

  std::string rewritten;
  for (const Part& part : parts) {
    for (const std::string& line : part.lines) rewritten += line + "\n";
    if (!part.is_step) continue;
    const std::string seen = Seen(part.step, respond);
    if (!seen.empty()) rewritten += std::string(kDashes) + "\n" + seen;
    if (std::getenv("HANSA_REWRITE_SCENARIOS") == nullptr && seen != part.step.expected)
      ADD_FAILURE_AT(path.c_str(), part.step.line) << part.lines.front() << "\nexpected:\n"
                                                   << part.step.expected << "seen:\n"
                                                   << seen;
  }
  if (std::getenv("HANSA_REWRITE_SCENARIOS") != nullptr) std::ofstream(path) << rewritten;
}

std::vector<std::filesystem::path> ScenarioFilesIn(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".txt") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  HANSA_CHECK(!files.empty());
  return files;
}

std::string ScenarioName(const std::filesystem::path& path) {
  std::string name = path.stem();
  for (char& c : name)
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  return name;
}

}  // namespace hansa::testing
