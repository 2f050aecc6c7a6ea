#include "common/picture/palette.h"

namespace hansa::picture {

const char* const kChartStyle =
    ".c-blue{fill:#0072b2;background-color:#0072b2}"
    ".c-orange{fill:#e69f00;background-color:#e69f00}"
    ".c-green{fill:#009e73;background-color:#009e73}"
    ".c-vermillion{fill:#d55e00;background-color:#d55e00}"
    ".c-purple{fill:#cc79a7;background-color:#cc79a7}"
    ".c-sky{fill:#56b4e9;background-color:#56b4e9}"
    ".c-yellow{fill:#f0e442;background-color:#f0e442}"
    ".c-grey{fill:#9aa5b1;background-color:#9aa5b1}"
    ".axis{stroke:#7b8794;stroke-width:1;fill:none}"
    ".grid{stroke:#dfe5eb;stroke-width:1;fill:none}"
    ".tick{font:11px system-ui,-apple-system,'DejaVu Sans',sans-serif;fill:#46525e}"
    ".line{fill:none;stroke:#0072b2;stroke-width:2;stroke-linejoin:round;stroke-linecap:round}"
    ".dot{fill:#0072b2}"
    ".best{fill:none;stroke:#d55e00;stroke-width:2}"
    ".hit{fill:transparent}"
    "@media screen and (prefers-color-scheme:dark){"
    ".axis{stroke:#75818d}.grid{stroke:#2f3943}.tick{fill:#b6c1cc}"
    ".line{stroke:#56b4e9}.dot{fill:#56b4e9}.c-grey{fill:#66727e;background-color:#66727e}}";

}  // namespace hansa::picture
