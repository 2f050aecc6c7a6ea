#pragma once
// TOML into a Protobuf message that is its schema. Keys are field names (a trailing '_' is not part
// of the key); an enum value is written in lower case without its prefix, with '-' or '_';
// hansa.v1.Duration and hansa.v1.Size are strings with a unit (units.h).

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "common/base/result.h"

namespace google::protobuf {
class Message;
}

namespace hansa {

// Where each key stands: "data.features[1].scale" -> its line. For errors of later checks.
using KeyLines = std::map<std::string, uint32_t, std::less<>>;

// Fills `out`, which should be empty. `file` is named in errors: kBadInput for syntax, an unknown
// key (with the nearest right one), a wrong type, a number out of range or not finite, a wrong
// unit, always with "file:line". Text beyond limits::kConfigFileBytes is refused.
Result<> ParseToml(std::string_view text, std::string_view file, google::protobuf::Message* out,
                   KeyLines* lines = nullptr);

// Same for a file on disk.
Result<> ReadToml(const std::filesystem::path& path, google::protobuf::Message* out,
                  KeyLines* lines = nullptr);

}  // namespace hansa
