#pragma once
// The walk from a TOML tree to a message. Private to this folder.

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <toml++/toml.h>

#include <string>
#include <string_view>

#include "common/config/parse_toml.h"

namespace hansa::internal {

// A place in the file, for errors: the file's name, the line, the dotted path of the key.
struct TomlPlace {
  std::string_view file;
  uint32_t line = 0;
  std::string path;

  // what = "job.toml:12: " + what
  Error Fault(const std::string& what, std::string why = "", std::string next = "") const;
};

// Fills `message` from `table`, whose own path is `at.path` (empty for the whole file).
Result<> MapTable(const toml::table& table, const TomlPlace& at, google::protobuf::Message* message,
                  KeyLines* lines);

// Where a value of a field goes: the field itself, or one more element when it is repeated.
struct FieldSlot {
  google::protobuf::Message* message = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
};

// Numbers, booleans, texts and enums.
Result<> MapScalar(const toml::node& node, const TomlPlace& at, const FieldSlot& slot);
Result<> MapEnum(const toml::node& node, const TomlPlace& at, const FieldSlot& slot);

// "a text", "a table": what a node is, with its article.
std::string_view KindOf(const toml::node& node);
// "'active_power'", "2.5", "a table": the value met, for errors.
std::string ValueMet(const toml::node& node);

}  // namespace hansa::internal
