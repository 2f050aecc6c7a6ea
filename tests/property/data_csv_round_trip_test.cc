// Random tables through the data gate against a plain reading of the same table.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>

#include "client/data/csv_fields.h"
#include "client/data/dataset.h"
#include "client/data/number.h"
#include "tests/support/data_site.h"
#include "tests/support/temporary_folder.h"

namespace hansa::client {
namespace {

struct Value {
  std::optional<double> number;  // none: an empty cell
  bool quoted = false;
};

using Table = std::vector<std::vector<Value>>;  // columns a, b, y

std::string Written(double number) {
  char text[40];
  std::snprintf(text, sizeof text, "%.17g", number);
  return text;
}

std::string CsvOf(const Table& table, const std::string& line_end) {
  std::string csv = "a,b,y" + line_end;
  for (const auto& row : table) {
    for (size_t i = 0; i < row.size(); ++i) {
      std::string field = row[i].number ? Written(*row[i].number) : "";
      if (row[i].quoted) field = "\"" + field + "\"";
      csv += (i == 0 ? "" : ",") + field;
    }
    csv += line_end;
  }
  return csv;
}

Table AnyTable() {
  const auto value = rc::gen::apply(
      [](int kind, int mantissa, int exponent, bool quoted) {
        Value made;
        made.quoted = quoted;
        if (kind != 0) made.number = mantissa * std::pow(10.0, exponent);
        return made;
      },
      rc::gen::inRange(0, 12), rc::gen::inRange(-100000, 100000), rc::gen::inRange(-8, 8),
      rc::gen::arbitrary<bool>());
  const int rows = *rc::gen::inRange(1, 1200);
  return *rc::gen::container<Table>(static_cast<size_t>(rows),
                                    rc::gen::container<std::vector<Value>>(3, value));
}

TEST(DataProperty, TheGateGivesWhatAPlainReadingGives) {
  const bool holds = rc::check("a table's complete rows arrive in order, bit for bit", [] {
    const Table table = AnyTable();
    const bool packed = *rc::gen::arbitrary<bool>();
    const std::string csv = CsvOf(table, *rc::gen::element<std::string>("\n", "\r\n"));
    const hansa::test::TemporaryFolder folder;
    const auto path = folder.path() / "t.csv";
    packed ? test::WriteGzip(path, csv) : static_cast<void>(folder.Write("t.csv", csv));

    JobSpec job = test::SmallJob();
    job.drop = {"a > b"};
    job.evaluate = "y >= 0";
    std::vector<float> x, y, held_out;
    size_t empty = 0, dropped = 0;
    for (const auto& row : table) {
      if (!row[0].number || !row[1].number || !row[2].number) {
        ++empty;
      } else if (*row[0].number > *row[1].number) {
        ++dropped;
      } else {
        x.push_back(static_cast<float>(*row[0].number));
        x.push_back(static_cast<float>(*row[1].number));
        y.push_back(static_cast<float>(*row[2].number));
        if (*row[2].number >= 0) held_out.push_back(y.back());
      }
    }
    const Result<Dataset> data = BuildDataset(job, test::SiteWith({path}));
    RC_ASSERT(data.ok() == !y.empty());
    if (!data.ok()) return;
    RC_ASSERT(data->train_x == x);
    RC_ASSERT(data->train_y == y);
    RC_ASSERT(data->evaluate_y == held_out);
    RC_ASSERT(data->report.rows_found == table.size());
    RC_ASSERT(data->report.rows_dropped() == empty + dropped);
  });
  EXPECT_TRUE(holds);
}

TEST(DataProperty, AnyFieldsComeBackFromALine) {
  const bool holds = rc::check("quoting and splitting are inverse", [] {
    const auto letter = rc::gen::element('a', '1', ',', '"', ' ', '\t', '\xc3');
    const auto fields = *rc::gen::nonEmpty(
        rc::gen::container<std::vector<std::string>>(rc::gen::container<std::string>(letter)));
    std::string line;
    for (const std::string& field : fields) {
      line += line.empty() ? "\"" : ",\"";
      for (char c : field) line.append(c == '"' ? 2 : 1, c);
      line += '"';
    }
    std::vector<std::string_view> split;
    RC_ASSERT(SplitCsvFields(line, split));
    RC_ASSERT(std::equal(split.begin(), split.end(), fields.begin(), fields.end()));
  });
  EXPECT_TRUE(holds);
}

TEST(DataProperty, AnyLineIsSplitOrBroken) {
  const bool holds = rc::check("no line does harm", [] {
    const auto letter = rc::gen::element('a', '1', ',', '"', ' ', '\0');
    std::string line = *rc::gen::container<std::string>(letter);
    const size_t commas = static_cast<size_t>(std::count(line.begin(), line.end(), ','));
    std::vector<std::string_view> split;
    if (SplitCsvFields(line, split)) RC_ASSERT(split.size() <= commas + 1);
  });
  EXPECT_TRUE(holds);
}

TEST(DataProperty, WrittenNumbersAreReadExactly) {
  const bool holds = rc::check("17 digits give the same double", [] {
    const double number = std::ldexp(static_cast<double>(*rc::gen::arbitrary<int64_t>()),
                                     *rc::gen::inRange(-900, 900));
    RC_ASSERT(ParseNumber(Written(number)) == number);
  });
  EXPECT_TRUE(holds);
}

}  // namespace
}  // namespace hansa::client
