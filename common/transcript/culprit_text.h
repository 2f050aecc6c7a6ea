#pragma once
// A conviction in words.

#include <string>

#include "common/transcript/check_culprit.h"

namespace hansa::transcript {

// "false_dealing", "false_share"
std::string_view Name(CheckedCulprit::Fault fault);
// Who is convicted of what, in which session, by which numbers: lines for people.
std::string TextOf(const CheckedCulprit& checked);

}  // namespace hansa::transcript
