#include "common/picture/markup.h"

#include <tinyxml2.h>

#include "common/base/text.h"

namespace hansa::picture {

Markup::Markup() : printer_(std::make_unique<tinyxml2::XMLPrinter>(nullptr, /*compact=*/true)) {}
Markup::~Markup() = default;
Markup::Markup(Markup&&) noexcept = default;

Markup& Markup::Doctype() {
  printer_->PushUnknown("doctype html");
  return *this;
}

Markup& Markup::Open(const char* name, Attributes attributes) {
  printer_->OpenElement(name, /*compactMode=*/true);
  for (const auto& [key, value] : attributes)
    printer_->PushAttribute(key, PlainText(value).c_str());
  return *this;
}

Markup& Markup::Text(std::string_view text) {
  printer_->PushText(PlainText(text).c_str());
  return *this;
}

Markup& Markup::Close() {
  printer_->CloseElement(/*compactMode=*/true);
  return *this;
}

Markup& Markup::Leaf(const char* name, Attributes attributes, std::string_view text) {
  return Open(name, attributes).Text(text).Close();
}

Markup& Markup::Empty(const char* name, Attributes attributes) {
  return Open(name, attributes).Close();
}

std::string Markup::Take() const { return printer_->CStr(); }

}  // namespace hansa::picture
