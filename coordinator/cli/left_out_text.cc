#include "coordinator/cli/left_out_text.h"

#include <nlohmann/json.hpp>

#include "common/base/text.h"

namespace hansa::cli {

std::string WhyLeftOut(const v1::LeftOutState& state) {
  return StrCat(state.fault() == "false_dealing" ? "dealt false shares" : "revealed a false share",
                " in session ", state.session_number(), " (round ", state.round(),
                "); evidence: ", PlainText(state.evidence()));
}

nlohmann::json LeftOutJson(const LeftOutStates& states) {
  nlohmann::json list = nlohmann::json::array();
  for (const v1::LeftOutState& state : states)
    list.push_back({{"job_id", state.job_id()},
                    {"site_id", state.site_id()},
                    {"site", state.site_name()},
                    {"fault", state.fault()},
                    {"session", state.session_number()},
                    {"round", state.round()},
                    {"evidence", state.evidence()}});
  return list;
}

}  // namespace hansa::cli
