#include "common/config/toml_mapper.h"

#include <vector>

#include "common/base/text.h"
#include "common/config/units.h"
#include "hansa/v1/units.pb.h"

namespace hansa::internal {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string KeyOf(const FieldDescriptor& field) {
  std::string name = field.name();
  if (name.back() == '_') name.pop_back();
  return name;
}

const FieldDescriptor* FindField(const Descriptor& schema, std::string_view key) {
  for (int i = 0; i < schema.field_count(); ++i)
    if (KeyOf(*schema.field(i)) == key) return schema.field(i);
  return nullptr;
}

TomlPlace Below(const TomlPlace& at, const toml::node& node, const std::string& path) {
  return {at.file, node.source().begin.line != 0 ? node.source().begin.line : at.line, path};
}

Error UnknownKey(const Descriptor& schema, const TomlPlace& table, const TomlPlace& at,
                 std::string_view key) {
  std::vector<std::string> known;
  for (int i = 0; i < schema.field_count(); ++i) known.push_back(KeyOf(*schema.field(i)));
  const std::string nearest = NearestWord(key, known);
  std::string next;
  if (!nearest.empty()) {
    next = StrCat("Did you mean '", nearest, "'?");
  } else {
    for (const std::string& name : known) next += (next.empty() ? "Known here: " : ", ") + name;
  }
  const std::string where = table.path.empty() ? "" : StrCat(" in [", table.path, "]");
  return at.Fault(StrCat("unknown key '", key.substr(0, 64), "'", where), "", next);
}

Result<> MapUnit(const toml::node& node, const TomlPlace& at, Message* unit) {
  const auto* text = node.as_string();
  const bool duration = unit->GetDescriptor() == v1::Duration::descriptor();
  if (text == nullptr) {
    return at.Fault(StrCat(at.path, " must be a text with a unit"),
                    StrCat("it is ", ValueMet(node)),
                    duration ? "Write for example \"90s\"" : "Write for example \"64KiB\"");
  }
  const auto located = [&](const Error& error) {
    return at.Fault(StrCat(at.path, ": ", error.what), error.why, error.next);
  };
  if (duration) {
    auto parsed = ParseDuration(text->get());
    if (!parsed.ok()) return located(parsed.error());
    static_cast<v1::Duration*>(unit)->set_milliseconds(parsed->count());
  } else {
    auto parsed = ParseSize(text->get());
    if (!parsed.ok()) return located(parsed.error());
    static_cast<v1::Size*>(unit)->set_bytes(*parsed);
  }
  return Success();
}

Result<> MapMessage(const toml::node& node, const TomlPlace& at, Message* message,
                    KeyLines* lines) {
  const Descriptor* schema = message->GetDescriptor();
  if (schema == v1::Duration::descriptor() || schema == v1::Size::descriptor())
    return MapUnit(node, at, message);
  if (const toml::table* table = node.as_table()) return MapTable(*table, at, message, lines);
  return at.Fault(StrCat(at.path, " must be a table"), StrCat("it is ", ValueMet(node)),
                  StrCat("Write [", at.path, "] or ", at.path, " = { ... }"));
}

// One value: of a field that is not repeated, or one element of a repeated one.
Result<> MapValue(const toml::node& node, const TomlPlace& at, const FieldSlot& slot,
                  KeyLines* lines) {
  if (slot.field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return MapEnum(node, at, slot);
  if (slot.field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return MapScalar(node, at, slot);
  const auto* reflection = slot.message->GetReflection();
  Message* below = slot.field->is_repeated() ? reflection->AddMessage(slot.message, slot.field)
                                             : reflection->MutableMessage(slot.message, slot.field);
  return MapMessage(node, at, below, lines);
}

Result<> MapMap(const toml::node& node, const TomlPlace& at, const FieldSlot& slot,
                KeyLines* lines) {
  const toml::table* table = node.as_table();
  if (table == nullptr)
    return at.Fault(StrCat(at.path, " must be a table"), StrCat("it is ", ValueMet(node)));
  const auto* key_field = slot.field->message_type()->map_key();
  const auto* value_field = slot.field->message_type()->map_value();
  for (const auto& [key, value] : *table) {
    Message* entry = slot.message->GetReflection()->AddMessage(slot.message, slot.field);
    entry->GetReflection()->SetString(entry, key_field, std::string(key.str()));
    const TomlPlace place = Below(at, value, StrCat(at.path, ".", key.str()));
    HANSA_TRY(MapValue(value, place, {entry, value_field}, lines));
  }
  return Success();
}

Result<> MapArray(const toml::node& node, const TomlPlace& at, const FieldSlot& slot,
                  KeyLines* lines) {
  const toml::array* array = node.as_array();
  if (array == nullptr) {
    return at.Fault(StrCat(at.path, " must be a list"), StrCat("it is ", ValueMet(node)),
                    "Put it between [ and ]");
  }
  for (size_t i = 0; i < array->size(); ++i) {
    const TomlPlace place = Below(at, (*array)[i], StrCat(at.path, "[", i, "]"));
    if (lines != nullptr) (*lines)[place.path] = place.line;
    HANSA_TRY(MapValue((*array)[i], place, slot, lines));
  }
  return Success();
}

}  // namespace

Error TomlPlace::Fault(const std::string& what, std::string why, std::string next) const {
  return BadInput(StrCat(file, ":", line, ": ", what), std::move(why), std::move(next));
}

Result<> MapTable(const toml::table& table, const TomlPlace& at, Message* message,
                  KeyLines* lines) {
  const Descriptor& schema = *message->GetDescriptor();
  for (const auto& [key, value] : table) {
    const std::string path =
        at.path.empty() ? std::string(key.str()) : StrCat(at.path, ".", key.str());
    TomlPlace place = Below(at, value, path);
    if (key.source().begin.line != 0) place.line = key.source().begin.line;
    const FieldDescriptor* field = FindField(schema, key.str());
    if (field == nullptr) return UnknownKey(schema, at, place, key.str());
    if (lines != nullptr) (*lines)[path] = place.line;
    const FieldSlot slot{message, field};
    if (field->is_map()) {
      HANSA_TRY(MapMap(value, place, slot, lines));
    } else if (field->is_repeated()) {
      HANSA_TRY(MapArray(value, place, slot, lines));
    } else {
      HANSA_TRY(MapValue(value, place, slot, lines));
    }
  }
  return Success();
}

}  // namespace hansa::internal
