#include "client/data/column_plan.h"

#include <algorithm>

#include "client/data/expression.h"
#include "common/base/text.h"

namespace hansa::client {
namespace {

constexpr size_t kNamesListed = 40;
constexpr size_t kNameShown = 64;  // bytes of it

bool Has(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

std::string Listed(const std::vector<std::string>& names) {
  std::string text;
  for (size_t i = 0; i < std::min(names.size(), kNamesListed); ++i)
    text += (i == 0 ? "" : ", ") + PlainText(names[i], kNameShown);
  if (names.size() > kNamesListed) text += StrCat(" and ", names.size() - kNamesListed, " more");
  return text;
}

// Faults of a whole file that show in its header's names.
std::string FormHint(const CsvFile& file) {
  const std::vector<std::string>& names = file.columns();
  if (std::any_of(names.begin(), names.end(),
                  [](const std::string& name) { return name.find('\r') != std::string::npos; }))
    return "End lines with LF or CR LF";
  if (names.size() > 1) return "";
  const struct {
    char separator;
    const char* text;
  } others[] = {{';', "';'"}, {'\t', "tabs"}, {'|', "'|'"}};
  for (const auto& other : others)
    if (names[0].find(other.separator) != std::string::npos)
      return StrCat("Separate the columns by commas, not ", other.text);
  return "";
}

Error Missing(const std::vector<std::string>& missing, const CsvFile& file) {
  std::string what(kMissingColumn);
  std::string nearest;
  for (const std::string& name : missing) {
    what += (name == missing.front() ? "\"" : ", \"") + name + "\"";
    const std::string near = PlainText(NearestWord(name, file.columns()), kNameShown);
    if (!near.empty()) nearest += (nearest.empty() ? "\"" : ", \"") + near + "\"";
  }
  const std::string has = StrCat(file.name(), " has ", Listed(file.columns()));
  if (const std::string hint = FormHint(file); !hint.empty()) return BadInput(what, has, hint);
  return BadInput(
      what, has,
      StrCat(nearest.empty() ? "" : StrCat("Nearest: ", nearest, ". "),
             "Under [[data]], rename = { \"column of the file\" = \"name in the job\" }"));
}

// The place of `column`, added when new.
size_t Use(ColumnPlan& plan, const std::string& name) {
  for (size_t i = 0; i < plan.columns.size(); ++i)
    if (plan.columns[i].name == name) return i;
  plan.columns.push_back({});
  plan.columns.back().name = name;
  return plan.columns.size() - 1;
}

size_t UseNumber(ColumnPlan& plan, const ColumnSpec& spec) {
  const size_t at = Use(plan, spec.column);
  plan.columns[at].number = true;
  if (spec.valid) plan.columns[at].valid.push_back(*spec.valid);
  return at;
}

// A column that no row may lack.
std::optional<size_t> UseText(ColumnPlan& plan, const std::string& name) {
  if (name.empty()) return std::nullopt;
  const size_t at = Use(plan, name);
  plan.columns[at].required = true;
  return at;
}

void UseTarget(ColumnPlan& plan, const ColumnRequest& request, const CsvFile& file) {
  if (!request.target) return;
  if (!request.target_required && !Has(file.columns(), request.target->column)) return;
  const size_t known = plan.columns.size();
  plan.target_at = UseNumber(plan, *request.target);
  if (*plan.target_at < known) return;  // a feature as well
  plan.columns.back().required = request.target_required;
  if (!request.target_required) plan.columns.back().valid.clear();
}

}  // namespace

std::vector<std::string> ColumnPlan::names() const {
  std::vector<std::string> names;
  for (const UsedColumn& column : columns) names.push_back(column.name);
  return names;
}

std::vector<std::string> ColumnPlan::expression_columns() const {
  std::vector<std::string> names;
  for (const UsedColumn& column : columns)
    if (column.in_expression) names.push_back(column.name);
  return names;
}

Result<ColumnPlan> PlanColumns(const ColumnRequest& request, const CsvFile& file) {
  ColumnPlan plan;
  for (const ColumnSpec& spec : request.features) plan.feature_at.push_back(UseNumber(plan, spec));
  if (!request.features_required)
    for (UsedColumn& column : plan.columns) {
      column.required = false;
      column.valid.clear();
    }
  UseTarget(plan, request, file);
  plan.time_at = UseText(plan, request.time);
  plan.group_at = UseText(plan, request.group);
  HANSA_TRY(LocateColumns(plan, file));
  for (const std::string& expression : request.expressions) {
    for (const std::string& name : HANSA_TRY(ColumnsRead(expression, file.columns()))) {
      UsedColumn& column = plan.columns[Use(plan, name)];
      column.in_expression = true;
      column.required = true;
    }
  }
  if (!request.label.empty() && Has(file.columns(), request.label)) {
    const size_t known = plan.columns.size();
    plan.label_at = Use(plan, request.label);
    if (*plan.label_at == known) plan.columns.back().required = false;
  }
  return plan;
}

Result<std::vector<size_t>> LocateColumns(const ColumnPlan& plan, const CsvFile& file) {
  const std::vector<std::string>& names = file.columns();
  std::vector<size_t> places;
  std::vector<std::string> missing;
  for (const UsedColumn& column : plan.columns) {
    const auto found = std::find(names.begin(), names.end(), column.name);
    if (found == names.end()) {
      missing.push_back(column.name);
    } else if (std::count(names.begin(), names.end(), column.name) > 1) {
      return BadInput(StrCat("two columns are called \"", column.name, "\""), file.name(),
                      "Rename one of them in the file");
    }
    places.push_back(static_cast<size_t>(found - names.begin()));
  }
  if (!missing.empty()) return Missing(missing, file);
  return places;
}

}  // namespace hansa::client
