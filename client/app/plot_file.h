#pragma once
// Writes a picture in the format that the file's ending names.

#include <filesystem>
#include <functional>
#include <string>

#include "common/base/result.h"
#include "common/picture/markup.h"

namespace hansa::client {

// Writes one svg element.
using Drawing = std::function<void(picture::Markup&)>;

// kBadInput for an ending other than .svg, .html and .png; for .png, also when the program that
// makes pixels of it (rsvg-convert) is not installed. Ask before the work, which may be long.
Result<> CheckPlotFile(const std::filesystem::path& file);

// `title`: of an HTML page.
Result<> WritePlotFile(const std::filesystem::path& file, const std::string& title,
                       const Drawing& draw);

}  // namespace hansa::client
