#include "coordinator/report/table_html.h"

namespace hansa::coordinator {

// Reached with the keyboard: who cannot drag has to scroll it, too.
void OpenTable(picture::Markup& out, const std::string& label,
               const std::vector<std::pair<const char*, std::string>>& headers) {
  out.Open("div",
           {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", label}});
  out.Open("table").Open("thead").Open("tr");
  for (const auto& [style, text] : headers)
    out.Leaf("th", {{"scope", "col"}, {"class", style}}, text);
  out.Close().Close().Open("tbody");
}

void CloseTable(picture::Markup& out) { out.Close().Close().Close(); }

}  // namespace hansa::coordinator
