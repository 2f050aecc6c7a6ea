#pragma once
// The times of one file's rows. Rows are in the form of the first one that has a time at all.

#include <optional>
#include <string_view>

#include "client/data/time_text.h"

namespace hansa::client {

class TimeColumn {
 public:
  // Why the row is dropped ("not_a_time", "other_time_form"), or nothing and the time.
  std::string_view Read(std::string_view text, RowTime& time) {
    const std::optional<ParsedTime> parsed = ParseTime(text);
    if (!parsed) return "not_a_time";
    if (!form_) form_ = parsed->form;
    if (parsed->form != *form_) return "other_time_form";
    time = parsed->time;
    return "";
  }

 private:
  std::optional<TimeForm> form_;
};

}  // namespace hansa::client
