#pragma once
// What a job may require a site to know. A field that changes a job's meaning and that an older
// site could overlook gets a name here when it is added to the schema; jobs that use it list the
// name, so that a site which does not know it refuses the job rather than misunderstand it.

#include <span>
#include <string>
#include <string_view>

namespace hansa {

// Names that this version understands, in order of the alphabet.
std::span<const std::string_view> UnderstoodFeatures();

// The first of `required` that is not in `understood`; empty when all are.
std::string FirstNotUnderstood(std::span<const std::string> required,
                               std::span<const std::string_view> understood);

}  // namespace hansa
