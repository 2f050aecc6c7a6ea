#pragma once
// Writes HTML and SVG. Every text and every attribute is escaped, and what no document may hold
// (control characters, bytes that are no UTF-8) becomes '?', so that nothing that a site or an
// operator typed can become markup. Not thread-safe.

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace tinyxml2 {
class XMLPrinter;
}

namespace hansa::picture {

class Markup {
 public:
  using Attributes = std::initializer_list<std::pair<const char*, std::string>>;

  Markup();
  ~Markup();
  Markup(Markup&&) noexcept;

  Markup& Doctype();  // of HTML
  Markup& Open(const char* name, Attributes attributes = {});
  Markup& Text(std::string_view text);
  Markup& Close();
  // <name ...>text</name>
  Markup& Leaf(const char* name, Attributes attributes, std::string_view text);
  // <name .../>: shapes of SVG, and elements of HTML that have no end tag
  Markup& Empty(const char* name, Attributes attributes);

  std::string Take() const;

 private:
  std::unique_ptr<tinyxml2::XMLPrinter> printer_;
};

}  // namespace hansa::picture
