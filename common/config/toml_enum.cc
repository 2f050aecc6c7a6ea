#include <vector>

#include "common/base/text.h"
#include "common/config/toml_mapper.h"

namespace hansa::internal {
namespace {

using google::protobuf::EnumDescriptor;

// "ALLOWED_OFF" -> "allowed-off"
std::string Spelling(std::string_view name, char separator) {
  std::string out;
  for (const char c : name)
    out += c == '_' ? separator : (c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  return out;
}

// Value 0 of every enum is <PREFIX>UNSPECIFIED.
size_t PrefixLength(const EnumDescriptor& kind) {
  constexpr std::string_view kUnspecified = "UNSPECIFIED";
  const std::string& zero = kind.value(0)->name();
  HANSA_CHECK(zero.size() >= kUnspecified.size() && kind.value(0)->number() == 0);
  return zero.size() - kUnspecified.size();
}

}  // namespace

Result<> MapEnum(const toml::node& node, const TomlPlace& at, const FieldSlot& slot) {
  const EnumDescriptor& kind = *slot.field->enum_type();
  const size_t prefix = PrefixLength(kind);
  std::vector<std::string> known;
  std::string listed;
  for (int i = 1; i < kind.value_count(); ++i) {
    const std::string_view name = std::string_view(kind.value(i)->name()).substr(prefix);
    const std::string spelling = Spelling(name, '-');
    const auto* text = node.as_string();
    if (text != nullptr && (text->get() == spelling || text->get() == Spelling(name, '_'))) {
      const auto* reflection = slot.message->GetReflection();
      if (slot.field->is_repeated()) {
        reflection->AddEnum(slot.message, slot.field, kind.value(i));
      } else {
        reflection->SetEnum(slot.message, slot.field, kind.value(i));
      }
      return Success();
    }
    known.push_back(spelling);
    listed += StrCat(listed.empty() ? "" : ", ", "\"", spelling, "\"");
  }
  const auto* text = node.as_string();
  const std::string nearest = text == nullptr ? "" : NearestWord(text->get(), known);
  return at.Fault(StrCat(at.path, " must be one of ", listed), StrCat("it is ", ValueMet(node)),
                  nearest.empty() ? "" : StrCat("Did you mean \"", nearest, "\"?"));
}

}  // namespace hansa::internal
