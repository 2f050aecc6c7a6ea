#include "common/config/parse_toml.h"

#include <exception>

#include "common/base/atomic_file.h"
#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/config/toml_mapper.h"

namespace hansa {
namespace {

// toml++ as Debian builds it throws; nothing of it leaves this function.
Result<toml::table> ParseTree(std::string_view text, std::string_view file) {
  try {
    return toml::table(toml::parse(text));
  } catch (const toml::parse_error& error) {
    return BadInput(StrCat(file, ":", error.source().begin.line, ": not valid TOML"),
                    std::string(error.description()));
  } catch (const std::exception& error) {
    return BadInput(StrCat(file, ": not valid TOML"), error.what());
  }
}

}  // namespace

Result<> ParseToml(std::string_view text, std::string_view file, google::protobuf::Message* out,
                   KeyLines* lines) {
  if (text.size() > limits::kConfigFileBytes) {
    return BadInput(
        StrCat(file, ": the file is too large"),
        StrCat("it has ", text.size(), " bytes, the limit is ", limits::kConfigFileBytes));
  }
  const toml::table tree = HANSA_TRY(ParseTree(text, file));
  return internal::MapTable(tree, {file, 1, ""}, out, lines);
}

Result<> ReadToml(const std::filesystem::path& path, google::protobuf::Message* out,
                  KeyLines* lines) {
  const std::string text = HANSA_TRY(ReadFile(path, limits::kConfigFileBytes));
  return ParseToml(text, path.string(), out, lines);
}

}  // namespace hansa
